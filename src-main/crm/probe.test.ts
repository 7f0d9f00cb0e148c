import { expect, test } from 'vitest';
import type { ProbeResult } from '../../src-preload/contract/set-up.ts';
import { ProxyError } from '../network/errors.ts';
import { isLogin, loggedIn, refused } from '../testing/crm/crm-kit.ts';
import { createScriptedFetch, type Reply, type SeenRequest } from '../testing/crm/scripted-fetch.ts';
import { createFakeTime } from '../testing/fakes.ts';
import { createProbe } from './probe.ts';

const CONNECTION = {
  url: 'https://crm.test',
  clientId: 'kiosk-client',
  clientSecret: 'the-client-secret',
  restaurantGuid: 'aaaaaaaa-0000-4000-8000-000000000001',
  deviceGuid: null,
};

const jwt = (payload: unknown): string =>
  `${Buffer.from('{}').toString('base64url')}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.x`;
const CRM = jwt({ scope: 'crm labor guest.pi:read' });

interface Script {
  readonly login?: Reply;
  readonly store?: Reply;
  readonly search?: Reply;
}

async function probe(script: Script): Promise<{ result: ProbeResult; seen: readonly SeenRequest[] }> {
  const time = createFakeTime();
  const { fetch, seen } = createScriptedFetch((request) => {
    if (isLogin(request)) return script.login ?? loggedIn(CRM);
    return (request.method === 'GET' ? script.store : script.search) ?? { status: 204 };
  });
  const asked = createProbe({ fetch, ...time, stepMs: 1_000 })(CONNECTION);
  await time.pass(5_000);
  return { result: await asked, seen };
}

const broken = (code: string, syscall?: string): Reply => ({
  fail: new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code, syscall }) }),
});

test('a connection that works passes with one login, the records and one search', async () => {
  const { result, seen } = await probe({});
  expect(result).toEqual({ outcome: 'passed' });
  expect(seen.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
    'POST /authentication/v1/authentication/login',
    'GET /crm/v1/creditTransactions',
    'POST /crm/v1/customers/search',
  ]);
  expect(seen[1]?.headers['toast-restaurant-external-id']).toBe(CONNECTION.restaurantGuid);
});

test.each<[string, Script, string]>([
  ['an unknown name', { login: broken('ENOTFOUND', 'getaddrinfo') }, 'dns unknown-name'],
  ['no network', { login: broken('ENETUNREACH', 'connect') }, 'connect no-network'],
  ['nobody listens', { login: broken('ECONNREFUSED', 'connect') }, 'connect refused'],
  ['no answer', { login: { hang: true } }, 'connect timeout'],
  ['a proxy that is not there', { login: { fail: new ProxyError(new Error('x'), false) } }, 'connect proxy'],
  ['a proxy that wants a password', { login: { fail: new ProxyError(null, true) } }, 'connect proxy'],
  ['the line breaks', { login: broken('ECONNRESET', 'read') }, 'connect cut'],
  ['a certificate nobody knows', { login: broken('DEPTH_ZERO_SELF_SIGNED_CERT') }, 'tls certificate'],
  ['a certificate out of date', { login: broken('CERT_HAS_EXPIRED') }, 'tls certificate'],
  ['a certificate of another name', { login: broken('ERR_TLS_CERT_ALTNAME_INVALID') }, 'tls certificate'],
  ['no TLS at all', { login: broken('ERR_SSL_WRONG_VERSION_NUMBER') }, 'tls handshake'],
  ['credentials nobody knows', { login: refused(401) }, 'login credentials'],
  ['too many logins', { login: refused(429) }, 'login busy'],
  ['a login in trouble', { login: refused(503) }, 'login trouble'],
  ['another server', { login: { status: 404, text: '<html>' } }, 'login not-toast'],
  ['a page instead of an answer', { login: { status: 200, text: '<html>hello' } }, 'login not-toast'],
  ['sent elsewhere', { login: { fail: new TypeError('unexpected redirect') } }, 'login not-toast'],
  [
    'a token that does not cover guest credit',
    { login: loggedIn(jwt({ scope: 'orders labor' })) },
    'scope no-scope',
  ],
  ['scopes in a list', { login: loggedIn(jwt({ scopes: ['orders:read'] })) }, 'scope no-scope'],
  ['another restaurant', { store: refused(403) }, 'restaurant not-connected'],
  [
    'refused, and the token does not tell',
    { login: loggedIn('opaque'), store: refused(403) },
    'restaurant no-access',
  ],
  ['a GUID that is none', { store: refused(400) }, 'restaurant malformed'],
  ['the service is gone', { store: refused(404) }, 'search service-gone'],
  ['a page that says 404', { search: { status: 404, text: '<html>' } }, 'search not-toast'],
  ['the search is gone', { search: refused(410) }, 'search service-gone'],
  ['a page that says 410', { search: { status: 410, text: '<html>' } }, 'search not-toast'],
  ['a web filter’s 403', { store: { status: 403, text: '<html>' } }, 'search not-toast'],
  ['a network that wants a sign-in', { login: { status: 511, text: '<html>' } }, 'login not-toast'],
  ['no right to search', { search: refused(403) }, 'search no-access'],
  ['a search in trouble', { search: refused(500) }, 'search trouble'],
  ['the line breaks later', { search: broken('ECONNRESET', 'read') }, 'connect cut'],
  ['a search that answers a page', { search: { status: 200, text: '<html>' } }, 'search not-toast'],
])('%s: %o', async (_what, script, expected) => {
  const { result } = await probe(script);
  expect(result.outcome === 'failed' && `${result.step} ${result.why}`).toBe(expected);
});

test('a failure carries Toast’s own reference and a code, and nothing that was typed', async () => {
  const { result } = await probe({ store: refused(403, { requestId: 'req-77' }) });
  expect(result).toMatchObject({ detail: 'HTTP 403', requestId: 'req-77' });
  const text = JSON.stringify(result);
  for (const secret of Object.values(CONNECTION)) if (secret !== null) expect(text).not.toContain(secret);
});

test('scopes that name the service in a newer way pass', async () => {
  for (const scope of ['crm', 'crm:read crm:write', 'CRM.read']) {
    expect((await probe({ login: loggedIn(jwt({ scope })) })).result.outcome).toBe('passed');
  }
});
