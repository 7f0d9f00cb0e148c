import { describe, expect, it } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { NotSentError } from '../network/errors.ts';
import type { CrmError, Scheduler } from '../ports.ts';
import { CONNECTION, CREDIT, GUEST, guid, inTurn, loggedIn, refused, setUp } from '../testing/crm/crm-kit.ts';
import type { Reply } from '../testing/crm/scripted-fetch.ts';
import type { CrmClient } from './client.ts';

const CREDIT_TO_SEND = {
  creditId: CREDIT,
  guestId: GUEST,
  amount: cents(1050),
  note: 'Late table · "Óscar" A. | ok M. Ruiz',
  givenAt: Date.UTC(2026, 10, 21, 22, 5, 9, 40),
};

const RECORDED = {
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

const refusedConnection = { fail: new NotSentError({ code: 'ECONNREFUSED' }) };
const cutConnection = { fail: new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } }) };

describe('what is asked', () => {
  it('finds guests by number: a search, within the address of the reference', async () => {
    const { client, calls, heard } = setUp({ crm: () => ({ status: 200, json: [GUEST_JSON] }) });
    expect(await client.findByPhone('5550100123')).toEqual({
      ok: true,
      value: [{ id: GUEST, firstName: 'Ana', lastName: 'Pérez', phone: '5550100123', email: null }],
    });
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
    expect(new Set(heard)).toEqual(new Set(['answer']));
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

  it('finds guests by name or e-mail: what is sought and nothing else', async () => {
    const { client, calls } = setUp({ crm: () => ({ status: 204 }) });
    await client.findByName({ firstName: ' Ana ', lastName: null });
    await client.findByName({ firstName: ' ', lastName: 'Pérez' });
    await client.findByName({ firstName: 'Ana', lastName: 'Pérez' });
    await client.findByEmail(' ana@example.com ');
    expect(calls().map(({ body }) => body)).toEqual([
      '{"query":{"firstName":"Ana"}}',
      '{"query":{"lastName":"Pérez"}}',
      '{"query":{"firstName":"Ana","lastName":"Pérez"}}',
      '{"query":{"email":"ana@example.com"}}',
    ]);
    expect(new Set(calls().map(({ url }) => url.href))).toEqual(
      new Set(['https://crm.test/crm/v1/customers/search?pageSize=50']),
    );
  });

  it('asks no one for a guest without a name or an e-mail', async () => {
    const { client, seen } = setUp({});
    const nobody = { ok: true, value: [] };
    expect(await client.findByName({ firstName: null, lastName: null })).toEqual(nobody);
    expect(await client.findByName({ firstName: ' ', lastName: '' })).toEqual(nobody);
    expect(await client.findByEmail(' ')).toEqual(nobody);
    expect(seen).toEqual([]);
  });

  it('takes any name the CRM gives, and never another e-mail than the one asked for', async () => {
    const emails = [
      'ana@example.com',
      'ANA@example.com',
      'mariana@example.com',
      null,
      'ana@exam\u200bple.com.',
    ];
    const json = emails.map((email, n) => ({ ...GUEST_JSON, guid: guid(n), email }));
    const { client } = setUp({ crm: () => ({ status: 200, json }) });
    expect(await client.findByEmail('Ana@Example.com')).toMatchObject({
      value: [{ id: guid(0) }, { id: guid(1) }, { id: guid(4) }],
    });
    const named = await client.findByName({ firstName: 'x', lastName: null });
    expect(named.ok && named.value).toHaveLength(5);
  });

  it('says that there are too many namesakes to name them all, after the first 200', async () => {
    let n = 0;
    const { client, calls } = setUp({
      crm: () => ({
        status: 200,
        json: Array.from({ length: 50 }, () => {
          n += 1;
          return { ...GUEST_JSON, guid: guid(n) };
        }),
      }),
    });
    const found = await client.findByName({ firstName: 'Ana', lastName: null });
    expect(found).toEqual({ ok: false, error: { kind: 'too-wide' } });
    expect(calls()).toHaveLength(4);
  });

  it('asks for a number that no one has again, with its +1', async () => {
    const stored = { status: 200, json: [{ ...GUEST_JSON, phone: '+15550100123' }] };
    const { client, calls } = setUp({ crm: inTurn({ status: 204 }, stored) });
    expect(await client.findByPhone('5550100123')).toMatchObject({
      value: [{ id: GUEST, phone: '5550100123' }],
    });
    expect(
      calls()
        .slice(0, 2)
        .map(({ body }) => body),
    ).toEqual(['{"query":{"phone":"5550100123"}}', '{"query":{"phone":"+15550100123"}}']);
  });

  it('asks for a number of another country once, as E.164, and takes only who has exactly that', async () => {
    const phones = ['+573214567890', '57 321 456 7890', '011-57-321-456-7890', '3214567890', '5732145678'];
    const json = phones.map((phone, n) => ({ ...GUEST_JSON, guid: guid(n), phone }));
    const { client, calls } = setUp({ crm: () => ({ status: 200, json }) });
    const found = await client.findByPhone('+573214567890');
    expect(found.ok && found.value.map(({ id }) => id)).toEqual([0, 1, 2].map(guid));
    expect(calls().map(({ body }) => body)[0]).toBe('{"query":{"phone":"+573214567890"}}');
    expect(calls().every(({ body }) => body === calls()[0]?.body)).toBe(true);
  });

  it('takes a CRM that refuses a number of another country to know no one, and says what else goes wrong', async () => {
    const { client } = setUp({ crm: () => refused(400) });
    expect(await client.findByPhone('+573214567890')).toEqual({ ok: true, value: [] });
    const down = setUp({ crm: () => refused(500) });
    expect(await down.client.findByPhone('+573214567890')).toMatchObject({ error: { kind: 'server-error' } });
  });

  it('does not drop whom the CRM names because of how their number is written', async () => {
    const phones = [
      '555\u2011010\u20110123',
      '555-010-0123 ext. 12',
      '(555) 010 0123 x9',
      '５５５０１００１２３',
      'cell: +1 555.010.0123',
    ];
    const json = phones.map((phone, n) => ({ ...GUEST_JSON, guid: guid(n), phone }));
    const { client } = setUp({ crm: () => ({ status: 200, json }) });
    const found = await client.findByPhone('5550100123');
    expect(found.ok && found.value).toHaveLength(phones.length);
  });

  it('takes a CRM that refuses the form with +1 to know no one, and says what else goes wrong', async () => {
    const { client } = setUp({ crm: inTurn({ status: 204 }, refused(400)) });
    expect(await client.findByPhone('5550100123')).toEqual({ ok: true, value: [] });
    const down = setUp({ crm: inTurn({ status: 204 }, refused(500)) });
    expect(await down.client.findByPhone('5550100123')).toMatchObject({ error: { kind: 'server-error' } });
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

  it('pings with the records of the last minute, once', async () => {
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
    const { client, calls } = setUp({ crm: () => ({ status: 200, json: RECORDED }) });
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
    ['404 in HTML', { status: 404, text: '<html>' }, { kind: 'unreadable', status: 404 }],
    ['409', refused(409), { kind: 'rejected', status: 409 }],
    ['500', refused(500), { kind: 'server-error', status: 500, requestId: 'req-1' }],
    ['502 in HTML', { status: 502, text: '<html>' }, { kind: 'server-error', status: 502, requestId: null }],
    ['503', refused(503), { kind: 'server-error', status: 503 }],
    ['202', { status: 202, json: RECORDED }, { kind: 'unreadable', status: 202 }],
    ['204', { status: 204 }, { kind: 'unreadable', status: 204 }],
    ['200 in HTML', { status: 200, text: '<html>' }, { kind: 'unreadable', status: 200, detail: 'not JSON' }],
    [
      '200 without amount',
      { status: 200, json: { ...RECORDED, amount: undefined } },
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
      { fail: new TypeError('fetch failed', { cause: new Error('unexpected redirect') }) },
      { kind: 'unreadable', detail: 'redirected' },
    ],
  ])('answered with %s is sent once, and says what is known', async (_what, reply, error) => {
    const { client, pass, calls } = setUp({ crm: () => reply });
    const call = client.addCredit(CREDIT_TO_SEND);
    await pass(60_000);
    expect(await call).toMatchObject({ ok: false, error });
    expect(calls()).toHaveLength(1);
  });

  it('is not sent again after a 401; the new token is there to ask with', async () => {
    const { client, calls, logins } = setUp({ crm: inTurn(refused(401), { status: 200, json: RECORDED }) });
    expect(await client.addCredit(CREDIT_TO_SEND)).toMatchObject({
      error: { kind: 'unauthorised', stage: 'call', status: 401 },
    });
    expect(calls()).toHaveLength(1);
    expect(logins()).toBe(2);
    expect(await client.findCredit(CREDIT_TO_SEND.creditId)).toEqual({ ok: true, value: ON_BOOKS });
    expect(calls().map((request) => `${request.method} ${request.headers['authorization']}`)).toEqual([
      'POST Bearer token-1',
      'GET Bearer token-2',
    ]);
  });

  it('is a 401 of the call also where no new token can be had: it left', async () => {
    const { client, calls } = setUp({
      crm: () => refused(401),
      login: (n) => (n === 1 ? loggedIn('token-1') : refused(403)),
    });
    expect(await client.addCredit(CREDIT_TO_SEND)).toMatchObject({
      error: { kind: 'unauthorised', stage: 'call', status: 401 },
    });
    expect(calls()).toHaveLength(1);
  });

  it.each([403, 410, 429, 503])('is sent once where %d is the answer', async (status) => {
    const { client, calls } = setUp({
      crm: () => ({ status, text: '<html>', headers: { 'retry-after': '7' } }),
    });
    const answer = await client.addCredit(CREDIT_TO_SEND);
    expect(calls()).toHaveLength(1);
    expect(!answer.ok && 'from' in answer.error).toBe(false);
    if (status === 503) expect(answer).toMatchObject({ error: { retryAfterMs: 7_000 } });
  });

  it('that waited for a login that was told to wait was not sent', async () => {
    const { client, calls } = setUp({ login: () => refused(429) });
    expect(await client.addCredit(CREDIT_TO_SEND)).toMatchObject({
      error: { kind: 'rate-limited', from: 'limiter' },
    });
    expect(calls()).toEqual([]);
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
      { status: 200, json: RECORDED },
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

describe('a new guest', () => {
  const NEW = { guestId: GUEST, firstName: 'Ana', lastName: 'Pérez', phone: '5550100123', email: null };
  const CREATED = { ok: true, value: { ...NEW } };
  const posts = (calls: readonly { readonly method: string }[]) =>
    calls.filter(({ method }) => method === 'POST').length;

  it('is sent as the reference has it, the same bytes every time, without what they have not', async () => {
    const { client, calls } = setUp({ crm: () => ({ status: 200, json: GUEST_JSON }) });
    expect(await client.createGuest(NEW)).toEqual(CREATED);
    await client.createGuest({ ...NEW, phone: null, email: 'ana@example.com' });
    expect(calls().map(({ method, url, body }) => [method, url.href, body])).toEqual([
      [
        'POST',
        'https://crm.test/crm/v1/customers',
        `{"guid":"${GUEST}","firstName":"Ana","lastName":"Pérez","phone":"5550100123"}`,
      ],
      [
        'POST',
        'https://crm.test/crm/v1/customers',
        `{"guid":"${GUEST}","firstName":"Ana","lastName":"Pérez","email":"ana@example.com"}`,
      ],
    ]);
  });

  it.each<[string, Reply, object]>([
    ['400', refused(400), { kind: 'rejected', status: 400, message: 'No', requestId: 'req-1' }],
    ['404', refused(404), { kind: 'service-gone', status: 404 }],
    ['404 in HTML', { status: 404, text: '<html>' }, { kind: 'unreadable', status: 404 }],
    ['409', refused(409), { kind: 'rejected', status: 409 }],
    ['500', refused(500), { kind: 'server-error', status: 500, requestId: 'req-1' }],
    ['204', { status: 204 }, { kind: 'unreadable', status: 204 }],
    ['200 in HTML', { status: 200, text: '<html>' }, { kind: 'unreadable', detail: 'not JSON' }],
    ['a refused connection', refusedConnection, { kind: 'offline', sent: 'no' }],
    ['a connection cut', cutConnection, { kind: 'offline', sent: 'maybe' }],
  ])('answered with %s is sent once, and says what is known', async (_what, reply, error) => {
    const { client, pass, calls } = setUp({ crm: () => reply });
    const call = client.createGuest(NEW);
    await pass(60_000);
    expect(await call).toMatchObject({ ok: false, error });
    expect(calls()).toHaveLength(1);
  });

  it('accepted with 202 is asked for until they are there: soon, then ever less often', async () => {
    const { client, pass, calls } = setUp({
      crm: inTurn({ status: 202 }, refused(404), refused(404), { status: 200, json: GUEST_JSON }),
    });
    const call = client.createGuest(NEW);
    await pass(499);
    expect(calls()).toHaveLength(1);
    await pass(1);
    expect(calls()).toHaveLength(2);
    await pass(1_000);
    await pass(2_000);
    expect(await call).toEqual(CREATED);
    expect(calls().map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'GET']);
    expect(calls()[1]?.url.pathname).toBe(`/crm/v1/customers/${GUEST}`);
  });

  it.each<[string, Reply]>([
    ['404', refused(404)],
    ['500', refused(500)],
    ['403', refused(403)],
    ['410', refused(410)],
    ['429', { ...refused(429), headers: { 'retry-after': '7' } }],
    ['nonsense', { status: 200, text: 'x' }],
    ['a refused connection', refusedConnection],
    ['silence', { hang: true, deaf: true }],
  ])(
    'accepted, and then answered with %s: a timeout within the bound, never "not sent"',
    async (_what, reply) => {
      const { client, pass, calls, time } = setUp({ crm: inTurn({ status: 202 }, reply) });
      const call = client.createGuest(NEW);
      for (let second = 0; second < 30; second += 1) await pass(1_000);
      expect(await call).toEqual({ ok: false, error: { kind: 'timeout', afterMs: 30_000 } });
      expect(posts(calls())).toBe(1);
      expect(calls().length).toBeLessThan(25);
      expect(time.timers()).toBe(0);
    },
  );

  it('without an answer ends after the time of a write', async () => {
    const { client, pass, calls } = setUp({ crm: () => ({ hang: true, deaf: true }) });
    const call = client.createGuest(NEW);
    await pass(15_000);
    expect(await call).toEqual({ ok: false, error: { kind: 'timeout', afterMs: 15_000 } });
    expect(calls()).toHaveLength(1);
  });

  it('is looked for by their GUID: found, not there, or not known', async () => {
    const { client } = setUp({
      crm: inTurn({ status: 200, json: GUEST_JSON }, refused(404), { status: 404, text: '<html>' }),
    });
    expect(await client.findGuest(GUEST)).toEqual(CREATED);
    expect(await client.findGuest(GUEST)).toEqual({ ok: true, value: null });
    expect(await client.findGuest(GUEST)).toMatchObject({
      ok: false,
      error: { kind: 'unreadable', status: 404 },
    });
  });
});

describe('a history page by page', () => {
  /** A CRM that numbers pages from 1. */
  const paged = (count: number) => ({
    crm: ({ url }: { readonly url: URL }): Reply => {
      const page = Number(url.searchParams.get('page') ?? 1);
      const all = Array.from({ length: count }, (_, n) => line(n)).slice((page - 1) * 50, page * 50);
      return all.length === 0 ? { status: 204 } : { status: 200, json: all };
    },
  });

  it('reads 2,000 lines, each once, in order, one page at a time', async () => {
    const { client, pass, calls } = setUp(paged(2_000));
    const ids: string[] = [];
    let from: string | null = null;
    do {
      const page = await client.creditHistoryPage(GUEST, from);
      if (!page.ok) throw new Error(page.error.kind);
      ids.push(...page.value.lines.map(({ id }) => id));
      from = page.value.next;
      await pass(100);
    } while (from !== null);
    expect(ids).toEqual(Array.from({ length: 2_000 }, (_, n) => guid(n)));
    expect(calls().length).toBeLessThanOrEqual(43);
  });

  it('gives the same page for the same text again', async () => {
    const { client } = setUp(paged(130));
    const first = await client.creditHistoryPage(GUEST, null);
    const next = first.ok ? first.value.next : null;
    expect(next).not.toBeNull();
    expect(await client.creditHistoryPage(GUEST, next)).toEqual(await client.creditHistoryPage(GUEST, next));
  });

  it('can be asked again with the same text after a failure', async () => {
    const replies = paged(70).crm;
    let down = false;
    const { client, pass } = setUp({ crm: (request) => (down ? { status: 500 } : replies(request)) });
    const first = await client.creditHistoryPage(GUEST, null);
    const next = first.ok ? first.value.next : null;
    down = true;
    expect(await client.creditHistoryPage(GUEST, next)).toMatchObject({ error: { kind: 'server-error' } });
    down = false;
    await pass(0);
    expect(await client.creditHistoryPage(GUEST, next)).toMatchObject({ value: { next: null } });
  });

  it.each(['', 'x', '{}', '{"reading":{"kind":"number","page":-1}}'])(
    'takes no other text: %j',
    async (text) => {
      const { client, calls } = setUp(paged(10));
      await expect(client.creditHistoryPage(GUEST, text)).rejects.toThrow();
      expect(calls()).toEqual([]);
    },
  );
});

describe('the records of a period', () => {
  const FROM = Date.UTC(2026, 10, 21, 12);
  const TO = Date.UTC(2026, 10, 22, 12);
  const crmLine = (n: number) => ({ ...line(n), customer: { guid: GUEST } });
  const page = (n: number, last: number): Reply => {
    const start = (n - 1) * 50;
    const count = Math.min(50, last - start);
    if (count <= 0) return { status: 204 };
    return { status: 200, json: Array.from({ length: count }, (_, i) => crmLine(start + i)) };
  };
  const pageOf = (request: { readonly url: URL }) => Number(request.url.searchParams.get('page') ?? 1);

  it('are asked for with both dates on every page', async () => {
    const { client, pass, calls } = setUp({ crm: (request) => page(pageOf(request), 60) });
    const call = client.creditsOfPeriod(FROM, TO);
    for (let n = 0; n < 10; n += 1) await pass(125);
    expect(await call).toMatchObject({ ok: true, value: { length: 60 } });
    for (const { url, method } of calls()) {
      expect(method).toBe('GET');
      expect(url.pathname).toBe('/crm/v1/creditTransactions');
      expect(url.search).toContain(
        'startDate=2026-11-21T12%3A00%3A00.000%2B0000&endDate=2026-11-22T12%3A00%3A00.000%2B0000',
      );
    }
  });

  it('come whole, 3,000 of them, from a CRM that takes six seconds for each page, at a measured pace', async () => {
    const at: number[] = [];
    const kit = setUp({
      crm: (request) =>
        new Promise((resolve) => {
          at.push(kit.time.clock.monotonic());
          kit.time.scheduler.after(6_000, () => resolve(page(pageOf(request), 3_000)));
        }),
    });
    const progress: number[] = [];
    const call = kit.client.creditsOfPeriod(FROM, TO, { onProgress: ({ read }) => progress.push(read) });
    for (let n = 0; n < 70; n += 1) {
      await kit.pass(6_000);
      await kit.pass(125);
    }
    const read = await call;
    expect(read.ok && read.value.map(({ id }) => id)).toEqual(
      Array.from({ length: 3_000 }, (_, n) => guid(n)),
    );
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(3_000);
    expect(kit.calls().length).toBeLessThanOrEqual(63);
  });

  it('leave look-ups their turn: no more than nine pages in any second', async () => {
    const { client, pass, calls } = setUp({ crm: (request) => page(pageOf(request), 1_000) });
    const call = client.creditsOfPeriod(FROM, TO);
    for (let n = 0; n < 8; n += 1) await pass(124);
    expect(calls().length).toBeLessThanOrEqual(9);
    for (let n = 0; n < 40; n += 1) await pass(125);
    expect((await call).ok).toBe(true);
  });

  it('end with the page that does not come, after the time of one page', async () => {
    const { client, pass, time } = setUp({
      crm: (request) => (pageOf(request) > 2 ? { hang: true } : page(pageOf(request), 200)),
    });
    const call = client.creditsOfPeriod(FROM, TO);
    for (let n = 0; n < 16; n += 1) await pass(125);
    await pass(8_000);
    expect(await call).toEqual({ ok: false, error: { kind: 'timeout', afterMs: 8_000 } });
    expect(time.timers()).toBe(0);
  });

  it('stop at once when no one waits for them any more', async () => {
    const { client, pass, calls, heard } = setUp({ crm: (request) => page(pageOf(request), 1_000) });
    const giveUp = new AbortController();
    const call = client.creditsOfPeriod(FROM, TO, { signal: giveUp.signal });
    await pass(130);
    giveUp.abort();
    const asked = calls().length;
    expect(await call).toEqual({ ok: false, error: { kind: 'aborted' } });
    await pass(10_000);
    expect(calls()).toHaveLength(asked);
    expect(new Set(heard)).toEqual(new Set(['answer']));
  });

  it('wait for the end of a pause, and give up where it never ends', async () => {
    const pause = { ...refused(429), headers: { 'retry-after': '20' } };
    const { client, pass, calls } = setUp({ crm: inTurn(page(1, 50), pause, { status: 204 }) });
    const call = client.creditsOfPeriod(FROM, TO);
    await pass(125);
    await pass(20_000);
    expect(await call).toMatchObject({ ok: true, value: { length: 50 } });
    expect(calls()).toHaveLength(3);
    const never = setUp({ crm: () => pause });
    const second = never.client.creditsOfPeriod(FROM, TO);
    for (let n = 0; n < 8; n += 1) await never.pass(20_000);
    expect(await second).toMatchObject({ error: { kind: 'rate-limited' } });
    expect(never.calls()).toHaveLength(6);
  });

  it('that never end are an error, not part of a report', async () => {
    let n = 0;
    const { client, pass } = setUp(
      {
        crm: () => {
          n += 50;
          return { status: 200, json: Array.from({ length: 50 }, (_, i) => crmLine(n + i)) };
        },
      },
      // Days of waiting in no time: what is tried is that it ends.
      {
        scheduler: hurried,
        clock: racing(),
      },
    );
    const call = client.creditsOfPeriod(FROM, TO);
    await pass(0);
    expect(await call).toMatchObject({
      ok: false,
      error: { kind: 'unreadable', detail: 'a list without end' },
    });
  });
});

/** Short waits are over at once, and long ones never. */
const hurried: Scheduler = {
  after: (ms, run) => {
    if (ms < 1_000) queueMicrotask(run);
    return () => {};
  },
};

/** A clock of which every look is a second later. */
function racing() {
  let at = 0;
  return {
    now: () => at,
    monotonic: () => {
      at += 1_000;
      return at;
    },
  };
}

describe('a CRM whose slice of time is used up', () => {
  const spent = (remaining: string, reset: number): Reply => ({
    status: 200,
    json: GUEST_JSON,
    headers: {
      date: 'Sat, 21 Nov 2026 23:00:00 GMT',
      'x-toast-ratelimit-remaining': remaining,
      'x-toast-ratelimit-reset': String(Date.UTC(2026, 10, 21, 23) / 1_000 + reset),
    },
  });

  it('is left alone until the next one begins, no matter who used it up', async () => {
    const { client, pass, calls } = setUp({ crm: () => spent('0', 1) });
    expect((await client.getGuest(GUEST)).ok).toBe(true);
    const next = client.getGuest(GUEST);
    await pass(999);
    expect(calls()).toHaveLength(1);
    await pass(1);
    expect((await next).ok).toBe(true);
  });

  it('for minutes is said to each caller for 15 s at a time, and nothing is sent', async () => {
    const { client, calls } = setUp({ crm: () => spent('0', 600) });
    expect((await client.getGuest(GUEST)).ok).toBe(true);
    expect(await client.addCredit(CREDIT_TO_SEND)).toEqual({
      ok: false,
      error: { kind: 'rate-limited', from: 'limiter', retryAfterMs: 15_000, requestId: null },
    });
    expect(calls()).toHaveLength(1);
  });

  it('is not, while something is left of it', async () => {
    const { client, calls } = setUp({ crm: () => spent('1', 600) });
    for (let n = 0; n < 3; n += 1) expect((await client.getGuest(GUEST)).ok).toBe(true);
    expect(calls()).toHaveLength(3);
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
    const counted = {
      status: 200,
      json: [GUEST_JSON],
      headers: { 'toast-total-result-count': '1' },
    };
    const { client, pass, calls, heard } = setUp({ crm: inTurn(reply, counted) });
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

  it('with a 429 of a second or so is made again once, when the pause is over', async () => {
    const busy = { ...refused(429), headers: { 'retry-after': '2' } };
    const { client, pass, calls } = setUp({ crm: inTurn(busy, { status: 200, json: [GUEST_JSON] }) });
    const call = client.findByPhone('5550100123');
    await pass(300);
    await pass(1_699);
    expect(calls()).toHaveLength(1);
    await pass(1);
    expect((await call).ok).toBe(true);
    const storm = setUp({ crm: () => busy });
    const second = storm.client.findByPhone('5550100123');
    await storm.pass(300);
    await storm.pass(60_000);
    expect(await second).toMatchObject({ error: { kind: 'rate-limited' } });
    expect(storm.calls()).toHaveLength(2);
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

  it.each<[string, (client: CrmClient, signal: AbortSignal) => Promise<unknown>]>([
    ['a name', (client, signal) => client.findByName({ firstName: 'Ana', lastName: null }, signal)],
    ['an e-mail', (client, signal) => client.findByEmail('ana@example.com', signal)],
    ['a guest', (client, signal) => client.getGuest(GUEST, signal)],
    ['a balance', (client, signal) => client.creditSummary(GUEST, signal)],
    ['a history', (client, signal) => client.creditHistory(GUEST, 50, signal)],
    ['a page of it', (client, signal) => client.creditHistoryPage(GUEST, null, signal)],
    ['the books', (client, signal) => client.creditsOfPeriod(0, 1, { signal })],
  ])('of %s stops at once when the caller gives up', async (_what, read) => {
    const { client, pass, calls, time, heard } = setUp({ crm: () => ({ hang: true, deaf: true }) });
    const giveUp = new AbortController();
    const call = read(client, giveUp.signal);
    await pass(0);
    expect(calls()).toHaveLength(1);
    giveUp.abort();
    expect(await call).toEqual({ ok: false, error: { kind: 'aborted' } });
    expect(heard).toEqual([]);
    expect(time.timers()).toBe(0);
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
    const { client, pass, calls, heard } = setUp({ crm: inTurn(pause, { status: 200, json: RECORDED }) });
    expect(await client.getGuest(GUEST)).toEqual({
      ok: false,
      error: { kind: 'rate-limited', from: 'service', retryAfterMs: 7_000, requestId: 'req-1' },
    });
    await pass(3_000);
    const told = {
      ok: false,
      error: { kind: 'rate-limited', from: 'limiter', retryAfterMs: 4_000, requestId: null },
    };
    expect(await client.addCredit(CREDIT_TO_SEND)).toEqual(told);
    expect(await client.ping()).toEqual(told);
    expect(calls()).toHaveLength(1);
    // The CRM spoke once; that we kept silent afterwards is no news of the connection.
    expect(heard).toEqual(['answer']);
    await pass(4_000);
    expect((await client.addCredit(CREDIT_TO_SEND)).ok).toBe(true);
  });
});

describe.each([
  [429, 'retry-after', '840', 840_000],
  [429, 'retry-after', '3600', 900_000],
  [503, 'retry-after', '840', 840_000],
])('after a %d with %s: %s', (status, header, value, waitMs) => {
  it('the wait is the service’s, up to a quarter of an hour', async () => {
    const pause = { ...refused(status), headers: { [header]: value } };
    const { client, pass, calls } = setUp({ crm: inTurn(pause, { status: 200, json: RECORDED }) });
    expect(await client.addCredit(CREDIT_TO_SEND)).toMatchObject({ error: { retryAfterMs: waitMs } });
    // After a 503 the outbox alone waits; after a 429 nothing leaves, and a host is told how long that lasts.
    if (status !== 429) return;
    await pass(waitMs - 60_000);
    expect(await client.getGuest(GUEST)).toMatchObject({
      error: { kind: 'rate-limited', from: 'limiter', retryAfterMs: 60_000 },
    });
    expect(calls()).toHaveLength(1);
    await pass(60_000);
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
    ['a page with 403', { status: 403, text: '<html>' }, 'unreadable'],
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
        client.createGuest({
          guestId: GUEST,
          firstName: 'Ana',
          lastName: 'Pérez',
          phone: '5550100123',
          email: 'ana@example.com',
        }),
        client.findGuest(GUEST),
        client.findByName({ firstName: 'Ana', lastName: 'Pérez' }),
        client.findByEmail('ana@example.com'),
        client.creditHistoryPage(GUEST, null),
        client.creditsOfPeriod(0, 1),
      ];
      await pass(1_000);
      const results = await Promise.all(calls);
      // What a refusal says in words is for the manager's screen, never for the log.
      const errors = results.flatMap((each) =>
        each.ok || each.error.kind === 'rejected' ? [] : [each.error],
      );
      expect(logger.lines.length).toBeGreaterThan(3);
      const said = JSON.stringify([logger.lines, errors]);
      const secrets = [
        '5550100123',
        'Ana',
        'Pérez',
        'ana@',
        'token-1',
        'the-client-secret',
        'Late table',
        GUEST,
      ];
      for (const secret of secrets) {
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

it.each(['aaaaaaaa-0000-4000-8000-000000000002', 'AAAAAAAA-0000-4000-8000-000000000001', null])(
  'an answer that names the restaurant %s says whether it is another one than ours, in a history too',
  async (restaurant) => {
    const json = {
      guid: CREDIT,
      transactionType: 'ADD_VALUE',
      amount: 10.5,
      customer: { guid: GUEST },
      restaurant: restaurant === null ? null : { guid: restaurant },
    };
    const { client } = setUp({
      crm: ({ url, method }) =>
        method === 'GET' && url.pathname.includes(GUEST)
          ? { status: 200, json: [json], headers: { 'toast-total-result-count': '1' } }
          : { status: 200, json },
    });
    const credit = { creditId: CREDIT, guestId: GUEST, amount: cents(1050), note: '', givenAt: 0 };
    const ours = { creditId: CREDIT, guestId: GUEST, amount: 1050, type: 'ADD_VALUE' };
    const value = restaurant?.endsWith('2') ? { ...ours, elsewhere: true } : ours;
    expect(await client.addCredit(credit)).toEqual({ ok: true, value });
    expect(await client.findCredit(CREDIT)).toEqual({ ok: true, value });
    expect(await client.findInHistory(GUEST, CREDIT)).toEqual({ ok: true, value });
  },
);

it('a guest that an answer names twice is one guest', async () => {
  const twice = [GUEST_JSON, { ...GUEST_JSON, guid: GUEST_JSON.guid.toUpperCase() }];
  const { client } = setUp({
    crm: () => ({ status: 200, json: twice, headers: { 'toast-total-result-count': '2' } }),
  });
  expect(await client.findByPhone(GUEST_JSON.phone)).toMatchObject({ ok: true, value: { length: 1 } });
});

it.each([201, 202, 203, 206])(
  'a list or a balance answered with %d is not the whole of it',
  async (status) => {
    const { client } = setUp({
      crm: ({ url }) => ({ status, json: url.pathname.endsWith('Summary') ? { amount: 5 } : [] }),
    });
    const notWhole = { ok: false, error: { kind: 'unreadable', status } };
    expect(await client.findByPhone('4155550100')).toMatchObject(notWhole);
    expect(await client.creditHistory(GUEST, 5)).toMatchObject(notWhole);
    expect(await client.creditsOfPeriod(1, 2)).toMatchObject(notWhole);
    expect(await client.creditSummary(GUEST)).toMatchObject(notWhole);
  },
);
