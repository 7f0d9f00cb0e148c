import { describe, expect, it } from 'vitest';
import { failureOf } from './failure.ts';

/** As undici throws it: a TypeError whose cause has the code. */
function undici(code: string, syscall?: string): Error {
  return new TypeError('fetch failed', {
    cause: Object.assign(new Error(`${syscall} ${code}`), { code, syscall }),
  });
}

/** As ky wraps what undici threw. */
function wrapped(error: Error): Error {
  return new Error('Request failed due to a network error: POST https://crm.test/guests/secret', {
    cause: error,
  });
}

function many(...errors: readonly Error[]): Error {
  const all = Object.assign(new AggregateError(errors), { code: Reflect.get(errors[0] ?? {}, 'code') });
  return new TypeError('fetch failed', { cause: all });
}

const connect = (code: string) => Object.assign(new Error(`connect ${code}`), { code, syscall: 'connect' });
const read = (code: string) => Object.assign(new Error(`read ${code}`), { code, syscall: 'read' });

describe('what definitely never left', () => {
  it.each([
    ['ENOTFOUND', undici('ENOTFOUND', 'getaddrinfo')],
    ['EAI_AGAIN', undici('EAI_AGAIN', 'getaddrinfo')],
    ['ECONNREFUSED', undici('ECONNREFUSED', 'connect')],
    ['EHOSTUNREACH', undici('EHOSTUNREACH', 'connect')],
    ['ENETUNREACH', undici('ENETUNREACH', 'connect')],
    ['ETIMEDOUT', undici('ETIMEDOUT', 'connect')],
    ['UND_ERR_CONNECT_TIMEOUT', undici('UND_ERR_CONNECT_TIMEOUT')],
    ['CERT_HAS_EXPIRED', undici('CERT_HAS_EXPIRED')],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', undici('DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', undici('UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
    ['ERR_TLS_CERT_ALTNAME_INVALID', undici('ERR_TLS_CERT_ALTNAME_INVALID')],
    ['ERR_SSL_WRONG_VERSION_NUMBER', undici('ERR_SSL_WRONG_VERSION_NUMBER')],
    ['ECONNREFUSED', wrapped(undici('ECONNREFUSED', 'connect'))],
    ['ECONNREFUSED', many(connect('ECONNREFUSED'), connect('ENETUNREACH'))],
    ['ERR_NAME_NOT_RESOLVED', new Error('net::ERR_NAME_NOT_RESOLVED')],
    ['ERR_INTERNET_DISCONNECTED', new Error('net::ERR_INTERNET_DISCONNECTED')],
    ['ERR_CONNECTION_REFUSED', new Error('net::ERR_CONNECTION_REFUSED')],
    ['ERR_CONNECTION_TIMED_OUT', new Error('net::ERR_CONNECTION_TIMED_OUT')],
    ['ERR_PROXY_CONNECTION_FAILED', new Error('net::ERR_PROXY_CONNECTION_FAILED')],
    ['ERR_TUNNEL_CONNECTION_FAILED', new Error('net::ERR_TUNNEL_CONNECTION_FAILED')],
    ['ERR_CERT_AUTHORITY_INVALID', new Error('net::ERR_CERT_AUTHORITY_INVALID')],
    ['ERR_CERT_DATE_INVALID', wrapped(new Error('net::ERR_CERT_DATE_INVALID'))],
    ['ERR_SSL_VERSION_OR_CIPHER_MISMATCH', new Error('net::ERR_SSL_VERSION_OR_CIPHER_MISMATCH')],
    ['ERR_DNS_TIMED_OUT', new Error('net::ERR_DNS_TIMED_OUT')],
  ])('%s', (detail, thrown) => {
    expect(failureOf(thrown)).toEqual({ kind: 'offline', sent: 'no', detail });
  });
});

describe('what may have been sent', () => {
  it.each([
    ['ECONNRESET', undici('ECONNRESET', 'read')],
    ['EPIPE', undici('EPIPE', 'write')],
    ['UND_ERR_SOCKET', undici('UND_ERR_SOCKET')],
    ['UND_ERR_HEADERS_TIMEOUT', undici('UND_ERR_HEADERS_TIMEOUT')],
    ['UND_ERR_BODY_TIMEOUT', undici('UND_ERR_BODY_TIMEOUT')],
    // An open connection can die of these too: only `connect` says that it was never open.
    ['ETIMEDOUT', undici('ETIMEDOUT', 'read')],
    ['EHOSTUNREACH', undici('EHOSTUNREACH', 'write')],
    ['EHOSTUNREACH', undici('EHOSTUNREACH')],
    ['ECONNREFUSED', many(connect('ECONNREFUSED'), read('ECONNRESET'))],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', undici('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED')],
    ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', undici('ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC')],
    ['ERR_CONNECTION_RESET', new Error('net::ERR_CONNECTION_RESET')],
    ['ERR_CONNECTION_CLOSED', new Error('net::ERR_CONNECTION_CLOSED')],
    ['ERR_CONNECTION_ABORTED', new Error('net::ERR_CONNECTION_ABORTED')],
    ['ERR_EMPTY_RESPONSE', new Error('net::ERR_EMPTY_RESPONSE')],
    ['ERR_NETWORK_CHANGED', new Error('net::ERR_NETWORK_CHANGED')],
    ['ERR_NETWORK_IO_SUSPENDED', new Error('net::ERR_NETWORK_IO_SUSPENDED')],
    ['ERR_ADDRESS_UNREACHABLE', new Error('net::ERR_ADDRESS_UNREACHABLE')],
    ['ERR_TIMED_OUT', new Error('net::ERR_TIMED_OUT')],
    ['ERR_SSL_PROTOCOL_ERROR', new Error('net::ERR_SSL_PROTOCOL_ERROR')],
    ['ERR_HTTP2_PROTOCOL_ERROR', new Error('net::ERR_HTTP2_PROTOCOL_ERROR')],
    ['ERR_FAILED', new Error('net::ERR_FAILED')],
    ['unknown', new TypeError('fetch failed')],
    ['unknown', new Error('terminated')],
    ['unknown', 'a string'],
    ['unknown', undefined],
    // Words that only look like a code do not count.
    ['unknown', new Error('got net::ERR_CONNECTION_REFUSED somewhere')],
  ])('%s', (detail, thrown) => {
    expect(failureOf(thrown)).toEqual({ kind: 'offline', sent: 'maybe', detail });
  });
});

it.each([
  new TypeError('fetch failed', { cause: new Error('unexpected redirect') }),
  new Error('Redirect was cancelled'),
  new Error("Attempted to redirect, but redirect policy was 'error'"),
  new Error('net::ERR_TOO_MANY_REDIRECTS'),
])('an answer that points elsewhere is unreadable: %s', (thrown) => {
  expect(failureOf(thrown)).toEqual({ kind: 'unreadable', status: 0, detail: 'redirected', requestId: null });
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
