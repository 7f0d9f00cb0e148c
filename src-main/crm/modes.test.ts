import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { FaultOrder } from '../../e2e/sandbox-control/faults.ts';
import { cents } from '../../src-preload/contract/money.ts';
import type { GuestToCreate } from '../domain/accepted-credit.ts';
import { toAppError } from '../domain/crm-to-app-error.ts';
import type { CreditToSend } from '../outbox/gateway.ts';
import {
  ANA,
  aCredit,
  closeAll,
  crmCredit,
  GRACE,
  LONG,
  type Pair,
  startPair,
} from '../testing/crm/sandbox-crm-kit.ts';

/**
 * What the client does under each mode of the built-in CRM: under everything the vendor's papers leave open, and
 * everything that goes wrong on the way. What becomes of a credit in the end is the outbox's: ../traps.test.ts.
 */

afterEach(closeAll);

const linesOf = ({ crm }: Pair, guestGuid: string) =>
  crm.control.store().transactions.filter((line) => line.guestGuid === guestGuid);
const operations = ({ crm }: Pair) => crm.control.requests().map(({ operation }) => operation);
const ada = (): GuestToCreate => ({
  guestId: randomUUID(),
  firstName: 'Ada',
  lastName: 'Nilsson',
  phone: '4155550120',
  email: null,
});

describe('a transaction GUID posted again', () => {
  it.each([
    ['replay', (given: CreditToSend) => crmCredit(given)],
    ['reject-400', () => ({ ok: false, error: { kind: 'rejected', status: 400 } })],
    ['conflict-409', () => ({ ok: false, error: { kind: 'rejected', status: 409 } })],
  ] as const)('under %s is answered so, and in the CRM once', async (duplicates, expected) => {
    const pair = await startPair({ duplicates });
    const given = aCredit();
    await pair.client.addCredit(given);
    expect(await pair.client.addCredit(given)).toMatchObject(expected(given));
    expect(linesOf(pair, GRACE)).toHaveLength(1);
  });

  it('under double shows as two lines in the records of the period and in the history, never as one', async () => {
    const pair = await startPair({ duplicates: 'double' });
    const given = aCredit();
    const from = Date.now() - 1_000;
    await pair.client.addCredit(given);
    await expect.poll(() => Date.now()).toBeGreaterThan(linesOf(pair, GRACE)[0]?.at ?? 0);
    await pair.client.addCredit(given);
    const read = await pair.client.creditsOfPeriod(from, Date.now() + 60_000);
    expect(read.ok && read.value.map(({ id }) => id)).toEqual([given.creditId, given.creditId]);
    expect(await pair.client.creditSummary(GRACE)).toMatchObject({ value: { amount: 2 * given.amount } });
    // On one page, and on two.
    for (const maxPerPage of [null, 1]) {
      pair.crm.control.setModes({ mostPerPage: maxPerPage });
      const twice = [{ id: given.creditId }, { id: given.creditId }];
      expect(await pair.client.creditHistory(GRACE, 50)).toMatchObject({ ok: true, value: twice });
      expect(await pair.client.creditHistoryPage(GRACE, null)).toMatchObject({ value: { lines: twice } });
    }
  });
});

describe('a write that goes wrong on the way', () => {
  it.each<[string, FaultOrder['effect'], object, boolean]>([
    ['cut before it was carried out', { kind: 'drop-before' }, { kind: 'offline', sent: 'maybe' }, false],
    ['carried out and cut', { kind: 'drop-after' }, { kind: 'offline', sent: 'maybe' }, true],
    ['carried out and cut half way', { kind: 'truncate' }, { kind: 'offline', sent: 'maybe' }, true],
    ['carried out and never answered', { kind: 'hang-after' }, { kind: 'timeout', afterMs: 400 }, true],
    ['carried out and answered too late', { kind: 'delay-after', ms: 30_000 }, { kind: 'timeout' }, true],
    ['carried out and answered 500', { kind: 'status-after', status: 500 }, { kind: 'server-error' }, true],
    [
      'carried out and answered by a web page',
      { kind: 'status-after', status: 200, body: 'html' },
      { kind: 'unreadable', status: 200 },
      true,
    ],
    [
      'answered 502 in HTML',
      { kind: 'status', status: 502, body: 'html' },
      { kind: 'server-error', status: 502, requestId: null },
      false,
    ],
    [
      'answered 502 with nothing',
      { kind: 'status', status: 502, body: 'empty' },
      { kind: 'server-error', status: 502, requestId: null },
      false,
    ],
  ])('%s: said to be in doubt after one POST, credit and guest alike', async (_what, effect, error, done) => {
    const pair = await startPair();
    const [given, guest] = [aCredit(), ada()];
    pair.crm.control.fault({ operation: 'add-credit', times: 'all', effect });
    pair.crm.control.fault({ operation: 'create-guest', times: 'all', effect });
    const answers = await Promise.all([pair.client.addCredit(given), pair.client.createGuest(guest)]);
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, error });
    expect(pair.crm.control.store().posts[given.creditId]).toBe(1);
    expect(linesOf(pair, GRACE)).toHaveLength(done ? 1 : 0);
    // What the outbox asks before it sends anything again.
    expect(await pair.client.findCredit(given.creditId)).toEqual(
      done ? crmCredit(given) : { ok: true, value: null },
    );
    expect(await pair.client.findGuest(guest.guestId)).toMatchObject(
      done ? { ok: true, value: { guestId: guest.guestId } } : { ok: true, value: null },
    );
  });

  it('carried out after the client stopped waiting: a timeout, then nothing, then there', async () => {
    const pair = await startPair({}, { client: { timeouts: { writeMs: 50 } } });
    const given = aCredit();
    pair.crm.control.fault({ operation: 'add-credit', effect: { kind: 'delay', ms: 700 } });
    expect(await pair.client.addCredit(given)).toEqual({
      ok: false,
      error: { kind: 'timeout', afterMs: 50 },
    });
    expect(await pair.client.findCredit(given.creditId)).toEqual({ ok: true, value: null });
    await expect.poll(async () => pair.client.findCredit(given.creditId)).toEqual(crmCredit(given));
  });
});

describe('reads that lag behind a write', () => {
  it('are told as the CRM tells them: not there, not in the balance, not in the lists, and then there', async () => {
    const pair = await startPair();
    const given = aCredit();
    pair.crm.control.fault({ operation: 'add-credit', effect: { kind: 'lag', for: { reads: 4 } } });
    expect(await pair.client.addCredit(given)).toEqual(crmCredit(given));
    expect(await pair.client.findCredit(given.creditId)).toEqual({ ok: true, value: null });
    expect(await pair.client.creditSummary(GRACE)).toMatchObject({ value: { amount: 0 } });
    expect(await pair.client.creditHistory(GRACE, 10)).toEqual({ ok: true, value: [] });
    const [from, to] = [Date.now() - 60_000, Date.now() + 60_000];
    expect(await pair.client.creditsOfPeriod(from, to)).toEqual({ ok: true, value: [] });
    expect(await pair.client.findCredit(given.creditId)).toEqual(crmCredit(given));
    expect(await pair.client.creditSummary(GRACE)).toMatchObject({ value: { amount: given.amount } });
  });
});

describe('creating that takes a while', () => {
  it('waits through every kind of trouble with the questions, and never posts again', async () => {
    const pair = await startPair({ createPolls: 2 }, { pace: 10 });
    const guest = ada();
    const { fault } = pair.crm.control;
    fault({ operation: 'get-guest', effect: { kind: 'drop-before' } });
    fault({ operation: 'get-guest', effect: { kind: 'status', status: 500 } });
    fault({ operation: 'get-guest', effect: { kind: 'status', status: 200, body: 'html' } });
    expect(await pair.client.createGuest(guest)).toMatchObject({
      ok: true,
      value: { guestId: guest.guestId },
    });
    expect(operations(pair).filter((each) => each === 'create-guest')).toHaveLength(1);
    expect(operations(pair).filter((each) => each === 'get-guest').length).toBeGreaterThan(4);
  });
});

describe('a server in trouble', () => {
  it.each(['html', 'empty'] as const)('502 (%s) once is not noticed by who looks up', async (body) => {
    const pair = await startPair();
    pair.crm.control.fault({ operation: 'search', effect: { kind: 'status', status: 502, body } });
    expect(await pair.client.findByPhone('4155550142')).toMatchObject({ ok: true, value: [{ id: ANA }] });
    expect(operations(pair).filter((each) => each === 'search')).toHaveLength(4);
  });

  it('502 again and again is said so, after two requests', async () => {
    const pair = await startPair();
    const effect = { kind: 'status', status: 502, body: 'html' } as const;
    pair.crm.control.fault({ operation: 'any', times: 'all', effect });
    // The login fails first: the look-up certainly did not leave.
    expect(await pair.client.findByPhone('4155550142')).toMatchObject({
      error: { kind: 'offline', sent: 'no' },
    });
    pair.crm.control.clearFaults();
    pair.crm.control.fault({ operation: 'search', times: 'all', effect });
    expect(await pair.client.findByPhone('4155550142')).toEqual({
      ok: false,
      error: { kind: 'server-error', status: 502, requestId: null },
    });
    expect(operations(pair).filter((each) => each === 'search')).toHaveLength(2);
  });

  it('404 where nothing can be missing is a service that is gone', async () => {
    const pair = await startPair();
    for (const operation of ['search', 'list-transactions', 'create-guest'] as const)
      pair.crm.control.fault({ operation, times: 'all', effect: { kind: 'status', status: 404 } });
    const gone = { ok: false, error: { kind: 'service-gone', status: 404 } };
    expect(await pair.client.findByPhone('4155550142')).toEqual(gone);
    expect(await pair.client.findByEmail('ana@example.com')).toEqual(gone);
    expect(await pair.client.creditsOfPeriod(0, 1)).toEqual(gone);
    expect(await pair.client.createGuest(ada())).toEqual(gone);
  });
});

describe('a storm of 429', () => {
  const busy = (retryAfterSeconds: number | null): FaultOrder['effect'] => ({
    kind: 'status',
    status: 429,
    retryAfterSeconds,
  });

  it('of a second: a look-up waits it out and asks again', async () => {
    const pair = await startPair({}, { pace: 10 });
    pair.crm.control.fault({ operation: 'search', effect: busy(1) });
    expect(await pair.client.findByPhone('4155550142')).toMatchObject({ ok: true, value: [{ id: ANA }] });
    expect(operations(pair).filter((each) => each === 'search')).toHaveLength(4);
  });

  it('that lasts: the first is told how long, and nothing more is sent meanwhile', async () => {
    const pair = await startPair();
    pair.crm.control.fault({ operation: 'any', guid: GRACE, times: 'all', effect: busy(30) });
    const given = aCredit();
    expect(await pair.client.addCredit(given)).toMatchObject({
      error: { kind: 'rate-limited', retryAfterMs: 30_000 },
    });
    for (let n = 0; n < 20; n += 1)
      expect(await pair.client.creditSummary(ANA)).toMatchObject({ error: { kind: 'rate-limited' } });
    expect(operations(pair)).toEqual(['login', 'add-credit']);
  });

  it('that does not say how long: five seconds, and the credit is sent once', async () => {
    const pair = await startPair({ retryAfter: false });
    pair.crm.control.fault({ operation: 'add-credit', times: 'all', effect: busy(null) });
    const given = aCredit();
    expect(await pair.client.addCredit(given)).toMatchObject({
      error: { kind: 'rate-limited', retryAfterMs: 5_000 },
    });
    expect(pair.crm.control.store().posts[given.creditId]).toBe(1);
  });

  it('in the middle of a report: it continues where it was', async () => {
    const pair = await startPair({}, { crm: { guests: 40 }, pace: 10 });
    const to = Date.now();
    pair.crm.control.fault({ operation: 'list-transactions', times: 3, effect: busy(1) });
    const progress: number[] = [];
    const read = await pair.client.creditsOfPeriod(0, to, { onProgress: ({ read: n }) => progress.push(n) });
    expect(read.ok && read.value.map(({ id }) => id)).toEqual(
      pair.crm.control.store().transactions.map(({ guid }) => guid),
    );
    expect(progress.at(-1)).toBe(pair.crm.control.store().transactions.length);
  });

  it('used up by the other kiosks: this one waits for the next slice before it is refused', async () => {
    const pair = await startPair({ limits: { perSecond: 1, perQuarterHour: 10_000 } });
    for (let n = 0; n < 3; n += 1) expect((await pair.client.creditSummary(ANA)).ok).toBe(true);
    expect(pair.crm.control.requests().filter(({ ending }) => ending === 429)).toEqual([]);
  });
});

describe('the token', () => {
  it('that expires early is renewed once for everyone, and a credit leaves once and is not said to be booked', async () => {
    const pair = await startPair();
    await pair.client.ping();
    pair.crm.control.expireToken();
    const given = aCredit();
    const [booked] = await Promise.all([pair.client.addCredit(given), pair.client.creditSummary(ANA)]);
    expect(booked).toMatchObject({ error: { kind: 'unauthorised', stage: 'call', status: 401 } });
    expect(pair.crm.control.store().posts).toEqual({ [given.creditId]: 1 });
    expect(await pair.client.findCredit(given.creditId)).toEqual({ ok: true, value: null });
    expect(pair.crm.control.store().logins).toMatchObject({ total: 2, moreThanTwoInAnHour: false });
  });

  it('that is slow to come is waited for, and the credit has its whole time after it', async () => {
    const pair = await startPair();
    pair.crm.control.fault({ operation: 'login', effect: { kind: 'delay', ms: 600 } });
    const given = aCredit();
    // Longer than the 400 ms a write may take here.
    expect(await pair.client.addCredit(given)).toEqual(crmCredit(given));
  });

  it('that never comes: the credit certainly was not sent', async () => {
    const pair = await startPair({}, { client: { timeouts: { loginMs: 200 } } });
    pair.crm.control.fault({ operation: 'login', times: 'all', effect: { kind: 'hang-before' } });
    const given = aCredit();
    expect(await pair.client.addCredit(given)).toMatchObject({ error: { kind: 'offline', sent: 'no' } });
    expect(pair.crm.control.store().posts).toEqual({});
  });
});

describe('numbers stored with +1', () => {
  it('are found with their +1, once the ten digits found no one, and shown as ten digits', async () => {
    const pair = await startPair({ storedPhones: 'plus-one' });
    expect(await pair.client.findByPhone('4155550142')).toMatchObject({
      ok: true,
      value: [{ id: ANA, phone: '4155550142' }],
    });
    expect(await pair.client.getGuest(ANA)).toMatchObject({ value: { phone: '4155550142' } });
    expect(operations(pair).filter((each) => each === 'search')).toHaveLength(4);
  });

  it('on one record among others: everyone is found where the ten digits find no one', async () => {
    const pair = await startPair();
    pair.crm.control.pos({ kind: 'store-phone', guestGuid: ANA, phone: '+14155550142' });
    expect(await pair.client.findByPhone('4155550142')).toMatchObject({ ok: true, value: [{ id: ANA }] });
  });

  it('asks no second time for a number that was found', async () => {
    const pair = await startPair();
    await pair.client.findByPhone('4155550177');
    // One question, and two that see that its short answer is all.
    expect(operations(pair)).toEqual(['login', 'search', 'search', 'search']);
  });
});

describe('the meaning of page', () => {
  const FORMS = (['page-number', 'page-number-from-0', 'offset', 'offset-from-1'] as const).flatMap(
    (paging) => [true, false].map((links) => ({ paging, links })),
  );

  it.each(FORMS)('%j: the records of a period come whole, each line once, in order', async (modes) => {
    const pair = await startPair(modes, { crm: { guests: 40 }, pace: 20 });
    const store = pair.crm.control.store().transactions;
    expect(store.length).toBeGreaterThan(150);
    const totals = new Set<number | null>();
    const read = await pair.client.creditsOfPeriod(0, Date.now(), {
      onProgress: ({ total }) => totals.add(total),
    });
    expect(read.ok && read.value.map(({ id }) => id)).toEqual(store.map(({ guid }) => guid));
    expect([...totals]).toEqual([modes.links ? store.length : null]);
  });

  /** A hundred credits one after the other, where this PC has much else to do. */
  const PATIENT = { writeMs: 1_000_000, readMs: 1_000_000, loginMs: 1_000_000 };
  const UNHURRIED = { pace: 20, client: { timeouts: PATIENT } };

  it.each(FORMS)('%j: a history scrolled through page by page, too', async (modes) => {
    const pair = await startPair({ ...modes, pastEnd: 'empty-list' }, UNHURRIED);
    for (let n = 0; n < 100; n += 1) {
      expect((await pair.client.addCredit(aCredit({ guestId: LONG, amount: cents(n + 1) }))).ok).toBe(true);
    }
    const ids: string[] = [];
    let from: string | null = null;
    let pages = 0;
    do {
      const page = await pair.client.creditHistoryPage(LONG, from);
      if (!page.ok) throw new Error(page.error.kind);
      expect(page.value.lines.length).toBeGreaterThan(0);
      ids.push(...page.value.lines.map(({ id }) => id));
      from = page.value.next;
      pages += 1;
    } while (from !== null);
    expect(ids).toEqual(linesOf(pair, LONG).map(({ guid }) => guid));
    expect(pages).toBe(3);
  });
});

describe('a clock that is wrong', () => {
  it.each([
    ['ahead', 3_600_000],
    ['behind', -3_600_000],
  ])(
    'an hour %s: credits, balances and pauses are as ever, dates are as the CRM says',
    async (_, clockSkewMs) => {
      const limits = { perSecond: 100, perQuarterHour: 10_000 };
      const pair = await startPair({ clockSkewMs, limits }, { pace: 10 });
      const given = aCredit();
      expect(await pair.client.addCredit(given)).toEqual(crmCredit(given));
      expect(await pair.client.creditSummary(GRACE)).toMatchObject({ value: { amount: given.amount } });
      const [line] = linesOf(pair, GRACE);
      expect(await pair.client.creditHistory(GRACE, 5)).toMatchObject({
        value: [{ id: given.creditId, at: line?.at }],
      });
      expect(Math.abs((line?.at ?? 0) - clockSkewMs - Date.now())).toBeLessThan(60_000);
      // Told by its Reset alone, how long to wait is measured against its own Date.
      pair.crm.control.setModes({ retryAfter: false });
      pair.crm.control.fault({ operation: 'get-guest', effect: { kind: 'status', status: 429 } });
      expect(await pair.client.getGuest(ANA)).toMatchObject({ ok: true });
    },
  );

  it('ahead: a period that ends in the future misses nothing', async () => {
    const pair = await startPair({ clockSkewMs: 600_000 });
    const given = aCredit();
    await pair.client.addCredit(given);
    const from = Date.now() - 60_000;
    expect(await pair.client.creditsOfPeriod(from, Date.now())).toEqual({ ok: true, value: [] });
    expect(await pair.client.creditsOfPeriod(from, Date.now() + 86_400_000)).toMatchObject({
      value: [{ id: given.creditId }],
    });
  });
});

describe('amounts with a minus', () => {
  it('are shown without it, since the type says which way they go', async () => {
    const pair = await startPair({ amountSign: 'signed' });
    const history = await pair.client.creditHistory(ANA, 50);
    expect(history.ok && history.value.map(({ type, amount }) => [type, amount])).toEqual(
      linesOf(pair, ANA).map(({ type, amount }) => [type, amount]),
    );
    expect(history.ok && history.value.some(({ type }) => type === 'REDEMPTION')).toBe(true);
  });
});

describe('names matched by their beginning', () => {
  it('are given as the CRM gives them; phones and e-mails stay exact', async () => {
    const pair = await startPair({ nameMatch: 'starts' });
    const found = await pair.client.findByName({ firstName: null, lastName: 'Petres' });
    expect(found).toMatchObject({ ok: true, value: [{ id: ANA }] });
    expect(await pair.client.findByEmail('ana.petrescu@example')).toEqual({ ok: true, value: [] });
  });
});

describe('lists that come in other ways', () => {
  it.each([1, 7, 20, 49])('%d records a page: a period, a history and a search come whole', async (most) => {
    const pair = await startPair({ mostPerPage: most }, { pace: 20 });
    const lines = linesOf(pair, LONG);
    expect(await pair.client.creditHistory(LONG, 10)).toMatchObject({ ok: true, value: { length: 10 } });
    const from = lines.at(30)?.at ?? 0;
    const store = pair.crm.control.store().transactions.filter(({ at }) => at >= from);
    const read = await pair.client.creditsOfPeriod(from, Date.now());
    expect(read.ok && read.value.map(({ id }) => id)).toEqual(store.map(({ guid }) => guid));
    for (const guest of pair.crm.control
      .store()
      .guests.filter(({ phone }) => phone !== null)
      .slice(0, 5)) {
      const found = await pair.client.findByPhone(guest.phone ?? '');
      expect(found.ok && found.value.map(({ id }) => id)).toContain(guest.guid);
    }
  });

  it('amounts as sums of doubles come: each is its cent, and a credit is settled', async () => {
    const pair = await startPair({ amountDigits: 'artefact' });
    const given = aCredit({ amount: cents(114) });
    expect(await pair.client.addCredit(given)).toMatchObject(crmCredit(given));
    expect(await pair.client.findCredit(given.creditId)).toMatchObject(crmCredit(given));
    expect(await pair.client.creditSummary(GRACE)).toMatchObject({ value: { amount: 114 } });
    expect(await pair.client.creditHistory(GRACE, 5)).toMatchObject({ value: [{ amount: 114 }] });
  });

  it.each(['null-guid', 'odd-value'] as const)(
    'an odd record (%s) costs itself alone, and is counted',
    async (oddRecords) => {
      const pair = await startPair({ oddRecords });
      const lines = linesOf(pair, ANA);
      expect(await pair.client.creditHistoryPage(ANA, null)).toMatchObject({
        ok: true,
        value: { unreadable: 1, lines: { length: lines.length - 1 } },
      });
      let unreadable = 0;
      const read = await pair.client.creditsOfPeriod(0, Date.now(), {
        onUnreadable: (count) => {
          unreadable += count;
        },
      });
      expect(read.ok && read.value.length + unreadable).toBe(pair.crm.control.store().transactions.length);
      expect(unreadable).toBeGreaterThan(0);
      // The one record of this number cannot be read: that is not "no one".
      const guest = ada();
      await pair.client.createGuest(guest);
      expect(await pair.client.findByPhone(guest.phone ?? '')).toMatchObject({
        ok: false,
        error: { kind: 'unreadable' },
      });
      // Anyone who can show it hears of it, also beside one on the same number who can be read.
      for (const value of [[], [{ phone: guest.phone }]]) {
        let heard = 0;
        const onUnreadable = (count: number) => {
          heard += count;
        };
        const found = await pair.client.findByPhone(guest.phone ?? '', undefined, onUnreadable);
        expect(found).toMatchObject({ ok: true, value });
        expect(heard).toBe(1);
        await pair.client.createGuest({ ...ada(), phone: guest.phone });
      }
    },
  );
});

describe('guests merged into another', () => {
  it('are told as the CRM tells them: the other one, and a credit booked for the other one', async () => {
    const pair = await startPair({ merged: [{ from: ANA, into: GRACE }] });
    expect(await pair.client.getGuest(ANA)).toMatchObject({ ok: true, value: { id: GRACE } });
    const given = aCredit({ guestId: ANA });
    expect(await pair.client.addCredit(given)).toMatchObject({ ok: true, value: { guestId: GRACE } });
  });
});

describe('another restaurant of the loyalty set', () => {
  it('is in the history and the balance of a guest, and not in the records of this one', async () => {
    const pair = await startPair();
    const { control } = pair.crm;
    const gave = control.pos({ kind: 'give-elsewhere', guestGuid: GRACE, amount: 700 });
    const id = (gave.ok && gave.value[0]?.guid) || '';
    expect(await pair.client.creditHistory(GRACE, 5)).toMatchObject({ value: [{ id, amount: 700 }] });
    expect(await pair.client.creditSummary(GRACE)).toMatchObject({ value: { amount: 700 } });
    const store = await pair.client.creditsOfPeriod(0, Date.now() + 60_000);
    expect(store.ok && store.value.some((line) => line.id === id)).toBe(false);
    expect(await pair.client.findCredit(id)).toEqual({ ok: true, value: null });
  });

  it('has a client of its own: what it gives is in both histories, and on its own records alone', async () => {
    const pair = await startPair();
    const { url: baseUrl, clientId, clientSecret, secondRestaurantGuid: restaurantGuid } = pair.crm;
    const connection = { baseUrl, clientId, clientSecret, restaurantGuid, deviceGuid: null };
    const second = (await startPair({}, { client: { connection } })).client;
    const given = aCredit();
    expect(await second.addCredit(given)).toEqual(crmCredit(given));
    expect(await second.findCredit(given.creditId)).toEqual(crmCredit(given));
    expect(await pair.client.findCredit(given.creditId)).toEqual({ ok: true, value: null });
    for (const client of [pair.client, second]) {
      expect(await client.creditHistory(GRACE, 5)).toMatchObject({ value: [{ id: given.creditId }] });
    }
    const ids = async (client: Pair['client']) => {
      const read = await client.creditsOfPeriod(0, Date.now() + 60_000);
      return read.ok && read.value.map(({ id }) => id);
    };
    expect(await ids(second)).toEqual([given.creditId]);
    expect(await ids(pair.client)).not.toContain(given.creditId);
    // To the first restaurant it is a transaction of another one, wherever it is seen.
    const elsewhere = { ok: true, value: { creditId: given.creditId, elsewhere: true } };
    expect(await pair.client.addCredit(given)).toMatchObject(elsewhere);
    expect(await pair.client.findInHistory(GRACE, given.creditId)).toMatchObject(elsewhere);
    expect(await second.findInHistory(GRACE, given.creditId)).toEqual(crmCredit(given));
  });
});

describe('an answer of something before the CRM', () => {
  it.each(['html', 'gateway-json', 'text', 'empty'] as const)(
    'a 4xx (%s) proves neither absence nor a no',
    async (body) => {
      for (const status of [400, 404, 405, 409, 426, 431] as const) {
        const pair = await startPair();
        for (const operation of ['get-transaction', 'add-credit', 'search'] as const)
          pair.crm.control.fault({ operation, effect: { kind: 'status', status, body } });
        const unreadable = { ok: false, error: { kind: 'unreadable', status } };
        expect(await pair.client.findCredit(aCredit().creditId)).toMatchObject(unreadable);
        expect(await pair.client.addCredit(aCredit())).toMatchObject(unreadable);
        expect(await pair.client.findByPhone('4155550177')).toMatchObject(unreadable);
      }
    },
  );

  it.each(['html', 'gateway-json', 'text', 'empty'] as const)(
    'neither refuses this kiosk nor ends the service (%s), costs no login, and is told in words of its own',
    async (body) => {
      for (const status of [401, 403, 410, 511] as const) {
        const pair = await startPair();
        await pair.client.ping();
        pair.crm.control.fault({ operation: 'any', times: 'all', effect: { kind: 'status', status, body } });
        const between = { ok: false, error: { kind: 'unreadable', status, between: true } };
        const { client } = pair;
        const answers = [
          await client.ping(),
          await client.findByPhone('4155550177'),
          await client.getGuest(ANA),
          await client.creditSummary(ANA),
          await client.creditHistoryPage(ANA, null),
          await client.findCredit(aCredit().creditId),
          await client.addCredit(aCredit()),
          await client.createGuest(ada()),
        ];
        for (const answer of answers) {
          expect(answer).toMatchObject(between);
          expect(!answer.ok && toAppError(answer.error)).toEqual({ code: 'not-toast' });
        }
        expect(pair.crm.control.store().logins.total).toBe(1);
      }
    },
  );

  it.each(['html', 'text', 'empty'] as const)(
    'with 200 (%s) is no answer of Toast’s, of a login as of a call',
    async (body) => {
      const pair = await startPair();
      const fault = { times: 'all', effect: { kind: 'status', status: 200, body } } as const;
      pair.crm.control.fault({ operation: 'login', ...fault });
      const atLogin = await pair.client.addCredit(aCredit());
      expect(atLogin).toMatchObject({ error: { kind: 'offline', sent: 'no', between: true } });
      expect(!atLogin.ok && toAppError(atLogin.error)).toEqual({ code: 'not-toast' });
      pair.crm.control.clearFaults();
      await pair.client.ping();
      pair.crm.control.fault({ operation: 'any', ...fault });
      for (const answer of [
        await pair.client.findByPhone('4155550177'),
        await pair.client.getGuest(ANA),
        await pair.client.creditSummary(ANA),
        await pair.client.addCredit(aCredit()),
      ]) {
        expect(!answer.ok && toAppError(answer.error)).toEqual({ code: 'not-toast' });
      }
    },
  );
});
