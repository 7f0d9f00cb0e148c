import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { err, ok } from '../../src-preload/contract/result.ts';
import { createGivenLines } from '../audit/given-lines.ts';
import type { Ledger } from '../audit/ledger.ts';
import { createGivenInOutbox } from '../outbox/reads/given.ts';
import type { Database } from '../ports.ts';
import { openTestLedger } from '../testing/audit-kit.ts';
import { createFakeTime, type FakeTime } from '../testing/fakes.ts';
import { createGivenCredits } from './credits-given.ts';
import type { CrmLine } from './gateway.ts';
import { reportCsv } from './report-csv.ts';
import { createReports, type ReportPorts } from './reports.ts';

let dir: string;
let db: Database;
let ledger: Ledger;
let time: FakeTime;
const GUEST = 'bbbbbbbb-0000-4000-8000-000000000001';
const MARCO = { id: 's1', shortName: 'Marco D.', role: 'server' } as const;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-reports-'));
  time = createFakeTime(Date.parse('2026-11-22T00:10:00Z'));
  const opened = await openTestLedger(join(dir, 'kiosk.db'), { time });
  db = opened.db;
  ledger = opened.ledger;
});
afterEach(() => {
  ledger.stop();
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

/** A credit as the outbox and the ledger have it once it was accepted. */
function give(id: string, amount: number, state = 'settled', detail: object = { state }): void {
  const now = time.clock.now();
  db.run(
    `INSERT INTO outbox (id, kind, guest_id, amount, reason_id, note, given_at, accepted_at, given_by_id, given_by, state, since, detail)
     VALUES (?, 'add-credit', ?, ?, 'long-wait', '', ?, ?, 's1', 'Marco D.', ?, ?, ?)`,
    [id, GUEST, amount, now, now, state, now, JSON.stringify(detail)],
  );
  ledger.append({
    kind: 'issued',
    by: MARCO,
    approver: null,
    approvalId: null,
    way: null,
    creditId: id,
    guestId: GUEST,
    amount: cents(amount),
    reasonId: 'long-wait',
  });
}
const settledInLedger = (creditId: string) =>
  ledger.append({
    kind: 'outbox',
    creditId,
    guestId: GUEST,
    state: 'settled',
    code: null,
    requestId: null,
    how: 'answered',
    replacement: null,
  });

const line = (id: string, amount: number, at: number): CrmLine => ({
  id,
  type: 'ADD_VALUE',
  amount: cents(amount),
  at,
  guestId: GUEST,
  note: null,
  localCreatedDate: null,
  expiresAt: null,
  familyId: null,
  serverId: null,
  approverId: null,
  deviceId: null,
  restaurantId: null,
});

function reports(over: Partial<ReportPorts> = {}) {
  const inOutbox = createGivenInOutbox(db, () => true);
  return createReports({
    clock: time.clock,
    timeZone: 'America/New_York',
    dayEndsAtHour: 4,
    given: createGivenCredits(inOutbox, createGivenLines(db, inOutbox.has)),
    crmHistory: { creditsOfPeriod: async () => ok([]) },
    findCrmCredit: async () => ok(null),
    describe: () => ({ reasonId: null, words: null, by: null, approvedBy: null }),
    nameOf: () => null,
    aheadMs: () => null,
    ...over,
  });
}
const today = (all: ReturnType<typeof reports>) => {
  const day = all.day(null);
  if (!day) throw new Error('no day');
  return day;
};

test('a credit that has left the outbox is still in the report of its day, in the state the record has', () => {
  give('a', 1_000);
  give('b', 500);
  settledInLedger('a');
  db.run("DELETE FROM outbox WHERE id = 'a'");
  const all = reports();
  expect(all.ofKiosk(today(all))).toMatchObject({
    given: { count: 2, sum: 1_500 },
    settled: { count: 2, sum: 1_500 },
  });
  ledger.append({ kind: 'undone', by: MARCO, creditId: 'b' });
  db.run("DELETE FROM outbox WHERE id = 'b'");
  expect(all.ofKiosk(today(all))).toMatchObject({ given: { count: 1 }, undone: { count: 1, sum: 500 } });
});

test('another day has its own', async () => {
  give('a', 1_000);
  await time.pass(24 * 3_600_000);
  give('b', 300);
  const all = reports();
  expect(all.ofKiosk(today(all)).given).toEqual({ count: 1, sum: 300 });
  const yesterday = all.day('2026-11-21');
  expect(yesterday && all.ofKiosk(yesterday)).toMatchObject({
    given: { sum: 1_000 },
    day: { running: false },
  });
  expect(all.day('2026-11-31')).toBeNull();
});

test('the records are asked for as wide as our credits may have been booked, and the clocks differ', async () => {
  give('a', 1_000);
  const asked: [number, number][] = [];
  const all = reports({
    aheadMs: () => -3_600_000,
    crmHistory: {
      creditsOfPeriod: async (from, to) => {
        asked.push([from, to]);
        return ok([line('a', 1_000, time.clock.now())]);
      },
    },
  });
  const day = today(all);
  const report = await all.ofRestaurant(day, () => {});
  expect(report.ok && report.value.reconciliation).toMatchObject({ agreed: { count: 1 }, differences: [] });
  expect(asked[0]?.[0]).toBe(day.from - 3_900_000);
  expect(asked[0]?.[1]).toBe(day.to + 3_900_000);
  expect(all.linesOf(day)).toHaveLength(1);
});

test('what the lines do not show is asked for by its GUID before it is called missing', async () => {
  give('late', 1_000);
  give('gone', 700);
  const all = reports({
    findCrmCredit: async (id) => ok(id === 'late' ? { amount: cents(1_000), guestId: GUEST } : null),
  });
  const report = await all.ofRestaurant(today(all), () => {});
  expect(report.ok && report.value.reconciliation).toMatchObject({
    checked: { count: 2, sum: 1_700 },
    agreed: { count: 1, sum: 1_000 },
    differences: [{ kind: 'missing', creditId: 'gone' }],
  });
  expect(report.ok && report.value.given.count).toBe(0);
});

test('an error is an error: part of a report is none', async () => {
  const all = reports({
    crmHistory: { creditsOfPeriod: async () => err({ kind: 'offline', sent: 'no', detail: 'x' }) },
  });
  expect(await all.ofRestaurant(today(all), () => {})).toMatchObject({
    ok: false,
    error: { kind: 'offline' },
  });
  expect(all.linesOf(today(all))).toBeNull();
});

test('stopping ends the reading, and so does another one', async () => {
  const signals: AbortSignal[] = [];
  const all = reports({
    crmHistory: {
      creditsOfPeriod: (_from, _to, options) =>
        new Promise((resolve) => {
          const { signal } = options ?? {};
          if (signal) signals.push(signal);
          signal?.addEventListener('abort', () => resolve(err({ kind: 'aborted' })));
        }),
    },
  });
  const first = all.ofRestaurant(today(all), () => {});
  const second = all.ofRestaurant(today(all), () => {});
  expect(await first).toMatchObject({ ok: false, error: { kind: 'aborted' } });
  expect(signals[1]?.aborted).toBe(false);
  all.stop();
  expect(await second).toMatchObject({ ok: false, error: { kind: 'aborted' } });
});

test('the CSV has every credit once a source, exact money, no formula, and no words of Toast’s', () => {
  give('a', 1_005);
  give('b', 300, 'cancelled', { state: 'cancelled', how: 'undone' });
  const all = reports();
  const day = today(all);
  const rows = parse(
    reportCsv({
      day,
      credits: all.creditsOf(day),
      lines: [
        line('x', 99, day.from),
        { ...line('y', 5, day.from), at: null, type: { unknown: 'Ana Petrescu' } },
        { ...line('z', 7, day.from), type: { unknown: 'GIFT_CARD' } },
      ],
      describe: () => ({ reasonId: null, words: 'for Ana', by: 'Ana Petrescu', approvedBy: 'Priya N.' }),
      isStaff: (name) => name === 'Priya N.',
      reasonLabel: () => '=HYPERLINK("x")',
      timeZone: 'America/New_York',
      decimals: 2,
    }),
    { bom: true, columns: true },
  ) as Record<string, string>[];
  expect(rows.map((row) => [row['source'], row['amount'], row['state on this kiosk'], row['type']])).toEqual([
    ['this kiosk', '10.05', 'settled', 'ADD_VALUE'],
    ['this kiosk', '3.00', 'cancelled (undone)', 'ADD_VALUE'],
    ['Toast', '0.99', '', 'ADD_VALUE'],
    ['Toast', '0.05', '', 'OTHER'],
    ['Toast', '0.07', '', 'GIFT_CARD'],
  ]);
  expect(rows[0]?.['local time']).toBe('2026-11-21 19:10:00');
  expect(rows[0]?.['reason']).toBe('\'=HYPERLINK("x")');
  expect(rows[2]).toMatchObject({ reason: '', by: '', 'approved by': 'Priya N.' });
});

test('lines that cannot be read are counted: the sums are not whole', async () => {
  const all = reports({
    crmHistory: {
      creditsOfPeriod: async (_from, _to, options) => {
        options?.onUnreadable?.(1);
        options?.onUnreadable?.(2);
        return ok([line('a', 1_000, time.clock.now())]);
      },
    },
  });
  expect(await all.ofRestaurant(today(all), () => {})).toMatchObject({ ok: true, value: { unreadable: 3 } });
});
