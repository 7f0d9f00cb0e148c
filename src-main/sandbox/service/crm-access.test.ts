import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Bench,
  credentialsOf,
  EVENING,
  expectRefusal,
  field,
  search,
  startBench,
} from '../../testing/crm/sandbox-client.ts';
import { knownGuid } from '../data/known-guests.ts';

const ANA = knownGuid('Ana', 'Petrescu');
const NOBODY = '00000000-0000-4000-8000-000000000000';
const HOUR = 3_600_000;

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.crm.close());

describe('logging in', () => {
  test('answers as the vendor documents it, without rate headers', async () => {
    const got = await bench.logIn();
    expect(got.status).toBe(200);
    expect(got.json).toEqual({
      '@class': '.SuccessfulResponse',
      token: {
        tokenType: 'Bearer',
        scope: null,
        expiresIn: 86_400,
        accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
        idToken: null,
        refreshToken: null,
      },
      status: 'SUCCESS',
    });
    expect(got.headers.get('x-toast-ratelimit-by')).toBeNull();
  });

  test('gives the same token with what is left of its life, and a new one in its last minute only', async () => {
    const first = bench.token();
    bench.clock.at += 23 * HOUR + 58 * 60_000;
    expect(field((await bench.logIn()).json, 'token', 'expiresIn')).toBe(120);
    expect(bench.token()).toBe(first);
    bench.clock.at += 61_000;
    expect(field((await bench.logIn()).json, 'token', 'expiresIn')).toBe(86_400);
    expect(bench.token()).not.toBe(first);
    const old = { Authorization: `Bearer ${first}` };
    expect((await bench.call('GET', `/crm/v1/customers/${ANA}`, undefined, old)).status).toBe(200);
    bench.clock.at += 60_000;
    expectRefusal(await bench.call('GET', `/crm/v1/customers/${ANA}`, undefined, old), 401);
  });

  test('is refused with a wrong secret, id or access type', async () => {
    const right = credentialsOf(bench.crm);
    for (const wrong of [
      { clientSecret: 'x' },
      { clientId: 'x' },
      { userAccessType: 'TOAST_USER' },
      { clientSecret: 1 },
    ])
      expectRefusal(await bench.logIn({ ...right, ...wrong }), 401);
    expectRefusal(await bench.logIn('{'), 400);
    expect(bench.crm.control.store().logins).toMatchObject({ total: 1, refused: 4 });
  });

  test('more than twice in an hour is noted', async () => {
    await bench.logIn();
    expect(bench.crm.control.store().logins).toMatchObject({ lastHour: 2, moreThanTwoInAnHour: false });
    await bench.logIn();
    expect(bench.crm.control.store().logins).toMatchObject({ lastHour: 3, moreThanTwoInAnHour: true });
    bench.clock.at += HOUR;
    expect(bench.crm.control.store().logins).toMatchObject({ total: 3, lastHour: 0 });
  });
});

describe('who may ask', () => {
  const asked = (headers: Record<string, string>) =>
    bench.call('GET', `/crm/v1/customers/${ANA}`, undefined, headers);

  test('needs "Bearer " and a token that is known', async () => {
    expectRefusal(await asked({ Authorization: '' }), 401);
    expectRefusal(await asked({ Authorization: bench.token() }), 401);
    expectRefusal(await asked({ Authorization: `bearer ${bench.token()}` }), 401);
    expectRefusal(await asked({ Authorization: 'Bearer x' }), 401);
    expectRefusal(await asked({ Authorization: `Bearer ${bench.crm.controlToken}` }), 401);
  });

  test('needs the restaurant: 400 without, 400 malformed, 403 another', async () => {
    expectRefusal(await asked({ 'Toast-Restaurant-External-ID': '' }), 400);
    expectRefusal(await asked({ 'Toast-Restaurant-External-ID': 'ours' }), 400);
    expectRefusal(await asked({ 'Toast-Restaurant-External-ID': NOBODY }), 403);
    const upper = bench.crm.restaurantGuid.toUpperCase();
    expect((await asked({ 'Toast-Restaurant-External-ID': upper })).status).toBe(200);
  });

  test('counts requests for restaurants it does not have by address', async () => {
    const limits = { perSecond: 2, perQuarterHour: 2 };
    bench.crm.control.setModes({ limits });
    const others = ['ours', NOBODY, NOBODY.replace('0', '1'), ''];
    const statuses: number[] = [];
    for (const guid of others) statuses.push((await asked({ 'Toast-Restaurant-External-ID': guid })).status);
    expect(statuses).toEqual([400, 403, 429, 429]);
    expect((await asked({})).status).toBe(200);
  });

  test('may leave the restaurant out where the mode says so', async () => {
    const headers = { Authorization: `Bearer ${bench.token()}` };
    const url = `${bench.crm.url}/crm/v1/customers/${ANA}`;
    expect((await fetch(url, { headers })).status).toBe(400);
    bench.crm.control.setModes({ restaurantHeader: 'optional' });
    expect((await fetch(url, { headers })).status).toBe(200);
  });
});

describe('what is not there', () => {
  test.each([
    '/',
    '/crm/v1',
    '/crm/v2/customers',
    '/crm/v1/customers/x/y',
    '/authentication/v1/login',
    '//x',
  ])('path %s is a 404 with the vendor error', async (path) => {
    expectRefusal(await bench.call('GET', path), 404);
  });

  test('a wrong method is a 405 that says which is right', async () => {
    const got = await bench.call('DELETE', `/crm/v1/customers/${ANA}/creditTransactions`);
    expectRefusal(got, 405);
    expect(got.headers.get('allow')).toBe('GET, POST');
  });

  test('a GUID that is none is a 400, one that is unknown a 404', async () => {
    for (const path of [
      'customers/x',
      'customers/x/creditSummary',
      'customers/x/creditTransactions',
      'creditTransactions/x',
    ])
      expectRefusal(await bench.call('GET', `/crm/v1/${path}`), 400);
    for (const path of [
      `customers/${NOBODY}`,
      `customers/${NOBODY}/creditSummary`,
      `customers/${NOBODY}/creditTransactions`,
      `creditTransactions/${NOBODY}`,
    ])
      expectRefusal(await bench.call('GET', `/crm/v1/${path}`), 404);
    expectRefusal(await bench.credit(NOBODY), 404);
    expectRefusal(await bench.credit('x'), 400);
  });
});

describe('bodies', () => {
  test('must be JSON, say so, and stay within the limit', async () => {
    const path = '/crm/v1/customers/search';
    expectRefusal(await bench.call('POST', path, '{"query":'), 400, /JSON/);
    expectRefusal(await bench.call('POST', path), 400, /JSON/);
    expectRefusal(await bench.call('POST', path, '{}', { 'Content-Type': 'text/plain' }), 415);
    for (const type of ['application/json-patch', 'application/json; charset=iso-8859-1'])
      expectRefusal(await bench.call('POST', path, '{}', { 'Content-Type': type }), 415);
    const charset = { 'Content-Type': 'application/json; charset=utf-8' };
    expect((await bench.call('POST', path, { query: { firstName: 'Ana' } }, charset)).status).toBe(200);
    expectRefusal(await bench.call('POST', path, `"${'x'.repeat(65_536)}"`), 413);
    expect((await bench.call(...search({ phone: '4155550142' }))).status).toBe(200);
  });
});

describe('a clock that is wrong', () => {
  test.each([3_600_000, -3_600_000])(
    'by %i ms shows in every date and moment, and can be switched',
    async (skew) => {
      bench.crm.control.setModes({ clockSkewMs: skew, limits: { perSecond: 100, perQuarterHour: 1_000 } });
      const got = await bench.credit(ANA);
      expect(field(got.json, 'transactionDate')).toBe(
        new Date(EVENING + skew).toISOString().replace('Z', '+0000'),
      );
      expect(got.headers.get('date')).toBe(new Date(EVENING + skew).toUTCString());
      expect(got.headers.get('x-toast-ratelimit-reset')).toBe(String((EVENING + skew) / 1_000 + 1));
      bench.crm.control.setModes({ clockSkewMs: 0 });
      expect((await bench.credit(ANA)).headers.get('date')).toBe(new Date(EVENING).toUTCString());
    },
  );
});

describe('rate limits', () => {
  const ask = () => bench.call('GET', `/crm/v1/customers/${ANA}`);

  test('are told on refusals too: an unknown path, a wrong method, an unknown token', async () => {
    bench.crm.control.setModes({ limits: { perSecond: 100, perQuarterHour: 1_000 } });
    for (const got of [
      await bench.call('GET', '/crm/v1/nothing'),
      await bench.call('DELETE', `/crm/v1/customers/${ANA}`),
      await bench.call('GET', `/crm/v1/customers/${ANA}`, undefined, { Authorization: 'Bearer x' }),
      await bench.call('GET', '/crm/v1/customers/x'),
    ])
      expect(got.headers.get('x-toast-ratelimit-remaining')).toMatch(/^\d+$/);
  });

  test('are told on every answer, and end in a 429 that says how long to wait', async () => {
    bench.crm.control.setModes({ limits: { perSecond: 3, perQuarterHour: 100 } });
    bench.clock.at = EVENING + 250;
    const first = await ask();
    expect(first.headers.get('x-toast-ratelimit-by')).toBe('GLOBAL');
    expect(first.headers.get('x-toast-ratelimit-remaining')).toBe('2');
    expect(first.headers.get('x-toast-ratelimit-reset')).toBe(String(EVENING / 1000 + 1));
    await ask();
    expect((await ask()).status).toBe(200);
    const refused = await ask();
    expectRefusal(refused, 429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('x-toast-ratelimit-remaining')).toBe('0');
    bench.clock.at = EVENING + 1000;
    expect((await ask()).status).toBe(200);
  });

  test('count a quarter of an hour as well, in slices of the clock', async () => {
    bench.crm.control.setModes({ limits: { perSecond: 10, perQuarterHour: 2 } });
    bench.clock.at = EVENING + 899_000;
    await ask();
    await ask();
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-toast-ratelimit-reset')).toBe(String(EVENING / 1000 + 900));
    bench.clock.at = EVENING + 900_000;
    expect((await ask()).status).toBe(200);
  });

  test('a refused request changes nothing', async () => {
    bench.crm.control.setModes({ limits: { perSecond: 1, perQuarterHour: 100 } });
    await ask();
    expectRefusal(await bench.credit(ANA), 429);
    bench.clock.at += 1000;
    expect(await bench.balance(ANA)).toBe(42.5);
  });

  test('can leave out how long to wait', async () => {
    bench.crm.control.setModes({ limits: { perSecond: 1, perQuarterHour: 100 }, retryAfter: false });
    await ask();
    const refused = await ask();
    expect({ status: refused.status, after: refused.headers.get('retry-after') }).toEqual({
      status: 429,
      after: null,
    });
  });

  test('are counted for logins too, by address', async () => {
    bench.crm.control.setModes({ limits: { perSecond: 1, perQuarterHour: 100 } });
    expect((await bench.logIn()).status).toBe(200);
    expectRefusal(await bench.logIn(), 429);
  });
});
