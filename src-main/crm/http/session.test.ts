import { describe, expect, it } from 'vitest';
import { cents } from '../../../src-preload/contract/money.ts';
import { CONNECTION, GUEST, idle, inTurn, loggedIn, refused, setUp } from '../../testing/crm/crm-kit.ts';

const SUMMARY = { status: 200, json: { amount: 5, earliestExpirationDate: null } };
const HOUR = 3_600_000;

describe('one token for all', () => {
  it('logs in once for calls that start together, and sends the token with the restaurant', async () => {
    const { client, calls, logins, seen } = setUp({ crm: () => SUMMARY });
    await Promise.all([1, 2, 3].map(() => client.creditSummary(GUEST)));
    await client.creditSummary(GUEST);
    expect(logins()).toBe(1);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      clientId: 'kiosk-client',
      clientSecret: 'the-client-secret',
      userAccessType: 'TOAST_MACHINE_CLIENT',
    });
    expect(seen[0]?.headers).not.toHaveProperty('toast-restaurant-external-id');
    expect(calls()).toHaveLength(4);
    for (const call of calls()) {
      expect(call.headers).toMatchObject({
        authorization: 'Bearer token-1',
        'toast-restaurant-external-id': 'aaaaaaaa-0000-4000-8000-000000000001',
      });
    }
  });

  it('keeps it until its last minute, no matter what the wall clock does, and renews it then', async () => {
    const { client, time, pass, calls, logins } = setUp({
      crm: () => SUMMARY,
      login: (n) => loggedIn(`token-${n}`, 3_600),
    });
    await client.creditSummary(GUEST);
    time.jump(48 * HOUR);
    await client.creditSummary(GUEST);
    time.jump(-96 * HOUR);
    await pass(HOUR - 60_001);
    await client.creditSummary(GUEST);
    expect(logins()).toBe(1);
    await pass(1);
    await client.creditSummary(GUEST);
    expect(logins()).toBe(2);
    expect(calls().at(-1)?.headers.authorization).toBe('Bearer token-2');
  });

  it('still uses the old one where renewing in the last minute fails', async () => {
    const login = inTurn(loggedIn('token-1', 3_600), { status: 503 }, { status: 503 }, loggedIn('token-2'));
    const { client, pass, calls } = setUp({ crm: () => SUMMARY, login });
    await client.creditSummary(GUEST);
    await pass(HOUR - 30_000);
    expect((await client.creditSummary(GUEST)).ok).toBe(true);
    await pass(30_000);
    // Over: the old one no longer serves.
    const call = client.creditSummary(GUEST);
    await pass(300);
    expect((await call).ok).toBe(true);
    expect(calls().map((request) => request.headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  it('does not ask at every call where the service hands out the same token at the edge of the minute', async () => {
    const { client, pass, logins } = setUp({ crm: () => SUMMARY, login: () => loggedIn('same', 30) });
    for (let second = 0; second < 10; second += 1) {
      await client.creditSummary(GUEST);
      await pass(1_000);
    }
    expect(logins()).toBe(2);
  });

  it('makes do with a login that does not say how long the token lives', async () => {
    const { client, pass, logins } = setUp({ crm: () => SUMMARY, login: () => loggedIn('t', 'soon') });
    await client.creditSummary(GUEST);
    await pass(28 * 60_000);
    await client.creditSummary(GUEST);
    expect(logins()).toBe(1);
    await pass(2 * 60_000);
    await client.creditSummary(GUEST);
    expect(logins()).toBe(2);
  });
});

describe.each([null, [], {}, 0, -5, '-5', '', 'abc', '1e400', 1, 30, '45', true])(
  'where a token is said to live %j seconds',
  (expiresIn) => {
    it('no hour has more than two logins, and every call is made', async () => {
      const loggedInAt: number[] = [];
      const kit = setUp({
        crm: () => SUMMARY,
        login: () => {
          loggedInAt.push(kit.time.clock.monotonic());
          return loggedIn('same', expiresIn);
        },
      });
      for (let n = 0; n < 150; n += 1) {
        expect((await kit.client.creditSummary(GUEST)).ok).toBe(true);
        await kit.time.pass(60_000);
      }
      expect(maxInAnHour(loggedInAt)).toBeLessThanOrEqual(2);
    });
  },
);

describe('over restarts', () => {
  const memory = (sealed = true) => {
    const values = new Map<string, string>();
    const keys = { get: (key: string) => values.get(key) ?? null, set: values.set.bind(values) };
    const sealer = sealed
      ? {
          seal: (plain: string) => Buffer.from(plain).toString('base64'),
          open: (text: string) => Buffer.from(text, 'base64').toString(),
        }
      : { seal: () => null, open: () => null };
    return { values, logins: { keys, sealer } };
  };

  it('goes on with the token, and logs in no more', async () => {
    const { logins, values } = memory();
    for (let run = 0; run < 5; run += 1) {
      const kit = setUp({ crm: () => SUMMARY }, { logins });
      expect((await kit.client.creditSummary(GUEST)).ok).toBe(true);
      expect(kit.logins()).toBe(run === 0 ? 1 : 0);
    }
    expect([...values.values()].join()).not.toContain('token-1');
  });

  it('counts the logins before where no token can be kept, and says how long there is none', async () => {
    const { logins } = memory(false);
    let made = 0;
    for (let run = 0; run < 5; run += 1) {
      const kit = setUp({ crm: () => SUMMARY }, { logins });
      const answer = await kit.client.creditSummary(GUEST);
      made += kit.logins();
      if (run >= 2) {
        expect(answer).toMatchObject({ error: { kind: 'rate-limited', from: 'limiter' } });
        await kit.pass(HOUR);
        expect((await kit.client.creditSummary(GUEST)).ok).toBe(true);
        return;
      }
    }
    expect(made).toBe(2);
  });

  it('sends no token of another connection, and takes damaged memory for none', async () => {
    const { logins, values } = memory();
    await setUp({ crm: () => SUMMARY }, { logins }).client.creditSummary(GUEST);
    const other = { ...CONNECTION, baseUrl: 'https://other.test' };
    const kit = setUp({ crm: () => SUMMARY }, { logins, connection: other });
    await kit.client.creditSummary(GUEST);
    expect(kit.logins()).toBe(1);
    for (const text of ['', 'null', '{"at":"x"}', '[]']) {
      values.set('logins', text);
      const again = setUp({ crm: () => SUMMARY }, { logins });
      expect((await again.client.creditSummary(GUEST)).ok).toBe(true);
    }
  });
});

/** The most logins in any span of an hour. */
function maxInAnHour(at: readonly number[]): number {
  return Math.max(...at.map((from) => at.filter((other) => other >= from && other < from + HOUR).length));
}

describe('in normal running', () => {
  it('logs in no more than twice in any hour, once or twice a day, as the service hands out its tokens', async () => {
    // As documented: the same token with what is left of its life, another one only in its last minute or after it.
    const LIFE = 24 * HOUR;
    let issued = { n: 0, at: Number.NEGATIVE_INFINITY };
    const loggedInAt: number[] = [];
    const kit = setUp({
      crm: (request) =>
        request.headers.authorization === `Bearer token-${issued.n}` ? SUMMARY : refused(401),
      login: () => {
        const now = kit.time.clock.monotonic();
        loggedInAt.push(now);
        if (now >= issued.at + LIFE - 60_000) issued = { n: issued.n + 1, at: now };
        return loggedIn(`token-${issued.n}`, Math.floor((issued.at + LIFE - now) / 1_000));
      },
    });
    // A look-up every nine minutes and some, for a week.
    for (let n = 0; n < 1_100; n += 1) {
      expect((await kit.client.creditSummary(GUEST)).ok).toBe(true);
      await kit.time.pass(553_000);
    }
    expect(loggedInAt.length).toBeLessThanOrEqual(9);
    for (const at of loggedInAt)
      expect(loggedInAt.filter((other) => other >= at && other < at + HOUR).length).toBeLessThanOrEqual(2);
  });
});

describe('a token that is refused', () => {
  it('is renewed once, for all calls that met the 401 together, and the call made again', async () => {
    const { client, calls, logins, heard } = setUp({
      crm: (request) => (request.headers.authorization === 'Bearer token-1' ? refused(401) : SUMMARY),
    });
    const answers = await Promise.all([1, 2, 3].map(() => client.creditSummary(GUEST)));
    expect(answers.every((answer) => answer.ok)).toBe(true);
    expect(logins()).toBe(2);
    expect(calls()).toHaveLength(6);
    expect(heard).toEqual(['answer', 'answer', 'answer']);
  });

  it('is not renewed again for a call that meets its 401 after the others renewed it', async () => {
    let late: (() => void) | undefined;
    let asked = 0;
    const { client, calls, logins } = setUp({
      crm: (request) => {
        if (request.headers.authorization !== 'Bearer token-1') return SUMMARY;
        asked += 1;
        if (asked === 1) return refused(401);
        return new Promise((resolve) => {
          late = () => resolve(refused(401));
        });
      },
    });
    const [first, second] = [client.creditSummary(GUEST), client.creditSummary(GUEST)];
    expect((await first).ok).toBe(true);
    late?.();
    expect((await second).ok).toBe(true);
    expect(logins()).toBe(2);
    expect(calls()).toHaveLength(4);
  });

  it('is reported, without a second try, where the login hands out the same one', async () => {
    const { client, calls, logins, heard } = setUp({
      crm: () => refused(401),
      login: () => loggedIn('same'),
    });
    const error = { kind: 'unauthorised', stage: 'call', status: 401, requestId: 'req-1' };
    expect(await client.creditSummary(GUEST)).toEqual({ ok: false, error });
    expect(calls()).toHaveLength(1);
    expect(logins()).toBe(2);
    expect(heard).toEqual([error]);
  });

  it('never turns into a loop: in a day of refusals no hour has more than two logins', async () => {
    const loggedInAt: number[] = [];
    const kit = setUp({
      crm: () => refused(401),
      login: (n) => {
        loggedInAt.push(kit.time.clock.monotonic());
        return loggedIn(`token-${n}`);
      },
    });
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      expect(await kit.client.creditSummary(GUEST)).toMatchObject({ ok: false, error: { stage: 'call' } });
      await kit.pass(60_000);
    }
    expect(maxInAnHour(loggedInAt)).toBe(2);
  }, 60_000);

  it('is renewed no more often where it is refused now and then, each time after a renewal that helped', async () => {
    const loggedInAt: number[] = [];
    let calls = 0;
    const kit = setUp({
      crm: () => {
        calls += 1;
        return calls % 2 === 0 ? refused(401) : SUMMARY;
      },
      login: (n) => {
        loggedInAt.push(kit.time.clock.monotonic());
        return loggedIn(`token-${n}`);
      },
    });
    for (let n = 0; n < 200; n += 1) {
      await kit.client.creditSummary(GUEST);
      await kit.pass(60_000);
    }
    expect(maxInAnHour(loggedInAt)).toBe(2);
  });

  it.each(['<html>Sign in</html>', '', 'Unauthorized', '{"message":"Unauthorized"}'])(
    'is not renewed, and stays in use, where a 401 is not the service’s: %j',
    async (text) => {
      let page = true;
      const { client, pass, logins, calls } = setUp({ crm: () => (page ? { status: 401, text } : SUMMARY) });
      for (let n = 0; n < 100; n += 1) {
        expect(await client.creditSummary(GUEST)).toMatchObject({
          error: { kind: 'unreadable', between: true },
        });
        await pass(60_000);
      }
      page = false;
      expect((await client.creditSummary(GUEST)).ok).toBe(true);
      expect(logins()).toBe(1);
      expect(new Set(calls().map(({ headers }) => headers['authorization']))).toEqual(
        new Set(['Bearer token-1']),
      );
    },
  );

  it('is not renewed for a 403, which is about the restaurant', async () => {
    const { client, logins, heard } = setUp({ crm: () => refused(403) });
    const answer = await client.creditSummary(GUEST);
    expect(answer).toMatchObject({ error: { kind: 'unauthorised', stage: 'call', status: 403 } });
    expect(logins()).toBe(1);
    expect(heard).toHaveLength(1);
  });
});

describe('a login that fails', () => {
  it.each([400, 401, 403, 404])(
    'answered with %d: credentials refused, remembered for a minute',
    async (status) => {
      const { client, pass, logins, calls, heard } = setUp({
        login: inTurn(refused(status), loggedIn('token-2')),
        crm: () => SUMMARY,
      });
      const error = { kind: 'unauthorised', stage: 'login', status, requestId: 'req-1' };
      for (let i = 0; i < 5; i += 1) expect(await client.creditSummary(GUEST)).toEqual({ ok: false, error });
      await pass(59_999);
      expect((await client.creditSummary(GUEST)).ok).toBe(false);
      expect(logins()).toBe(1);
      expect(calls()).toEqual([]);
      expect(heard[0]).toEqual(error);
      await pass(1);
      expect((await client.creditSummary(GUEST)).ok).toBe(true);
    },
  );

  it('answered by something before the service costs none of the two logins, and is said to be so', async () => {
    const pages = ['<html>Sign in</html>', '', 'Blocked', '{"message":"Forbidden"}', '[]', 'null', '{}'];
    for (const status of [200, 302, 401, 403, 404, 410, 511]) {
      let page: string | null = null;
      const { client, calls } = setUp({
        crm: () => SUMMARY,
        login: () => (page === null ? loggedIn('token') : { status, text: page }),
      });
      for (page of pages) {
        const error = { kind: 'offline', sent: 'no', between: true };
        expect(await client.creditSummary(GUEST)).toMatchObject({ ok: false, error });
      }
      page = null;
      expect(calls()).toEqual([]);
      expect((await client.creditSummary(GUEST)).ok).toBe(true);
    }
  });

  it('answered with 429: rate-limited, and silent for as long as it says', async () => {
    const { client, pass, logins } = setUp({
      login: inTurn({ ...refused(429), headers: { 'retry-after': '20' } }, loggedIn('token-2')),
      crm: () => SUMMARY,
    });
    const first = await client.creditSummary(GUEST);
    expect(first).toMatchObject({
      error: { kind: 'rate-limited', retryAfterMs: 20_000, requestId: 'req-1' },
    });
    await pass(15_000);
    expect(await client.creditSummary(GUEST)).toMatchObject({ error: { retryAfterMs: 5_000 } });
    expect(logins()).toBe(1);
    await pass(5_000);
    expect((await client.creditSummary(GUEST)).ok).toBe(true);
  });

  it.each<[string, ReturnType<typeof refused>]>([
    ['5xx', { status: 502, text: '<h1>Bad gateway</h1>' }],
    ['a page instead of JSON', { status: 200, text: '<html>Welcome to our Wi-Fi</html>' }],
    ['no token', { status: 200, json: { token: {} } }],
    ['a token that is no header', { status: 200, json: { token: { accessToken: 'two\nlines' } } }],
    ['a refused connection', { fail: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) }],
    ['a connection cut in between', { fail: new TypeError('fetch failed') }],
    ['half a body', { status: 200, cutAfter: '{"token":' }],
    ['a redirect', { fail: new Error('unexpected redirect') }],
    ['a proxy that wants a password', { status: 407 }],
  ])('with %s: the credit it was for was definitely not sent', async (_what, reply) => {
    const { client, calls } = setUp({ login: () => reply });
    const answer = await client.addCredit({
      creditId: GUEST,
      guestId: GUEST,
      amount: cents(100),
      note: '',
      givenAt: 0,
    });
    expect(answer).toMatchObject({ ok: false, error: { kind: 'offline', sent: 'no' } });
    expect(calls()).toEqual([]);
  });

  it('by not answering: the credit was not sent, and the time is bounded', async () => {
    const { client, pass, calls, time } = setUp({ login: () => ({ hang: true, deaf: true }) });
    const call = client.addCredit({
      creditId: GUEST,
      guestId: GUEST,
      amount: cents(100),
      note: '',
      givenAt: 0,
    });
    await pass(10_000);
    expect(await call).toMatchObject({ ok: false, error: { kind: 'offline', sent: 'no' } });
    expect(calls()).toEqual([]);
    expect(time.timers()).toBe(0);
  });

  it('goes on for the others when the one who began it gives up', async () => {
    let answer: (() => void) | undefined;
    const { client, logins } = setUp({
      crm: () => SUMMARY,
      login: () =>
        new Promise((resolve) => {
          answer = () => resolve(loggedIn('token-1'));
        }),
    });
    const giveUp = new AbortController();
    const first = client.creditSummary(GUEST, giveUp.signal);
    const second = client.creditSummary(GUEST);
    await idle();
    giveUp.abort();
    expect(await first).toEqual({ ok: false, error: { kind: 'aborted' } });
    answer?.();
    expect((await second).ok).toBe(true);
    expect(logins()).toBe(1);
  });
});
