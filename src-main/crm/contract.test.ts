import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import type { GuestToCreate } from '../domain/accepted-credit.ts';
import type { Operation } from '../sandbox/service/routes.ts';
import {
  ANA,
  aCredit,
  closeAll,
  crmCredit,
  GRACE,
  LONG,
  NOBODY,
  type Pair,
  startPair,
} from '../testing/crm/sandbox-crm-kit.ts';
import type { CrmClient } from './client.ts';
import { findInHistory } from './in-history.ts';

/**
 * Each operation of the reference and each status it names, the client against the built-in CRM over HTTP. What the
 * client cannot be made to provoke (a 500, a list it words wrongly) is scripted at the CRM. docs/CRM.md lists these.
 */

afterEach(closeAll);

const HOUR = 3_600_000;
const REQUEST_ID = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const rejected = (message: RegExp) => ({
  ok: false,
  error: {
    kind: 'rejected',
    status: 400,
    code: expect.stringMatching(/^\d+$/),
    message: expect.stringMatching(message),
    requestId: REQUEST_ID,
  },
});
const notFound = { ok: false, error: { kind: 'not-found', requestId: REQUEST_ID } };

const newGuest = (over: Partial<GuestToCreate> = {}): GuestToCreate => ({
  guestId: randomUUID(),
  firstName: 'Ada',
  lastName: 'Nilsson',
  phone: '4155550120',
  email: null,
  ...over,
});
const created = ({ guestId, firstName, lastName, phone, email }: GuestToCreate) => ({
  ok: true,
  value: { guestId, firstName, lastName, phone, email },
});

/** One call of each operation that a CRM in order answers with 2xx. */
const CALLS: readonly [
  Exclude<Operation, 'login'>,
  (client: CrmClient) => Promise<{ readonly ok: boolean }>,
][] = [
  ['search', (client) => client.findByPhone('4155550142')],
  ['create-guest', (client) => client.createGuest(newGuest())],
  ['get-guest', (client) => client.getGuest(ANA)],
  ['credit-summary', (client) => client.creditSummary(ANA)],
  ['guest-transactions', (client) => client.creditHistory(ANA, 10)],
  ['add-credit', (client) => client.addCredit(aCredit())],
  ['get-transaction', async (client) => client.findCredit(await firstLine(client))],
  ['list-transactions', (client) => client.creditsOfPeriod(Date.now() - HOUR, Date.now())],
];

async function firstLine(client: CrmClient): Promise<string> {
  const history = await client.creditHistory(ANA, 1);
  return history.ok ? (history.value[0]?.id ?? '') : '';
}

const script = ({ crm }: Pair, operation: Operation, status: 400 | 500) =>
  crm.control.fault({ operation, times: 'all', effect: { kind: 'status', status } });
const scripted500 = { ok: false, error: { kind: 'server-error', status: 500, requestId: REQUEST_ID } };

/** The CRM's own records, newest first. */
const linesOf = ({ crm }: Pair, guestGuid?: string) =>
  crm.control.store().transactions.filter((line) => guestGuid === undefined || line.guestGuid === guestGuid);

describe('GET /creditTransactions', () => {
  it('200: the lines of a period, newest first, whole', async () => {
    const pair = await startPair();
    const given = aCredit();
    await pair.client.addCredit(given);
    const from = Date.now() - 200 * 24 * HOUR;
    const read = await pair.client.creditsOfPeriod(from, Date.now() + HOUR);
    const store = linesOf(pair);
    expect(store.length).toBeGreaterThan(50);
    expect(read.ok && read.value).toEqual(
      store.map((line) => ({
        id: line.guid,
        type: line.type,
        amount: line.amount,
        at: line.at,
        guestId: line.guestGuid,
        note: line.note,
        localCreatedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
        expiresAt: line.expiresAt,
        familyId: line.familyGuid,
        serverId: line.serverGuid,
        approverId: null,
        deviceId: null,
        restaurantId: pair.crm.restaurantGuid,
      })),
    );
    expect(read.ok && read.value[0]).toMatchObject({
      id: given.creditId,
      localCreatedDate: new Date(given.givenAt).toISOString().replace('Z', '+0000'),
    });
  });

  it('200: a period has both its ends', async () => {
    const pair = await startPair();
    const [newest, older] = linesOf(pair);
    if (!newest || !older) throw new Error('No lines');
    const ids = async (from: number, to: number) => {
      const read = await pair.client.creditsOfPeriod(from, to);
      return read.ok ? read.value.map(({ id }) => id) : read.error;
    };
    expect(await ids(older.at, newest.at)).toEqual([newest.guid, older.guid]);
    expect(await ids(older.at + 1, newest.at - 1)).toEqual([]);
  });

  it('204: a period without lines is an empty list', async () => {
    const { client } = await startPair();
    expect(await client.creditsOfPeriod(0, HOUR)).toEqual({ ok: true, value: [] });
  });

  it('400: a date the CRM cannot read', async () => {
    const { client } = await startPair();
    expect(await client.creditsOfPeriod(Date.UTC(10_000, 0, 1), Date.UTC(10_000, 0, 2))).toEqual(
      rejected(/startDate/),
    );
  });

  it('500', async () => {
    const pair = await startPair();
    script(pair, 'list-transactions', 500);
    expect(await pair.client.creditsOfPeriod(0, HOUR)).toEqual(scripted500);
    expect(await pair.client.ping()).toEqual(scripted500);
  });
});

describe('GET /creditTransactions/{transactionId}', () => {
  it('200: what is booked under the GUID, in any case', async () => {
    const { client } = await startPair();
    const given = aCredit();
    await client.addCredit(given);
    expect(await client.findCredit(given.creditId.toUpperCase())).toEqual(crmCredit(given));
  });

  it('400: a GUID that is none', async () => {
    const { client } = await startPair();
    expect(await client.findCredit('x')).toEqual(rejected(/transactionId/));
  });

  it('404: nothing is booked under it', async () => {
    const { client } = await startPair();
    expect(await client.findCredit(NOBODY)).toEqual({ ok: true, value: null });
  });

  it('500: nothing is known', async () => {
    const pair = await startPair();
    script(pair, 'get-transaction', 500);
    expect(await pair.client.findCredit(NOBODY)).toEqual(scripted500);
  });
});

describe('a credit that is looked for in its guest’s own history', () => {
  it('is found there where its GUID answers 404', async () => {
    const pair = await startPair();
    const given = aCredit();
    await pair.client.addCredit(given);
    pair.crm.control.fault({
      operation: 'get-transaction',
      times: 'all',
      effect: { kind: 'status', status: 404 },
    });
    expect(await pair.client.findCredit(given.creditId)).toEqual({ ok: true, value: null });
    expect(
      await pair.client.findInHistory(given.guestId.toUpperCase(), given.creditId.toUpperCase()),
    ).toEqual(crmCredit(given));
  });

  it('is not there, also for a guest that no one knows', async () => {
    const { client } = await startPair();
    expect(await client.findInHistory(ANA, NOBODY)).toEqual({ ok: true, value: null });
    expect(await client.findInHistory(NOBODY, NOBODY)).toMatchObject({ error: { kind: 'not-found' } });
  });

  it('500: nothing is known', async () => {
    const pair = await startPair();
    script(pair, 'guest-transactions', 500);
    expect(await pair.client.findInHistory(ANA, NOBODY)).toEqual(scripted500);
  });

  it('has a type that the reference does not name by its wire name', async () => {
    const line = { id: NOBODY, type: { unknown: 'LATER' }, amount: 5, guestId: null, restaurantId: null };
    const ask = async () => ({ ok: true, value: { items: [line], next: 'none', total: 1 } }) as never;
    expect(await findInHistory(ask, { guestId: ANA, creditId: NOBODY, restaurantGuid: GRACE })).toEqual({
      ok: true,
      value: { creditId: NOBODY, guestId: ANA, amount: 5, type: 'LATER' },
    });
  });
});

describe('POST /customers', () => {
  it('200: the guest is there, as sent', async () => {
    const { client, crm } = await startPair();
    const guest = newGuest({ email: 'ada@example.com' });
    expect(await client.createGuest(guest)).toEqual(created(guest));
    expect(await client.findGuest(guest.guestId)).toEqual(created(guest));
    expect(crm.control.store().guests.find(({ guid }) => guid === guest.guestId)).toMatchObject({
      firstName: 'Ada',
      lastName: 'Nilsson',
      phone: '4155550120',
      email: 'ada@example.com',
      balance: 0,
    });
  });

  it('200: a phone or an e-mail is enough', async () => {
    const { client } = await startPair();
    const [byPhone, byEmail] = [newGuest(), newGuest({ phone: null, email: 'eve@example.com' })];
    expect(await client.createGuest(byPhone)).toEqual(created(byPhone));
    expect(await client.createGuest(byEmail)).toEqual(created(byEmail));
  });

  it('202: asked for until they are there, with one POST', async () => {
    const { client, crm } = await startPair({ createPolls: 2 }, { pace: 10 });
    const guest = newGuest();
    expect(await client.createGuest(guest)).toEqual(created(guest));
    const asked = crm.control.requests().map(({ operation, ending }) => `${operation} ${ending}`);
    expect(asked.filter((each) => !each.startsWith('login'))).toEqual([
      'create-guest 202',
      'get-guest 404',
      'get-guest 404',
      'get-guest 200',
    ]);
  });

  it('202: accepted and not seen within the bound is a timeout', async () => {
    const timeouts = { arriveMs: 700 };
    const { client, crm } = await startPair({ createPolls: 1_000 }, { client: { timeouts } });
    expect(await client.createGuest(newGuest())).toEqual({
      ok: false,
      error: { kind: 'timeout', afterMs: 700 },
    });
    const posts = crm.control.requests().filter(({ operation }) => operation === 'create-guest');
    expect(posts).toHaveLength(1);
  });

  it('400: what the CRM does not take', async () => {
    const { client } = await startPair();
    expect(await client.createGuest(newGuest({ lastName: ' ' }))).toEqual(rejected(/lastName/));
    expect(await client.createGuest(newGuest({ phone: null }))).toEqual(rejected(/phone or email/));
  });

  it('500: whether they were created is not known', async () => {
    const pair = await startPair();
    script(pair, 'create-guest', 500);
    expect(await pair.client.createGuest(newGuest())).toEqual(scripted500);
    expect(pair.crm.control.requests().filter(({ operation }) => operation === 'create-guest')).toHaveLength(
      1,
    );
  });
});

describe('POST /customers/search', () => {
  const names = (found: Awaited<ReturnType<CrmClient['findByName']>>) =>
    found.ok ? found.value.map(({ firstName, lastName }) => `${firstName} ${lastName}`) : found.error;

  it('200: by phone, everyone who shares it, never merged', async () => {
    const { client } = await startPair();
    expect(names(await client.findByPhone('4155550177'))).toEqual(['Maria Santos', 'João Santos']);
  });

  it('200: by first name, last name, or both', async () => {
    const { client } = await startPair();
    expect(names(await client.findByName({ firstName: null, lastName: 'santos' }))).toEqual([
      'Maria Santos',
      'João Santos',
    ]);
    expect(names(await client.findByName({ firstName: 'JOÃO', lastName: 'Santos' }))).toEqual([
      'João Santos',
    ]);
    expect(names(await client.findByName({ firstName: ' Ana ', lastName: null }))).toContain('Ana Petrescu');
  });

  it('200: by e-mail, in any case', async () => {
    const { client } = await startPair();
    expect(names(await client.findByEmail(' Ana.Petrescu@Example.COM'))).toEqual(['Ana Petrescu']);
  });

  it('204: no match is an empty list', async () => {
    const { client } = await startPair();
    expect(await client.findByPhone('4155550000')).toEqual({ ok: true, value: [] });
    expect(await client.findByName({ firstName: 'Nobody', lastName: null })).toEqual({ ok: true, value: [] });
    expect(await client.findByEmail('nobody@example.com')).toEqual({ ok: true, value: [] });
  });

  it('400: a search for nothing that could be a phone', async () => {
    const { client } = await startPair();
    expect(await client.findByPhone('none')).toEqual(rejected(/phone/));
  });

  it('500', async () => {
    const pair = await startPair();
    script(pair, 'search', 500);
    expect(await pair.client.findByPhone('4155550142')).toEqual(scripted500);
    expect(await pair.client.findByName({ firstName: 'Ana', lastName: null })).toEqual(scripted500);
    expect(await pair.client.findByEmail('ana@example.com')).toEqual(scripted500);
  });
});

describe('GET /customers/{customerId}', () => {
  it('200: the guest, with null for what is not known', async () => {
    const { client } = await startPair();
    const joao = await client.findByName({ firstName: 'João', lastName: 'Santos' });
    const id = joao.ok ? (joao.value[0]?.id ?? '') : '';
    expect(await client.getGuest(id.toUpperCase())).toEqual({
      ok: true,
      value: { id, firstName: 'João', lastName: 'Santos', phone: '4155550177', email: null },
    });
  });

  it('400: a GUID that is none', async () => {
    const { client } = await startPair();
    expect(await client.getGuest('x')).toEqual(rejected(/customerId/));
  });

  it('404: no one', async () => {
    const { client } = await startPair();
    expect(await client.getGuest(NOBODY)).toEqual(notFound);
    expect(await client.findGuest(NOBODY)).toEqual({ ok: true, value: null });
  });

  it('500', async () => {
    const pair = await startPair();
    script(pair, 'get-guest', 500);
    expect(await pair.client.getGuest(ANA)).toEqual(scripted500);
    expect(await pair.client.findGuest(ANA)).toEqual(scripted500);
  });
});

describe('GET /customers/{customerId}/creditSummary', () => {
  it('200: the balance and the first expiry; nothing and null where there is none', async () => {
    const pair = await startPair();
    const ana = pair.crm.control.store().guests.find(({ guid }) => guid === ANA);
    expect(await pair.client.creditSummary(ANA)).toEqual({
      ok: true,
      value: { amount: 4250, earliestExpiry: ana?.earliestExpiry },
    });
    expect(ana?.earliestExpiry).toEqual(expect.any(Number));
    expect(await pair.client.creditSummary(GRACE)).toEqual({
      ok: true,
      value: { amount: 0, earliestExpiry: null },
    });
  });

  it('400: a GUID that is none', async () => {
    const { client } = await startPair();
    expect(await client.creditSummary('x')).toEqual(rejected(/customerId/));
  });

  it('404: no one', async () => {
    const { client } = await startPair();
    expect(await client.creditSummary(NOBODY)).toEqual(notFound);
  });

  it('500', async () => {
    const pair = await startPair();
    script(pair, 'credit-summary', 500);
    expect(await pair.client.creditSummary(ANA)).toEqual(scripted500);
  });
});

describe('GET /customers/{customerId}/creditTransactions', () => {
  it('200: a history, newest first, whole and by pages', async () => {
    const pair = await startPair();
    const expected = linesOf(pair, LONG).map(({ guid }) => guid);
    expect(expected).toHaveLength(31);
    const whole = await pair.client.creditHistory(LONG, 100);
    expect(whole.ok && whole.value.map(({ id }) => id)).toEqual(expected);
    const page = await pair.client.creditHistoryPage(LONG, null);
    expect(page.ok && page.value.lines.map(({ id }) => id)).toEqual(expected);
    expect(page.ok && page.value.next).toBeNull();
  });

  it('204: a guest who never had credit has an empty history', async () => {
    const { client } = await startPair();
    expect(await client.creditHistory(GRACE, 10)).toEqual({ ok: true, value: [] });
    expect(await client.creditHistoryPage(GRACE, null)).toEqual({
      ok: true,
      value: { lines: [], next: null },
    });
  });

  it('400: a GUID that is none', async () => {
    const { client } = await startPair();
    expect(await client.creditHistory('x', 10)).toEqual(rejected(/customerId/));
  });

  it('404: no one', async () => {
    const { client } = await startPair();
    expect(await client.creditHistory(NOBODY, 10)).toEqual(notFound);
    expect(await client.creditHistoryPage(NOBODY, null)).toEqual(notFound);
  });

  it('500', async () => {
    const pair = await startPair();
    script(pair, 'guest-transactions', 500);
    expect(await pair.client.creditHistory(ANA, 10)).toEqual(scripted500);
  });
});

describe('POST /customers/{customerId}/creditTransactions', () => {
  it('200: booked to the cent, with its note, its date and the device', async () => {
    const { crm } = await startPair();
    const deviceGuid = randomUUID();
    const other = await startPair({}, { client: { connection: { ...crm, baseUrl: crm.url, deviceGuid } } });
    const given = aCredit({ givenAt: Date.UTC(2026, 1, 3, 4, 5, 6, 7) });
    expect(await other.client.addCredit(given)).toEqual(crmCredit(given));
    expect(crm.control.store().transactions.find(({ guid }) => guid === given.creditId)).toMatchObject({
      type: 'ADD_VALUE',
      guestGuid: GRACE,
      amount: 1999,
      note: given.note,
      localCreatedAt: given.givenAt,
      deviceGuid,
      serverGuid: null,
      approverGuid: null,
    });
    expect(crm.control.requests().flatMap(({ flags }) => flags)).toEqual([]);
  });

  it('400: more than the restaurant allows', async () => {
    const { client, crm } = await startPair({}, { crm: { maxAmount: 1_000 } });
    expect(await client.addCredit(aCredit({ amount: cents(1_001) }))).toEqual(rejected(/maximum/));
    expect(await client.addCredit(aCredit({ guestId: 'x' }))).toEqual(rejected(/customerId/));
    expect(crm.control.store().guests.find(({ guid }) => guid === GRACE)).toMatchObject({ balance: 0 });
  });

  it('404: no one to give it to', async () => {
    const { client } = await startPair();
    expect(await client.addCredit(aCredit({ guestId: NOBODY }))).toEqual(notFound);
  });

  it('500: whether it was booked is not known', async () => {
    const pair = await startPair();
    script(pair, 'add-credit', 500);
    const given = aCredit();
    expect(await pair.client.addCredit(given)).toEqual(scripted500);
    expect(pair.crm.control.store().posts[given.creditId]).toBe(1);
  });
});

describe('every operation', () => {
  it.each(CALLS)(
    '%s: 401 once is a new token, and the same call again unless it writes',
    async (operation, call) => {
      const { client, crm } = await startPair();
      await client.ping();
      crm.control.fault({ operation, effect: { kind: 'expire-token' } });
      expect((await call(client)).ok).toBe(!['add-credit', 'create-guest'].includes(operation));
      expect(crm.control.store().logins.total).toBe(2);
      expect(
        crm.control.requests().filter((each) => each.operation === operation && each.ending === 401),
      ).toHaveLength(1);
    },
  );

  it.each(CALLS)('%s: 403 for a restaurant that is not ours', async (operation, call) => {
    const { crm } = await startPair();
    const connection = { ...crm, baseUrl: crm.url, restaurantGuid: NOBODY, deviceGuid: null };
    const { client } = await startPair({}, { client: { connection } });
    // Of all calls, this alone needs to read first.
    const ask = operation === 'get-transaction' ? () => client.findCredit(NOBODY) : () => call(client);
    expect(await ask()).toEqual({
      ok: false,
      error: { kind: 'unauthorised', stage: 'call', status: 403, requestId: REQUEST_ID },
    });
  });

  it.each(CALLS)('%s: a 400 is said with its words and its request id', async (operation, call) => {
    const pair = await startPair();
    const find = operation === 'get-transaction' ? await firstLine(pair.client) : '';
    script(pair, operation, 400);
    const ask = operation === 'get-transaction' ? pair.client.findCredit(find) : call(pair.client);
    expect(await ask).toEqual(rejected(/^Scripted answer 400$/));
  });

  it.each(CALLS)(
    '%s: the restaurant and the token go along, and no date or name in the address',
    async (_, call) => {
      const { client, crm } = await startPair({ restaurantHeader: 'required' });
      expect((await call(client)).ok).toBe(true);
      expect(crm.control.requests().filter(({ ending }) => ending === 400 || ending === 401)).toEqual([]);
      for (const { path } of crm.control.requests()) expect(path).not.toMatch(/4155550142|Ada|Nilsson|%/);
    },
  );
});
