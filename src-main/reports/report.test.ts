import { describe, expect, test } from 'vitest';
import { type Cents, cents } from '../../src-preload/contract/money.ts';
import type { CreditState } from '../../src-preload/contract/outbox.ts';
import { businessDayAt, businessDayNamed } from '../domain/business-day.ts';
import type { GivenCredit } from '../domain/given-credit.ts';
import type { CrmLine } from './gateway.ts';
import { kioskReport } from './kiosk-report.ts';
import { reconcile } from './reconcile.ts';
import { linesOfDay, restaurantReport } from './restaurant-report.ts';
import { addUp } from './totals.ts';

const ZONE = 'America/New_York';
const at = (iso: string): number => Date.parse(iso);
const dayOf = (day: string) => {
  const named = businessDayNamed(day, ZONE, 4);
  if (!named) throw new Error(day);
  return { ...named, running: false };
};
const DAY = dayOf('2026-11-21');
const EVENING = at('2026-11-22T00:10:00Z');

const given = (id: string, amount: number, more: Partial<GivenCredit> = {}): GivenCredit => ({
  creditId: id,
  guestId: 'g1',
  amount: cents(amount),
  reasonId: 'long-wait',
  by: 'Marco D.',
  approvedBy: null,
  givenAt: EVENING,
  state: 'settled',
  how: null,
  since: EVENING,
  ...more,
});
const line = (id: string, amount: number, more: Partial<CrmLine> = {}): CrmLine => ({
  id,
  type: 'ADD_VALUE',
  amount: cents(amount),
  at: EVENING,
  guestId: 'g1',
  note: null,
  localCreatedDate: null,
  expiresAt: null,
  familyId: null,
  serverId: null,
  approverId: null,
  deviceId: null,
  restaurantId: null,
  ...more,
});
const nobody = () => null;

describe('business days by name', () => {
  test.each([
    ['an evening', '2026-11-22T00:10:00Z', '2026-11-21', 24],
    ['after midnight', '2026-11-22T08:59:59Z', '2026-11-21', 24],
    ['the morning after', '2026-11-22T09:00:00Z', '2026-11-22', 24],
    ['the night in which clocks go forward', '2026-03-08T07:59:00Z', '2026-03-07', 23],
    ['the night in which they go back', '2026-11-01T08:59:00Z', '2026-10-31', 25],
  ])('%s', (_what, now, name, hours) => {
    const found = businessDayAt(at(now), ZONE, 4);
    expect(found.day).toBe(name);
    expect((found.to - found.from) / 3_600_000).toBe(hours);
    expect(businessDayNamed(name, ZONE, 4)).toEqual(found);
  });

  test('days follow one another without a gap, no matter what the hour they end at and wherever the restaurant is', () => {
    for (const zone of [ZONE, 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC']) {
      for (const hour of [0, 1, 2, 3, 4, 12]) {
        let now = at('2026-01-01T12:00:00Z');
        for (let n = 0; n < 370; n += 1) {
          const day = businessDayAt(now, zone, hour);
          expect(now).toBeGreaterThanOrEqual(day.from);
          expect(now).toBeLessThan(day.to);
          const next = businessDayAt(day.to, zone, hour);
          expect(next.from, `${zone} ${hour} ${day.day}`).toBe(day.to);
          now = day.to;
        }
      }
    }
  });

  test.each(['2026-02-30', '2026-13-01', '21.11.2026', '', '2026-1-1'])('%o is no day', (text) => {
    expect(businessDayNamed(text, ZONE, 4)).toBeNull();
  });
});

describe('hours', () => {
  const listed = (iso: string | null, amount = 500) => ({
    creditId: 'c',
    amount: cents(amount),
    at: iso === null ? null : at(iso),
    reasonId: null,
    words: null,
    by: null,
    approvedBy: null,
    guestName: null,
  });
  const hours = (credits: readonly ReturnType<typeof listed>[], day = DAY, now = day.to) =>
    addUp(credits, day, now).byHour.map(({ at: from, count, sum, running }) => [
      new Date(from).toISOString().slice(11, 16),
      count,
      sum,
      running,
    ]);

  test('from the first credit to the last, empty hours between them, none where there is nothing', () => {
    expect(hours([listed('2026-11-21T23:59:00Z'), listed('2026-11-22T01:00:00Z', 700)])).toEqual([
      ['23:00', 1, 500, false],
      ['00:00', 0, 0, false],
      ['01:00', 1, 700, false],
    ]);
    expect(hours([])).toEqual([]);
    expect(hours([listed(null)])).toEqual([]);
  });

  test('the hour that is on runs, up to now', () => {
    expect(hours([listed('2026-11-21T23:10:00Z')], DAY, at('2026-11-22T01:30:00Z'))).toEqual([
      ['23:00', 1, 500, false],
      ['00:00', 0, 0, false],
      ['01:00', 0, 0, true],
    ]);
  });

  test('the night clocks go back has one hour of its clock twice; forward, one less', () => {
    const back = dayOf('2026-10-31');
    // 1:30 in summer time, then 1:30 again.
    expect(hours([listed('2026-11-01T05:30:00Z'), listed('2026-11-01T06:30:00Z')], back)).toEqual([
      ['05:00', 1, 500, false],
      ['06:00', 1, 500, false],
    ]);
    const forward = dayOf('2026-03-07');
    // 1:30, and 3:30 an hour later.
    expect(hours([listed('2026-03-08T06:30:00Z'), listed('2026-03-08T07:30:00Z')], forward)).toHaveLength(2);
    expect(hours([listed('2026-03-08T07:59:59Z')], forward)).toHaveLength(1);
    expect(hours([listed('2026-03-08T08:00:00Z')], forward)).toEqual([]);
  });
});

test('what this kiosk gave: undone, refused and given up stand apart, what is waiting is part of it', () => {
  const report = kioskReport(
    [
      given('a', 1_000, { approvedBy: 'Priya N.' }),
      given('b', 2_500, { state: 'queued', by: 'Sam T.', reasonId: 'cold-food' }),
      given('c', 300, { state: 'cancelled', how: 'undone' }),
      given('d', 400, { state: 'refused' }),
      given('e', 600, { state: 'cancelled', how: 'discarded' }),
      given('f', 700, { state: 'stuck' }),
    ],
    DAY,
    DAY.to,
    (guestId) => `name of ${guestId}`,
  );
  expect(report).toMatchObject({
    given: { count: 3, sum: 4_200 },
    settled: { count: 1, sum: 1_000 },
    onTheWay: { count: 2, sum: 3_200 },
    undone: { count: 1, sum: 300 },
    refused: { count: 1, sum: 400 },
    givenUp: { count: 1, sum: 600 },
    approved: { count: 1, sum: 1_000 },
    byReason: [
      { reasonId: 'cold-food', count: 1, sum: 2_500 },
      { reasonId: 'long-wait', count: 2, sum: 1_700 },
    ],
    byEmployee: [
      { name: 'Sam T.', count: 1, sum: 2_500 },
      { name: 'Marco D.', count: 2, sum: 1_700 },
    ],
  });
  expect(report.largest.map(({ creditId }) => creditId)).toEqual(['b', 'a', 'f']);
  expect(report.largest[0]?.guestName).toBe('name of g1');
});

test('what the records say: each kind of line in its place, a note’s names, and nothing of another day', () => {
  const lines = [
    line('a', 1_000, { note: 'ours' }),
    line('b', 2_000),
    line('c', 500, { type: 'VOID_ADD_VALUE', familyId: 'b' }),
    line('d', 300, { type: 'REDEMPTION' }),
    line('e', 100, { type: 'VOID_REDEMPTION' }),
    line('f', 200, { type: 'EXPIRATION' }),
    line('g', 50, { type: { unknown: 'ADJUSTMENT' } }),
    line('late', 9_000, { at: DAY.to }),
    line('early', 9_000, { at: DAY.from - 1 }),
    line('dateless', 10, { at: null }),
  ];
  const describeNote = (note: string | null) => ({
    reasonId: note === null ? null : 'long-wait',
    words: null,
    by: note === null ? null : 'Marco D.',
    approvedBy: null,
  });
  const report = restaurantReport(linesOfDay(lines, DAY), DAY, DAY.to, describeNote, nobody);
  expect(report).toMatchObject({
    lines: 8,
    given: { count: 3, sum: 3_010 },
    voided: { count: 1, sum: 500 },
    spent: { count: 1, sum: 300 },
    givenBack: { count: 1, sum: 100 },
    other: { count: 2, sum: 250 },
    byEmployee: [
      { name: null, sum: 2_010 },
      { name: 'Marco D.', sum: 1_000 },
    ],
  });
});

describe('reconciliation', () => {
  const held = (
    ours: readonly GivenCredit[],
    lines: readonly CrmLine[],
    others: readonly GivenCredit[] = [],
  ) =>
    reconcile({
      ours,
      lines,
      day: DAY,
      find: (id) => others.find(({ creditId }) => creditId === id) ?? null,
      nameOf: nobody,
    });
  const kinds = (...input: Parameters<typeof held>) =>
    held(...input).differences.map(({ kind, creditId }) => `${kind} ${creditId}`);

  test('what agrees is counted, and nothing is different', () => {
    expect(held([given('a', 1_000), given('b', 500)], [line('a', 1_000), line('b', 500)])).toMatchObject({
      checked: { count: 2, sum: 1_500 },
      agreed: { count: 2, sum: 1_500 },
      differences: [],
      elsewhere: { count: 0 },
    });
  });

  test.each<[string, readonly GivenCredit[], readonly CrmLine[], readonly string[]]>([
    ['settled and not in the books', [given('a', 1_000)], [], ['missing a']],
    ['another amount', [given('a', 1_000)], [line('a', 100)], ['amount a']],
    ['another guest', [given('a', 1_000)], [line('a', 1_000, { guestId: 'g2' })], ['guest a']],
    ['a guest who is not named is none', [given('a', 1_000)], [line('a', 1_000, { guestId: null })], []],
    [
      'the same GUID twice',
      [given('a', 1_000)],
      [line('a', 1_000), line('a', 1_000, { at: EVENING + 5_000 })],
      ['twice a'],
    ],
    ['twice, and not from here', [], [line('x', 500), line('x', 500, { at: EVENING + 1 })], ['twice x']],
    [
      'undone here and booked all the same',
      [given('a', 1_000, { state: 'cancelled', how: 'undone' })],
      [line('a', 1_000)],
      ['unwanted a'],
    ],
    [
      'refused here and booked all the same',
      [given('a', 1_000, { state: 'refused' })],
      [line('a', 1_000)],
      ['unwanted a'],
    ],
    ['refused and not booked', [given('a', 1_000, { state: 'refused' })], [], []],
    [
      'on its way, booked or not',
      [given('a', 1, { state: 'verifying' }), given('b', 2, { state: 'queued' })],
      [line('a', 1)],
      [],
    ],
    [
      'on its way under another amount',
      [given('a', 1_000, { state: 'stuck' })],
      [line('a', 100)],
      ['amount a'],
    ],
    [
      'the worst first',
      [given('a', 1), given('b', 2), given('c', 3, { state: 'refused' }), given('d', 4)],
      [line('b', 3), line('c', 3), line('d', 4), line('d', 4, { at: 1 })],
      ['twice d', 'unwanted c', 'missing a', 'amount b'],
    ],
  ])('%s', (_what, ours, lines, expected) => {
    expect(kinds(ours, lines)).toEqual(expected);
  });

  test('what came from elsewhere is counted apart, of this day alone', () => {
    const { elsewhere, differences } = held(
      [given('a', 1_000)],
      [line('a', 1_000), line('pos', 700), line('tomorrow', 900, { at: DAY.to })],
    );
    expect(elsewhere).toEqual({ count: 1, sum: 700 });
    expect(differences).toEqual([]);
  });

  test('given here on another day and booked in this one is ours, not from elsewhere', () => {
    const yesterday = given('y', 1_200, { givenAt: DAY.from - 3_600_000 });
    const found = held([], [line('y', 1_200)], [yesterday]);
    expect(found).toMatchObject({ checked: { count: 1 }, agreed: { count: 1 }, elsewhere: { count: 0 } });
  });

  test('a void on a POS since is said, and no difference', () => {
    const { voidedSince, differences } = held(
      [given('a', 1_000)],
      [line('a', 1_000), line('v', 1_000, { type: 'VOID_ADD_VALUE', familyId: 'a' })],
    );
    expect(voidedSince).toEqual({ count: 1, sum: 1_000 });
    expect(differences).toEqual([]);
  });

  test('every credit is in exactly one place', () => {
    const states: CreditState[] = [
      'held',
      'queued',
      'sending',
      'verifying',
      'settled',
      'refused',
      'stuck',
      'cancelled',
    ];
    const ours = states.map((state, at) => given(state, at + 1, { state }));
    const all = held(ours, []);
    expect(all.checked.count).toBe(1);
    expect(all.onTheWay.count).toBe(5);
    expect(all.differences.map(({ creditId }) => creditId)).toEqual(['settled']);
  });
});

test('sums are whole beyond what one amount may be', () => {
  const many = Array.from({ length: 3_000 }, (_, n) => line(String(n), 9_999_999 as Cents));
  const report = restaurantReport(
    many,
    DAY,
    DAY.to,
    () => ({ reasonId: null, words: null, by: null, approvedBy: null }),
    nobody,
  );
  expect(report.given).toEqual({ count: 3_000, sum: 3_000 * 9_999_999 });
});
