import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cents } from '../../../src-preload/contract/money.ts';
import { createGivenLog } from '../../audit/given-log.ts';
import { businessDayAt } from '../../domain/business-day.ts';
import { openDatabase } from '../../storage/open-database.ts';
import { createFakeRowSeals, createFakeSealer } from '../../testing/fakes.ts';
import { createOutboxStore } from '../store.ts';
import { createDaySums } from './day-sums.ts';

/** What one guest received, minor units. */
const toGuest = (
  sums: ReturnType<typeof createDaySums>,
  ...of: Parameters<ReturnType<typeof createDaySums>['toGuest']>
): number => sums.toGuest(...of).reduce((sum, { amount }) => sum + amount, 0);

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-sums-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function run() {
  const opened = openDatabase(join(dir, 'kiosk.db'), 'training');
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  const store = createOutboxStore(db, createFakeSealer(), createFakeRowSeals(db));
  const seals = createFakeRowSeals(db);
  const sums = createDaySums(db, seals, createGivenLog(db));
  let serial = 0;
  const give = (iso: string, amount: number, to = 'guest-1', by = 'marco', state = 'held') => {
    serial += 1;
    const id = `credit-${serial}`;
    const at = Date.parse(iso);
    const credit = {
      kind: 'add-credit',
      id,
      guestId: to,
      amount: cents(amount),
      reasonId: 'long-wait',
      note: '',
      givenAt: at,
      givenBy: { id: by, shortName: by },
      approvedBy: null,
    } as const;
    const limits = { count: 100, sum: cents(9_999_999), ageMs: 9e9 };
    const accepted = store.accept(credit, {
      undoMs: 30_000,
      limits,
      now: at,
      acceptedAt: at,
      ageOf: () => 0,
    });
    if (!accepted.ok) throw new Error(accepted.error.code);
    db.run('UPDATE outbox SET state = ? WHERE id = ?', [state, id]);
    seals.seal('outbox', id);
    return id;
  };
  return { db, seals, sums, give };
}

test('what is waiting and what has settled counts; what was undone or refused does not', () => {
  const { sums, give } = run();
  const day = { from: Date.parse('2026-11-21T09:00:00Z'), to: Date.parse('2026-11-22T09:00:00Z') };
  for (const state of [
    'held',
    'queued',
    'sending',
    'verifying',
    'settled',
    'stuck',
    'refused',
    'cancelled',
  ]) {
    give('2026-11-21T20:00:00Z', 100, 'guest-1', 'marco', state);
  }
  expect(sums.byEmployee('marco', day, '')).toBe(600);
  expect(toGuest(sums, 'guest-1', day, '')).toBe(600);
  expect(sums.byEmployee('sam', day, '')).toBe(0);
  expect(sums.waiting('')).toEqual({ count: 6, sum: 600 });
});

test('by whom and to whom are two sums, and the credit in question is left out', () => {
  const { sums, give } = run();
  const day = { from: Date.parse('2026-11-21T09:00:00Z'), to: Date.parse('2026-11-22T09:00:00Z') };
  give('2026-11-21T20:00:00Z', 100, 'guest-1', 'marco');
  give('2026-11-21T20:00:00Z', 200, 'guest-1', 'sam');
  const last = give('2026-11-21T20:00:00Z', 400, 'guest-2', 'marco');
  expect([sums.byEmployee('marco', day, ''), toGuest(sums, 'guest-1', day, '')]).toEqual([500, 300]);
  expect(sums.byEmployee('marco', day, last)).toBe(100);
  expect(toGuest(sums, 'guest-2', day, last)).toBe(0);
  expect(sums.waiting(last)).toEqual({ count: 2, sum: 300 });
});

test('a credit of another day counts for none but its own', () => {
  const { sums, give } = run();
  give('2026-11-21T20:00:00Z', 500);
  const dayOf = (iso: string) => businessDayAt(Date.parse(iso), 'America/New_York', 4);
  expect(sums.byEmployee('marco', dayOf('2026-11-20T20:00:00Z'), '')).toBe(0);
  expect(toGuest(sums, 'guest-1', dayOf('2026-11-20T20:00:00Z'), '')).toBe(0);
  expect(toGuest(sums, 'guest-1', dayOf('2026-11-21T20:00:00Z'), '')).toBe(500);
});

test('it counts on the day it is dated at, and is sent with the time it was given', () => {
  const { db, seals, sums, give } = run();
  const id = give('2027-11-21T20:00:00Z', 500);
  db.run('UPDATE outbox SET accepted_at = ? WHERE id = ?', [Date.parse('2026-11-21T20:00:00Z'), id]);
  seals.seal('outbox', id);
  const day = businessDayAt(Date.parse('2026-11-21T21:00:00Z'), 'America/New_York', 4);
  expect(sums.byEmployee('marco', day, '')).toBe(500);
  expect(db.get('SELECT given_at FROM outbox')).toEqual({ given_at: Date.parse('2027-11-21T20:00:00Z') });
});

test.each([
  // The day summer time begins has 23 hours: it starts at 4 by the old time and ends at 4 by the new.
  ['spring', '2026-03-07T09:00:00Z', '2026-03-08T08:00:00Z'],
  // The day it ends has 25.
  ['autumn', '2026-10-31T08:00:00Z', '2026-11-01T09:00:00Z'],
  ['an ordinary day', '2026-11-21T09:00:00Z', '2026-11-22T09:00:00Z'],
])('the business day over the change of time: %s', (_what, start, end) => {
  const { sums, give } = run();
  const ms = (iso: string, plus = 0) => new Date(Date.parse(iso) + plus).toISOString();
  give(ms(start, -1), 1);
  give(start, 10);
  give(ms(end, -1), 100);
  const sumAt = (iso: string) =>
    sums.byEmployee('marco', businessDayAt(Date.parse(iso), 'America/New_York', 4), '');
  for (const at of [start, ms(start, 3_600_000 * 12), ms(end, -1)]) expect(sumAt(at), at).toBe(110);
  give(end, 1_000);
  expect(sumAt(start)).toBe(110);
  expect(sumAt(end)).toBe(1_000);
});

test('where a row is gone, or is not as it was written, the log’s line counts in its place', () => {
  const { db, sums, give } = run();
  const day = { from: Date.parse('2026-11-21T09:00:00Z'), to: Date.parse('2026-11-22T09:00:00Z') };
  const at = Date.parse('2026-11-21T20:00:00Z');
  const tell = (kind: string, event: object): void => {
    db.run(
      `INSERT INTO ledger (seq, epoch, at, kind, event, seal)
       SELECT coalesce(max(seq), 0) + 1, 1, ?, ?, ?, '' FROM ledger`,
      [at, kind, JSON.stringify(event)],
    );
  };
  const issue = (creditId: string, amount: number): void =>
    tell('issued', { creditId, guestId: 'guest-1', amount, by: { id: 'marco' } });
  const both = () => [sums.byEmployee('marco', day, ''), toGuest(sums, 'guest-1', day, '')];
  tell('issued', { broken: true });
  for (const [id, amount] of [
    ['credit-1', 100],
    ['credit-2', 200],
    ['credit-3', 400],
  ] as const) {
    issue(id, amount);
    give('2026-11-21T20:00:00Z', amount);
  }
  expect(both()).toEqual([700, 700]);
  db.run("DELETE FROM outbox WHERE id = 'credit-1'");
  db.run("UPDATE outbox SET amount = 1 WHERE id = 'credit-2'");
  db.run("UPDATE outbox SET given_by_id = 'sam', guest_id = 'guest-2' WHERE id = 'credit-3'");
  expect(both()).toEqual([700, 700]);
  expect(sums.byEmployee('sam', day, '')).toBe(0);
  expect(sums.byEmployee('marco', day, 'credit-1')).toBe(600);
  // What was undone, given up or refused was not given.
  tell('undone', { creditId: 'credit-1' });
  tell('outbox', { creditId: 'credit-2', guestId: 'guest-1', state: 'refused' });
  expect(both()).toEqual([400, 400]);
  tell('outbox', { creditId: 'credit-3', guestId: 'guest-1', state: 'settled' });
  expect(both()).toEqual([400, 400]);
});
