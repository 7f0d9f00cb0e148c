import { describe, expect, it } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import type { CrmError } from '../ports.ts';
import type { Reply } from '../testing/scripted-fetch.ts';
import { CONNECTION, CREDIT, GUEST, guid, inTurn, refused, setUp } from './test-kit.ts';

const CREDIT_TO_SEND = {
  creditId: CREDIT,
  guestId: GUEST,
  amount: cents(1050),
  note: 'Late table · "Óscar" A. | ok M. Ruiz',
  givenAt: Date.UTC(2026, 10, 21, 22, 5, 9, 40),
};

const BOOKED = {
  guid: CREDIT.toUpperCase(),
  entityType: 'CustomerCreditTransaction',
  transactionType: 'ADD_VALUE',
  amount: 10.5,
  note: null,
  customer: { guid: GUEST, entityType: 'Customer' },
};
const ON_BOOKS = { creditId: CREDIT, guestId: GUEST, amount: 1050, type: 'ADD_VALUE' };
const GUEST_JSON = { guid: GUEST, firstName: 'Ana', lastName: 'Pérez', phone: '5550100123', email: null };
const line = (n: number) => ({ guid: guid(n), transactionType: 'REDEMPTION', amount: -1 });

const refusedConnection = { fail: new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }) };
const cutConnection = { fail: new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } }) };

describe('what is asked', () => {
  it('finds guests by number: a search, within the address of the reference', async () => {
    const { client, calls, heard } = setUp({ crm: () => ({ status: 200, json: [GUEST_JSON] }) });
    expect(await client.findByPhone('5550100123')).toEqual({
      ok: true,
      value: [{ id: GUEST, firstName: 'Ana', lastName: 'Pérez', phone: '5550100123', email: null }],
    });
    expect(calls()).toHaveLength(1);
    expect(calls()[0]).toMatchObject({
      method: 'POST',
      body: '{"query":{"phone":"5550100123"}}',
      redirect: 'error',
      cache: 'no-store',
      credentials: 'omit',
    });
    expect(calls()[0]?.url.href).toBe('https://crm.test/crm/v1/customers/search?pageSize=50');
    expect(calls()[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json',
    });
    expect(heard).toEqual(['answer']);
  });

  it('leaves out guests whose number is another, however the CRM matched them', async () => {
    const phones = ['+1 (555) 010-0123', '5550100124', '55501001231', null, '0123'];
    const json = phones.map((phone, n) => ({ ...GUEST_JSON, guid: guid(n), phone }));
    const { client } = setUp({ crm: () => ({ status: 200, json }) });
    expect(await client.findByPhone('5550100123')).toMatchObject({ ok: true, value: [{ id: guid(0) }] });
  });

  it.each<[string, Reply]>([
    ['204', { status: 204 }],
    ['an empty list', { status: 200, json: [] }],
  ])('no match is an empty list: %s', async (_what, reply) => {
    const { client } = setUp({ crm: () => reply });
    expect(await client.findByPhone('5550100123')).toEqual({ ok: true, value: [] });
    expect(await client.creditHistory(GUEST, 20)).toEqual({ ok: true, value: [] });
  });

  it('follows Link with the same question and the same headers', async () => {
    const pages = inTurn(
      {
        status: 200,
        json: [GUEST_JSON],
        headers: { link: '<https://crm.test/crm/v1/customers/search?page=2&pageSize=50>; rel="next"' },
      },
      { status: 200, json: [{ ...GUEST_JSON, guid: guid(7) }] },
    );
    const { client, calls } = setUp({ crm: pages });
    expect(await client.findByPhone('5550100123')).toMatchObject({ value: [{ id: GUEST }, { id: guid(7) }] });
    expect(calls()[1]?.url.search).toBe('?page=2&pageSize=50');
    expect(calls()[1]?.body).toBe(calls()[0]?.body);
    expect(calls()[1]?.headers.authorization).toBe('Bearer token-1');
  });

  it('never takes the token to another host', async () => {
    const { client, seen } = setUp({
      crm: () => ({
        status: 200,
        json: [GUEST_JSON],
        headers: { link: '<https://evil.test/crm/v1/customers/search?page=2>; rel="next"' },
      }),
    });
    await client.findByPhone('5550100123');
    expect(new Set(seen.map((request) => request.url.host))).toEqual(new Set(['crm.test']));
  });

  it('gets one guest, a balance, and no more lines than asked for', async () => {
    const { client, calls } = setUp({
      crm: ({ url }) => {
        if (url.pathname.endsWith('creditSummary')) return { status: 200, text: '{"amount":12.30}' };
        if (url.pathname.endsWith('creditTransactions')) {
          return { status: 200, json: Array.from({ length: 50 }, (_, n) => line(n)) };
        }
        return { status: 200, json: GUEST_JSON };
      },
    });
    expect(await client.getGuest(GUEST)).toMatchObject({ ok: true, value: { id: GUEST } });
    expect(await client.creditSummary(GUEST)).toEqual({
      ok: true,
      value: { amount: 1230, earliestExpiry: null },
    });
    const history = await client.creditHistory(GUEST, 20);
    expect(history.ok && history.value.map(({ id }) => id)).toEqual(
      Array.from({ length: 20 }, (_, n) => guid(n)),
    );
    expect(calls().map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      `GET /crm/v1/customers/${GUEST}`,
      `GET /crm/v1/customers/${GUEST}/creditSummary`,
      `GET /crm/v1/customers/${GUEST}/creditTransactions`,
    ]);
  });

  it('takes 204 for a balance as no credit, but never for a guest or a credit', async () => {
    const { client } = setUp({ crm: () => ({ status: 204 }) });
    expect(await client.creditSummary(GUEST)).toEqual({
      ok: true,
      value: { amount: 0, earliestExpiry: null },
    });
    expect(await client.getGuest(GUEST)).toMatchObject({ error: { kind: 'unreadable', status: 204 } });
    expect(await client.findCredit(CREDIT)).toMatchObject({ error: { kind: 'unreadable', status: 204 } });
  });

  it('pings with the books of the last minute, once', async () => {
    const { client, calls } = setUp({ crm: () => ({ status: 204 }) });
    expect(await client.ping()).toEqual({ ok: true, value: null });
    expect(calls()[0]?.url.search).toBe(
      '?startDate=2026-11-21T22%3A59%3A00.000%2B0000&endDate=2026-11-21T23%3A00%3A00.000%2B0000&pageSize=1',
    );
    const down = setUp({ crm: () => ({ status: 503 }) });
    expect(await down.client.ping()).toMatchObject({ error: { kind: 'server-error', status: 503 } });
    expect(down.calls()).toHaveLength(1);
    const portal = setUp({ crm: () => ({ status: 200, text: '<html>Wi-Fi</html>' }) });
    expect(await portal.client.ping()).toMatchObject({ error: { kind: 'unreadable', detail: 'not JSON' } });
  });
});

describe('a credit', () => {
  it('is sent as the reference has it, and comes back as booked', async () => {
    const { client, calls } = setUp({ crm: () => ({ status: 200, json: BOOKED }) });
    expect(await client.addCredit(CREDIT_TO_SEND)).toEqual({ ok: true, value: ON_BOOKS });
    expect(calls()[0]?.url.pathname).toBe(`/crm/v1/customers/${GUEST}/creditTransactions`);
    expect(calls()[0]?.body).toBe(
      `{"guid":"${CREDIT}","transactionType":"ADD_VALUE","amount":10.50,` +
        '"localCreatedDate":"2026-11-21T22:05:09.040+0000","note":"Late table · \\"Óscar\\" A. | ok M. Ruiz",' +
        `"restaurant":{"guid":"${CONNECTION.restaurantGuid}","entityType":"Restaurant"}}`,
    );
  });

  it('names the device where the kiosk has one', async () => {
    const deviceGuid = guid(9).toUpperCase();
    const { client, calls } = setUp({}, { connection: { ...CONNECTION, deviceGuid } });
    await client.addCredit(CREDIT_TO_SEND);
    expect(JSON.parse(calls()[0]?.body ?? '')).toMatchObject({ device: { guid: guid(9) } });
  });

  it('is the same bytes at every attempt, whenever that is', async () => {
    const { client, pass, calls } = setUp({ crm: () => ({ status: 500 }) });
    await client.addCredit(CREDIT_TO_SEND);
    await pass(3_600_000);
    await client.addCredit({ ...CREDIT_TO_SEND });
    expect(calls()).toHaveLength(2);
    expect(calls()[1]?.body).toBe(calls()[0]?.body);
  });

  it.each<[string, Reply, object]>([
    [
      '400',
      refused(400),
      { kind: 'rejected', status: 400, code: '10025', message: 'No', requestId: 'req-1' },
    ],
    ['404', refused(404), { kind: 'not-found', requestId: 'req-1' }],
    ['409', refused(409), { kind: 'rejected', status: 409 }],
    ['500', refused(500), { kind: 'server-error', status: 500, requestId: 'req-1' }],
    ['502 in HTML', { status: 502, text: '<html>' }, { kind: 'server-error', status: 502, requestId: null }],
    ['503', refused(503), { kind: 'server-error', status: 503 }],
    ['202', { status: 202, json: BOOKED }, { kind: 'unreadable', status: 202 }],
    ['204', { status: 204 }, { kind: 'unreadable', status: 204 }],
    ['200 in HTML', { status: 200, text: '<html>' }, { kind: 'unreadable', status: 200, detail: 'not JSON' }],
    [
      '200 without amount',
      { status: 200, json: { ...BOOKED, amount: undefined } },
      { detail: 'amount: missing' },
    ],
    ['half a body', { status: 200, text: '{"guid":' }, { kind: 'unreadable', status: 200 }],
    [
      'a body cut',
      { status: 200, cutAfter: '{"guid":' },
      { kind: 'offline', sent: 'maybe', detail: 'ECONNRESET' },
    ],
    ['a refused connection', refusedConnection, { kind: 'offline', sent: 'no', detail: 'ECONNREFUSED' }],
    ['a connection cut', cutConnection, { kind: 'offline', sent: 'maybe', detail: 'UND_ERR_SOCKET' }],
    [
      'a redirect',
      { fail: new Error('Redirect was cancelled') },
      { kind: 'unreadable', detail: 'redirected' },
    ],
  ])('answered with %s is sent once, and says what is known', async (_what, reply, error) => {
    const { client, pass, calls } = setUp({ crm: () => reply });
    const call = client.addCredit(CREDIT_TO_SEND);
    await pass(60_000);
    expect(await call).toMatchObject({ ok: false, error });
    expect(calls()).toHaveLength(1);
  });

  it('is sent again only where a 401 says the token was not accepted', async () => {
    const { client, calls } = setUp({ crm: inTurn(refused(401), { status: 200, json: BOOKED }) });
    expect(await client.addCredit(CREDIT_TO_SEND)).toEqual({ ok: true, value: ON_BOOKS });
    expect(calls().map((request) => request.headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  it('without an answer ends after its time, which counts from when it left', async () => {
    const { client, pass, time, heard } = setUp({ crm: () => ({ hang: true, deaf: true }) });
    const call = client.addCredit(CREDIT_TO_SEND);
    await pass(14_999);
    expect(heard).toEqual([]);
    await pass(1);
    const error = { kind: 'timeout', afterMs: 15_000 };
    expect(await call).toEqual({ ok: false, error });
    expect(heard).toEqual([error]);
    expect(time.timers()).toBe(0);
  });

  it('is looked for by its GUID: found, not there, or not known', async () => {
    const replies = inTurn(
      { status: 200, json: BOOKED },
      refused(404),
      { status: 404, text: '<html>404</html>' },
      { status: 200, text: '<html>' },
    );
    const { client, calls, logger } = setUp({ crm: replies });
    expect(await client.findCredit(CREDIT)).toEqual({ ok: true, value: ON_BOOKS });
    expect(await client.findCredit(CREDIT)).toEqual({ ok: true, value: null });
    expect(await client.findCredit(CREDIT)).toMatchObject({
      ok: false,
      error: { kind: 'unreadable', status: 404 },
    });
    expect(await client.findCredit(CREDIT)).toMatchObject({
      ok: false,
      error: { kind: 'unreadable', status: 200 },
    });
    expect(calls()[0]?.url.pathname).toBe(`/crm/v1/creditTransactions/${CREDIT}`);
    expect(logger.lines.at(-1)?.data).toMatchObject({ transaction: CREDIT });
  });
});

describe('a read that fails', () => {
  it.each<[string, Reply]>([
    ['502', { status: 502 }],
    ['503', refused(503)],
    ['504', { status: 504, text: '<html>' }],
    ['a refused connection', refusedConnection],
    ['a connection cut', cutConnection],
    ['a body cut', { status: 200, cutAfter: '[' }],
  ])('with %s is made again once, after a moment', async (_what, reply) => {
    const { client, pass, calls, heard } = setUp({ crm: inTurn(reply, { status: 200, json: [GUEST_JSON] }) });
    const call = client.findByPhone('5550100123');
    await pass(299);
    expect(calls()).toHaveLength(1);
    await pass(1);
    expect(await call).toMatchObject({ ok: true });
    expect(calls()).toHaveLength(2);
    expect(heard).toEqual(['answer']);
    const down = setUp({ crm: () => reply });
    const second = down.client.findByPhone('5550100123');
    await down.pass(60_000);
    expect((await second).ok).toBe(false);
    expect(down.calls()).toHaveLength(2);
    expect(down.heard).toHaveLength(1);
  });

  it.each<[string, Reply]>([
    ['400', refused(400)],
    ['403', refused(403)],
    ['404', refused(404)],
    ['429', refused(429)],
    ['500', refused(500)],
    ['nonsense', { status: 200, text: 'x' }],
  ])('with %s is not', async (_what, reply) => {
    const { client, pass, calls } = setUp({ crm: () => reply });
    const call = client.findByPhone('5550100123');
    await pass(60_000);
    expect((await call).ok).toBe(false);
    expect(calls()).toHaveLength(1);
  });

  it('by not answering ends after 8 s in all, repetition included', async () => {
    const { client, pass, time } = setUp({ crm: inTurn(refusedConnection, { hang: true, deaf: true }) });
    const call = client.findByPhone('5550100123');
    await pass(300);
    await pass(7_700);
    expect(await call).toEqual({ ok: false, error: { kind: 'timeout', afterMs: 8_000 } });
    expect(time.timers()).toBe(0);
  });

  it('stops at once, silently, when the caller gives up: while asking, and while waiting to ask again', async () => {
    const asking = setUp({ crm: () => ({ hang: true }) });
    const giveUp = new AbortController();
    const call = asking.client.findByPhone('5550100123', giveUp.signal);
    await asking.pass(0);
    giveUp.abort();
    expect(await call).toEqual({ ok: false, error: { kind: 'aborted' } });
    expect(asking.heard).toEqual([]);
    expect(asking.time.timers()).toBe(0);

    const waiting = setUp({ crm: () => refusedConnection });
    const leave = new AbortController();
    const second = waiting.client.findByPhone('5550100123', leave.signal);
    await waiting.pass(100);
    leave.abort();
    expect(await second).toEqual({ ok: false, error: { kind: 'aborted' } });
    expect(waiting.calls()).toHaveLength(1);
    expect(waiting.heard).toEqual([]);
  });

  it('whose caller gives up during the login ends as given up, and is no news either', async () => {
    const { client, pass, heard } = setUp({ login: () => ({ hang: true, deaf: true }) });
    const giveUp = new AbortController();
    const call = client.ping(giveUp.signal);
    await pass(0);
    giveUp.abort();
    expect(await call).toEqual({ ok: false, error: { kind: 'aborted' } });
    expect(heard).toEqual([]);
  });

  it('asks nothing for a caller who had given up before', async () => {
    const { client, seen, heard } = setUp({});
    expect(await client.getGuest(GUEST, AbortSignal.abort())).toEqual({
      ok: false,
      error: { kind: 'aborted' },
    });
    expect(seen).toEqual([]);
    expect(heard).toEqual([]);
  });

  it('with 404 or 410 where nothing can be missing says that the service is gone', async () => {
    const { client } = setUp({ crm: () => refused(404) });
    expect(await client.findByPhone('5550100123')).toEqual({
      ok: false,
      error: { kind: 'service-gone', status: 404 },
    });
    expect(await client.ping()).toEqual({ ok: false, error: { kind: 'service-gone', status: 404 } });
    expect(await client.getGuest(GUEST)).toEqual({
      ok: false,
      error: { kind: 'not-found', requestId: 'req-1' },
    });
    const gone = setUp({ crm: () => refused(410) });
    expect(await gone.client.getGuest(GUEST)).toEqual({
      ok: false,
      error: { kind: 'service-gone', status: 410 },
    });
  });
});

describe('after a 429', () => {
  it('everything is silent until the pause is over, credits too, and each is told how long', async () => {
    const pause = { ...refused(429), headers: { 'retry-after': '7', 'x-toast-ratelimit-reset': '1' } };
    const { client, pass, calls, heard } = setUp({ crm: inTurn(pause, { status: 200, json: BOOKED }) });
    expect(await client.getGuest(GUEST)).toEqual({
      ok: false,
      error: { kind: 'rate-limited', retryAfterMs: 7_000, requestId: 'req-1' },
    });
    await pass(3_000);
    const told = { ok: false, error: { kind: 'rate-limited', retryAfterMs: 4_000, requestId: null } };
    expect(await client.addCredit(CREDIT_TO_SEND)).toEqual(told);
    expect(await client.ping()).toEqual(told);
    expect(calls()).toHaveLength(1);
    // The CRM spoke once; that we kept silent afterwards is no news of the connection.
    expect(heard).toEqual(['answer']);
    await pass(4_000);
    expect((await client.addCredit(CREDIT_TO_SEND)).ok).toBe(true);
  });
});

describe('what the connection monitor hears', () => {
  it.each<[string, Reply, 'answer' | CrmError['kind']]>([
    ['400', refused(400), 'answer'],
    ['404', refused(404), 'answer'],
    ['409', refused(409), 'answer'],
    ['429', refused(429), 'answer'],
    ['401', refused(401), 'unauthorised'],
    ['403', refused(403), 'unauthorised'],
    ['410', refused(410), 'service-gone'],
    ['500', refused(500), 'server-error'],
    ['HTML', { status: 200, text: '<html>' }, 'unreadable'],
    ['a refused connection', refusedConnection, 'offline'],
  ])('%s', async (_what, reply, expected) => {
    const { client, heard } = setUp({ crm: () => reply });
    await client.addCredit(CREDIT_TO_SEND);
    expect(heard.map((each) => (each === 'answer' ? each : each.kind))).toEqual([expected]);
  });
});

describe('what never leaks', () => {
  it('names, numbers, notes, tokens and the secret: into no log line and no error', async () => {
    const replies: Reply[] = [
      { status: 200, json: [GUEST_JSON] },
      { status: 200, json: [{ ...GUEST_JSON, guid: '5550100123' }] },
      { status: 200, text: '<html>Ana 5550100123 token-1</html>' },
      refused(400, { message: 'phone 5550100123 of Ana: token-1', requestId: 'Ana 5550100123' }),
      refused(500, { message: 'Ana' }),
      { fail: new Error('https://crm.test/customers/5550100123 Bearer token-1 Ana') },
    ];
    for (const reply of replies) {
      const { client, pass, logger } = setUp({ crm: () => reply });
      const calls = [
        client.findByPhone('5550100123'),
        client.getGuest(GUEST),
        client.addCredit(CREDIT_TO_SEND),
      ];
      await pass(1_000);
      const results = await Promise.all(calls);
      // What a refusal says in words is for the manager's screen, never for the log.
      const errors = results.flatMap((each) =>
        each.ok || each.error.kind === 'rejected' ? [] : [each.error],
      );
      expect(logger.lines.length).toBeGreaterThan(3);
      const said = JSON.stringify([logger.lines, errors]);
      for (const secret of ['5550100123', 'Ana', 'token-1', 'the-client-secret', 'Late table', GUEST]) {
        expect(said).not.toContain(secret);
      }
    }
  });

  it('a log line says what was asked, how it went and how long it took', async () => {
    const { client, logger, pass } = setUp({ crm: () => ({ hang: true }) });
    const call = client.ping();
    await pass(8_000);
    await call;
    expect(logger.lines.map(({ level, data }) => [level, data])).toEqual([
      ['info', { operation: 'login', method: 'POST', status: 200, ms: 0, transaction: null }],
      [
        'warn',
        {
          operation: 'ping',
          method: 'GET',
          status: null,
          ms: 8_000,
          transaction: null,
          error: 'timeout',
          requestId: null,
        },
      ],
    ]);
  });
});

it.each(['http://crm.example.com', 'ftp://crm.test', 'not an address'])(
  'refuses to send a token to %s',
  (baseUrl) => {
    expect(() => setUp({}, { connection: { ...CONNECTION, baseUrl } })).toThrow(TypeError);
  },
);
