import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { createScriptedCrm } from '../testing/crm/scripted-crm.ts';
import { createFakeRowSeals, createFakeSealer } from '../testing/fakes.ts';
import { createBench, credit, newGuest } from '../testing/outbox-kit.ts';
import type { Entry } from './entry.ts';
import type { CreditWork, GuestWork } from './payload.ts';
import { type Accepting, createOutboxStore, type OutboxStore } from './store.ts';

let bench: ReturnType<typeof createBench>;
let db: ReturnType<typeof bench.run>['db'];
let store: OutboxStore;
let told: string[];

beforeEach(async () => {
  bench = createBench();
  const run = bench.run(createScriptedCrm());
  await run.outbox.stop(0);
  db = run.db;
  told = [];
  store = createOutboxStore(db, createFakeSealer(), createFakeRowSeals(db), ({ at }, event) =>
    told.push(`${event} ${at.state}`),
  );
});
afterEach(() => bench.remove());

const LIMITS = { count: 3, sum: cents(5_000), ageMs: 1_000 };
const HOW: Accepting = { undoMs: 0, limits: LIMITS, now: 10, acceptedAt: 10, ageOf: () => 0 };

const creditWork = (more: Partial<CreditWork> = {}): CreditWork => ({
  kind: 'add-credit',
  ...credit({ amount: cents(1_000) }),
  ...more,
});

function guestWork(): GuestWork {
  const { guest, ...rest } = newGuest();
  return { kind: 'create-guest', id: guest.guestId, guestId: guest.guestId, guest, ...rest };
}

function accepted(work: CreditWork | GuestWork, how: Partial<Accepting> = {}): Entry {
  const entry = store.accept(work, { ...HOW, ...how });
  if (!entry.ok) throw new Error(entry.error.code);
  return entry.value;
}

const history = (id: string) =>
  db.all('SELECT event, state, detail FROM outbox_history WHERE id = ? ORDER BY seq', [id]);

describe('what may wait', () => {
  test('so many, and no more', () => {
    for (let n = 0; n < 3; n += 1) accepted(creditWork());
    expect(store.accept(creditWork(), HOW)).toMatchObject({
      ok: false,
      error: { code: 'too-much-waiting', count: 3, sum: 3_000 },
    });
  });

  test('so much, to the cent; a new guest is worth nothing', () => {
    accepted(creditWork({ amount: cents(4_900) }));
    expect(store.accept(creditWork({ amount: cents(101) }), HOW).ok).toBe(false);
    accepted(creditWork({ amount: cents(100) }));
    accepted(guestWork());
    expect(store.waiting()).toEqual({ count: 3, sum: 5_000, needPerson: 0 });
  });

  test('so long: asked of what came in first', () => {
    const [first] = [accepted(creditWork()), accepted(creditWork())];
    const ages = (of: Entry): number => (of.work.id === first.work.id ? 1_001 : 5);
    expect(store.accept(creditWork(), { ...HOW, ageOf: ages })).toEqual({
      ok: false,
      error: { code: 'waiting-too-long', oldestMs: 1_001 },
    });
    expect(store.accept(creditWork(), { ...HOW, ageOf: () => 1_000 }).ok).toBe(true);
  });

  test('what is waiting for a person, or may still be undone, does not wait for the line', () => {
    const held = accepted(creditWork(), { undoMs: 5 });
    const stuck = accepted(creditWork());
    store.put(stuck, { ...stuck, at: { state: 'stuck', why: 'too-old' } }, 'too-old', 11);
    expect(held.at.state).toBe('held');
    expect(store.accept(creditWork(), { ...HOW, ageOf: () => 9_999 }).ok).toBe(true);
  });
});

describe('the same again', () => {
  test('is what is there, also past the limits, and only the time may be another', () => {
    const work = creditWork();
    const entry = accepted(work);
    expect(store.accept({ ...work, givenAt: 99 }, { ...HOW, ageOf: () => 9_999 })).toEqual({
      ok: true,
      value: entry,
    });
    expect(store.open()).toHaveLength(1);
  });

  test.each<[string, Partial<CreditWork>]>([
    ['another guest', { guestId: 'g-2' }],
    ['another amount', { amount: cents(1) }],
    ['another reason', { reasonId: 'other' }],
    ['another note', { note: 'Other' }],
  ])('with %s is not the same', (_what, other) => {
    const work = creditWork();
    accepted(work);
    expect(store.accept({ ...work, ...other }, HOW)).toEqual({ ok: false, error: { code: 'other-content' } });
  });

  test('a guest is known by the GUID; a credit under it is something else', () => {
    const guest = guestWork();
    const entry = accepted(guest);
    const again = { ...guest, guest: guest.guest && { ...guest.guest, firstName: 'Anna' } };
    expect(store.accept(again, HOW)).toEqual({ ok: true, value: entry });
    expect(store.accept(creditWork({ id: guest.id }), HOW).ok).toBe(false);
    const given = creditWork();
    accepted(given);
    expect(store.accept({ ...guestWork(), id: given.id }, HOW).ok).toBe(false);
  });
});

describe('a change', () => {
  test('of what is no longer so changes nothing, notes nothing and tells no one', () => {
    const entry = accepted(creditWork());
    const sending = { ...entry, at: { state: 'sending', attempts: 1, doubt: false } } as const;
    expect(store.put(entry, sending, 'attempt', 11)).toBe(true);
    expect(store.put(entry, sending, 'attempt', 12)).toBe(false);
    expect(history(entry.work.id).map(({ event }) => event)).toEqual(['accepted', 'attempt']);
    expect(told).toEqual(['accepted queued', 'attempt sending']);
  });

  test.each<['settled' | 'cancelled', Entry['at']]>([
    ['settled', { state: 'settled', how: 'answered' }],
    ['cancelled', { state: 'cancelled', how: 'discarded', by: 'Priya N.', reason: 'typed in twice' }],
  ])('that ends a guest as %s lets go of what is known of them', (_state, at) => {
    const entry = accepted(guestWork());
    const sealed = () => db.get('SELECT sealed FROM outbox WHERE id = ?', [entry.work.id])?.['sealed'];
    expect(sealed()).not.toBeNull();
    store.put(entry, { ...entry, at }, 'end', 11);
    expect(sealed()).toBeNull();
  });

  test('that a person made of a guest is kept: they are a new guest', () => {
    const entry = accepted(guestWork());
    if (entry.work.kind !== 'create-guest') throw new Error('No guest');
    expect(entry.work.confirmedNew).toBe(false);
    const at = { state: 'queued', delayMs: 0, attempts: 0, doubt: true } as const;
    store.put(entry, { ...entry, work: { ...entry.work, confirmedNew: true }, at }, 'confirm-new', 11);
    expect(store.get(entry.work.id)?.work).toMatchObject({ confirmedNew: true });
  });

  test('of the date it ages by leaves everything else, and stands in its history', () => {
    const entry = accepted(creditWork());
    store.date(entry.work.id, 5, 12);
    store.date('unknown', 5, 12);
    expect(store.get(entry.work.id)).toEqual({ ...entry, acceptedAt: 5 });
    expect(history(entry.work.id).map(({ event, state }) => [event, state])).toEqual([
      ['accepted', 'queued'],
      ['dated', 'queued'],
    ]);
    expect(told).toEqual(['accepted queued']);
  });

  test('to an earlier one moves only what is dated after a moment', () => {
    const [one, two] = [accepted(creditWork()), accepted(creditWork())];
    store.date(one.work.id, 100, 12);
    store.date(two.work.id, 101, 12);
    store.dateAhead(100, 7, 13);
    expect([store.get(one.work.id)?.acceptedAt, store.get(two.work.id)?.acceptedAt]).toEqual([100, 7]);
  });
});

test('what cannot be read needs a person; its history keeps what stood there, and it is told of', () => {
  const entry = accepted(creditWork());
  db.run("UPDATE outbox SET detail = '{nonsense' WHERE id = ?", [entry.work.id]);
  createFakeRowSeals(db).seal('outbox', entry.work.id);
  const found = store.markUnreadable(20);
  expect(found.map(({ work, at }) => [work.id, at])).toEqual([
    [entry.work.id, { state: 'stuck', why: 'unreadable-record' }],
  ]);
  expect(history(entry.work.id).at(-1)).toEqual({
    event: 'unreadable',
    state: 'queued',
    detail: '{nonsense',
  });
  expect(told).toEqual(['accepted queued', 'unreadable stuck']);
  expect(db.get('SELECT state, since FROM outbox')).toEqual({ state: 'stuck', since: 20 });
  expect(store.waiting().needPerson).toBe(1);
  expect(store.markUnreadable(21)).toEqual([]);
});

test('what settled under a clock months behind is not deleted for that', () => {
  const entry = accepted(creditWork(), { acceptedAt: 1_000 });
  store.put(entry, { ...entry, since: 5, at: { state: 'settled', how: 'answered' } }, 'answered', 5);
  expect(store.forgetOver(1_000)).toBe(0);
  expect(store.forgetOver(1_001)).toBe(1);
});

test('what is over is deleted once it is old enough; what needs a person stays', () => {
  const [over, waits] = [accepted(creditWork()), accepted(creditWork())];
  store.put(over, { ...over, since: 100, at: { state: 'cancelled', how: 'undone' } }, 'undo', 100);
  store.put(waits, { ...waits, since: 100, at: { state: 'stuck', why: 'too-old' } }, 'too-old', 100);
  expect(store.forgetOver(100)).toBe(0);
  expect(store.forgetOver(101)).toBe(1);
  expect(store.open().map(({ work }) => work.id)).toEqual([waits.work.id]);
});
