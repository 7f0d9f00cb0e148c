import { describe, expect, it } from 'vitest';
import { ConnectTimeoutError, NotSentError, ProxyError, RepeatedError } from '../../network/errors.ts';
import { failureOf } from './failure.ts';

/** As undici throws it: a TypeError whose cause has the code. */
function undici(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(`read ${code}`), { code }) });
}

/** As ky wraps what it is given. */
function wrapped(cause: Error): Error {
  return new Error('Request failed due to a network error: POST https://crm.test/guests/secret', { cause });
}

describe('what the network marked never left, regardless of its code', () => {
  it.each([
    ['ECONNREFUSED', new NotSentError(undici('ECONNREFUSED'))],
    ['ECONNREFUSED', wrapped(new NotSentError(undici('ECONNREFUSED')))],
    ['ECONNRESET', new NotSentError(undici('ECONNRESET'))],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', new NotSentError(undici('UNABLE_TO_VERIFY_LEAF_SIGNATURE'))],
    [
      'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
      new NotSentError(undici('ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE')),
    ],
    ['HOSTSTAND_CONNECT_TIMEOUT', new NotSentError(new ConnectTimeoutError())],
    ['proxy: ECONNREFUSED', new NotSentError(new ProxyError(undici('ECONNREFUSED'), false))],
    ['proxy asks for a password', new NotSentError(new ProxyError(undici('UND_ERR_ABORTED'), true))],
    ['unknown', new NotSentError(undefined)],
  ])('%s', (detail, thrown) => {
    expect(failureOf(thrown)).toEqual({ kind: 'offline', sent: 'no', detail });
  });
});

describe('what has no mark may have been sent, regardless of its code', () => {
  it.each([
    ['ECONNREFUSED', undici('ECONNREFUSED')],
    ['ENOTFOUND', undici('ENOTFOUND')],
    ['CERT_HAS_EXPIRED', undici('CERT_HAS_EXPIRED')],
    ['ECONNRESET', undici('ECONNRESET')],
    ['UND_ERR_SOCKET', wrapped(undici('UND_ERR_SOCKET'))],
    ['HOSTSTAND_REPEATED', new RepeatedError()],
    ['unknown', new TypeError('fetch failed')],
    ['unknown', 'a string'],
    ['unknown', undefined],
    ['unknown', null],
    ['unknown', Object.assign(new Error('x'), { code: 7 })],
  ])('%s', (detail, thrown) => {
    expect(failureOf(thrown)).toEqual({ kind: 'offline', sent: 'maybe', detail });
  });
});

it('an answer that points elsewhere is unreadable', () => {
  const thrown = wrapped(new TypeError('fetch failed', { cause: new Error('unexpected redirect') }));
  expect(failureOf(thrown)).toEqual({
    kind: 'unreadable',
    status: 0,
    detail: 'redirected',
    between: true,
    requestId: null,
  });
});

it('never repeats a message, which may hold an address', () => {
  const error = failureOf(
    wrapped(Object.assign(new Error('https://crm.test/guests/secret'), { code: 'secret code' })),
  );
  expect(JSON.stringify(error)).not.toContain('secret');
});

it('survives a chain of causes that bites its own tail', () => {
  const error = new Error('round');
  error.cause = error;
  expect(failureOf(error)).toEqual({ kind: 'offline', sent: 'maybe', detail: 'unknown' });
});
