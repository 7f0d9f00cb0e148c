import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from './http.ts';
import { errorBody, refusalOf } from './status.ts';

const answer = (status: number, text = '', headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  text,
  headers: new Headers(headers),
  url: new URL('https://crm.test/x'),
});

const BODY = JSON.stringify({ status: '400', code: 10025, message: ' Too much ', requestId: 'r-1' });
const rejected = { kind: 'rejected', code: '10025', message: 'Too much', requestId: 'r-1' };

describe('what a status means', () => {
  it.each([
    [400, { ...rejected, status: 400 }],
    [401, { kind: 'unauthorised', stage: 'call', status: 401, requestId: 'r-1' }],
    [403, { kind: 'unauthorised', stage: 'call', status: 403, requestId: 'r-1' }],
    [404, { kind: 'not-found', requestId: 'r-1' }],
    [407, { kind: 'offline', sent: 'maybe' }],
    [408, { kind: 'offline', sent: 'maybe' }],
    [409, { ...rejected, status: 409 }],
    [410, { kind: 'service-gone', status: 410 }],
    [413, { ...rejected, status: 413 }],
    [422, { ...rejected, status: 422 }],
    [425, { kind: 'server-error', status: 425 }],
    [429, { kind: 'rate-limited', retryAfterMs: 7_000, requestId: 'r-1' }],
    [499, { kind: 'server-error', status: 499 }],
    [500, { kind: 'server-error', status: 500, requestId: 'r-1' }],
    [503, { kind: 'server-error', status: 503, retryAfterMs: 7_000 }],
    [511, { kind: 'server-error', status: 511 }],
    [302, { kind: 'unreadable', status: 302, detail: 'redirected' }],
    [304, { kind: 'unreadable', status: 304 }],
  ])('%d', (status, expected) => {
    expect(refusalOf(answer(status, BODY), 'not-found', 7_000)).toMatchObject(expected);
  });

  it('a 404 where nothing can be missing means that the service is gone', () => {
    expect(refusalOf(answer(404, BODY), 'service-gone', 0)).toEqual({ kind: 'service-gone', status: 404 });
  });

  it.each([
    ['', false],
    ['default backend - 404', false],
    ['{"message":"no Route matched with those values"}', false],
    ['{"message":"no Route matched","request_id":"1"}', false],
    ['{"status":404}', false],
    ['{"status":404,"message":"No"}', true],
    ['{"status":404,"code":10025}', true],
    ['{"requestId":"r-1","code":10025}', true],
  ])('a 404 proves absence only by an ErrorMessage of the service: %s is one: %s', (text, own) => {
    expect(refusalOf(answer(404, text), 'not-found', 0).kind).toBe(own ? 'not-found' : 'unreadable');
    expect(refusalOf(answer(404, text), 'service-gone', 0).kind).toBe(own ? 'service-gone' : 'unreadable');
  });

  it.each([400, 405, 409, 413, 414, 422, 426, 431, 451])(
    'a %d is a no only in an ErrorMessage of the service',
    (status) => {
      for (const text of ['', 'Bad request', '<h1>No</h1>', '{"message":"no"}', '{"error":"x"}', '[]']) {
        expect(refusalOf(answer(status, text), 'not-found', 0)).toMatchObject({ kind: 'unreadable', status });
      }
      const own = JSON.stringify({ status, message: 'No' });
      expect(refusalOf(answer(status, own), 'not-found', 0)).toMatchObject({ kind: 'rejected', status });
    },
  );

  it.each([
    ['10025', '10025'],
    [10025, '10025'],
    ['a.b_C-1', 'a.b_C-1'],
    ['x'.repeat(33), null],
    ['Quill 4155550100', null],
    ['a\nb', null],
    ['', null],
    [{}, null],
  ])('a code is one only in the form of a code: %j is read as %j', (code, expected) => {
    expect(errorBody(JSON.stringify({ code })).code).toBe(expected);
  });

  it.each([
    ['', undefined],
    ['<html>slow down</html>', undefined],
    ['{"message":"API rate limit exceeded"}', undefined],
    ['{"status":429,"message":"Too many"}', 'service'],
    [BODY, 'service'],
  ])('a 429 proves that nothing was carried out only by an ErrorMessage of the service: %s', (text, from) => {
    const error = refusalOf(answer(429, text), 'not-found', 7_000);
    expect(error.kind === 'rate-limited' && error.from).toBe(from);
  });

  it('a 503 that does not say when to come back names no wait', () => {
    expect(refusalOf(answer(503), 'not-found', 0)).toEqual({
      kind: 'server-error',
      status: 503,
      requestId: null,
    });
  });

  it('a 410 is the service saying that it is gone, in whatever form', () => {
    expect(refusalOf(answer(410, '<h1>Gone</h1>'), 'not-found', 0)).toEqual({
      kind: 'service-gone',
      status: 410,
    });
  });

  it.each([
    answer(404, '<!doctype html><h1>Not here</h1>'),
    answer(404, 'Not here', { 'content-type': 'text/html; charset=utf-8' }),
  ])('a 404 that is a web page says nothing about what the CRM has', (page) => {
    for (const missing of ['not-found', 'service-gone'] as const)
      expect(refusalOf(page, missing, 0)).toMatchObject({ kind: 'unreadable', status: 404 });
  });
});

describe('the error body', () => {
  it.each([
    '',
    '<html>',
    'null',
    '42',
    '[]',
    '{}',
    '{"requestId":5,"code":{},"message":[]}',
    '{"message":"  "}',
  ])('has nothing to say in %j', (text) => {
    expect(errorBody(text)).toEqual({ requestId: null, code: null, message: null });
  });

  it('keeps only a request id that looks like one, and a message of readable length', () => {
    const read = errorBody(
      JSON.stringify({ requestId: 'Ana Pérez\n555', message: 'x'.repeat(5_000), code: 'E1' }),
    );
    expect(read).toEqual({ requestId: null, code: 'E1', message: 'x'.repeat(300) });
  });

  it.each([
    'Ana Petrescu',
    'ana@example.com',
    '+14155550142',
    '14155550142',
    '415-555-0142',
    'x'.repeat(33),
    4_155_550_142,
    'Ana\u202E',
    'Äna',
  ])('takes %j for no code, and for no request id', (words) => {
    const requestId = typeof words === 'string' ? words.padEnd(65, ' ') : words;
    expect(errorBody(JSON.stringify({ code: words, requestId }))).toEqual({
      requestId: null,
      code: null,
      message: null,
    });
    expect(errorBody(JSON.stringify({ requestId: `${words}` })).requestId).toBe(
      words === 'x'.repeat(33) ? words : null,
    );
  });
});
