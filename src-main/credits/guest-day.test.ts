import { expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import type { DayHistory } from '../domain/guest-day.ts';
import { createFakeTime } from '../testing/fakes.ts';
import { createGuestDays, mergedDay, sumOf } from './guest-day.ts';
import { DEFAULT_RULES, decide, type LimitFacts, leftOf } from './limits.ts';

const DAY = { from: 1_000, to: 2_000 };
const line = (id: string, at: number, amount = 500): DayHistory['added'][number] => ({
  ...{ id, at, amount: cents(amount) },
  ...{ reasonId: 'long-wait', words: null, by: 'Sam T.', approvedBy: null },
});
const history = (added: DayHistory['added'], voided: readonly string[] = []): DayHistory => ({
  added,
  voided: new Set(voided),
});

test('a credit that is here and at Toast counts once; what the POS and other kiosks gave counts too', () => {
  const here = [
    { id: 'a', amount: 1_000 },
    { id: 'b', amount: 700 },
  ];
  const day = mergedDay(here, history([line('a', 1_500, 1_000), line('pos', 1_600)]), DAY, '');
  expect(day.here).toEqual(here);
  expect(day.elsewhere.map(({ id }) => id)).toEqual(['pos']);
  expect(sumOf([...day.here, ...day.elsewhere])).toBe(2_200);
});

test('what Toast took back was not given, here or elsewhere', () => {
  const day = mergedDay(
    [{ id: 'a', amount: 1_000 }],
    history([line('a', 1_500), line('pos', 1_600)], ['a', 'pos']),
    DAY,
    '',
  );
  expect(day).toEqual({ here: [], elsewhere: [] });
});

test('only the business day counts, from its first moment to before its last, and not the credit in question', () => {
  const added = [line('before', 999), line('first', 1_000), line('last', 1_999), line('after', 2_000)];
  const { elsewhere } = mergedDay([], history([...added, line('this', 1_500)]), DAY, 'this');
  expect(elsewhere.map(({ id }) => id)).toEqual(['first', 'last']);
});

test('where Toast could not be read, this kiosk’s own records are all that is known', () => {
  expect(mergedDay([{ id: 'a', amount: 1 }], null, DAY, '')).toEqual({
    here: [{ id: 'a', amount: 1 }],
    elsewhere: [],
  });
});

test('an answer is believed for five minutes of running time, no matter what the clock says; a failure keeps it', async () => {
  const time = createFakeTime();
  let answer: DayHistory | null = history([]);
  let asked = 0;
  const days = createGuestDays({
    clock: time.clock,
    dayFrom: () => 0,
    readHistory: async () => {
      asked += 1;
      return answer;
    },
  });
  expect(days.known('g')).toBeNull();
  await Promise.all([days.read('g'), days.read('g')]);
  expect(asked).toBe(1);
  answer = null;
  await days.read('g');
  time.jump(86_400_000);
  expect(days.known('g')).not.toBeNull();
  time.sleep(5 * 60_000);
  expect(days.known('g')).toBeNull();
  await days.read('g');
  expect(days.known('g')).toBeNull();
});

const quiet: LimitFacts = {
  employeeToday: 0,
  guestToday: 0,
  waiting: { count: 0, sum: 0 },
  guestUnread: false,
  offlineForMs: null,
};
const rules = { ...DEFAULT_RULES, offline: { alone: cents(400), most: cents(2_000), hours: 24 } };

test.each<[string, Partial<LimitFacts>, ReturnType<typeof leftOf>]>([
  ['nothing given yet', {}, { alone: cents(1_000), rule: 'alone', most: cents(25_000) }],
  [
    'most of the day used',
    { employeeToday: 4_500 },
    { alone: cents(500), rule: 'employee-day', most: cents(25_000) },
  ],
  [
    'the day used up',
    { employeeToday: 5_000 },
    { alone: cents(0), rule: 'employee-day', most: cents(25_000) },
  ],
  [
    'the guest was helped elsewhere',
    { guestToday: 4_800 },
    { alone: cents(200), rule: 'guest-day', most: cents(20_200) },
  ],
  [
    'the guest’s history is unread',
    { guestUnread: true },
    { alone: cents(400), rule: 'offline-amount', most: cents(2_000) },
  ],
  ['offline', { offlineForMs: 5 }, { alone: cents(400), rule: 'offline-amount', most: cents(2_000) }],
  ['nothing left for anyone', { guestToday: 25_000 }, { alone: cents(0), rule: 'guest-day', most: cents(0) }],
])('what is left, %s', (_what, facts, left) => {
  expect(leftOf(rules, 'server', { ...quiet, ...facts })).toEqual(left);
});

test('what is said to be left is what is decided, to the cent, for every role', () => {
  const asked = (amount: number) => ({ amount: cents(amount), reasonId: 'long-wait', note: '' });
  for (const role of ['host', 'server', 'manager'] as const) {
    for (const employeeToday of [0, 1, 4_999, 5_000, 99_500])
      for (const guestToday of [0, 4_999, 24_999, 25_000])
        for (const guestUnread of [false, true]) {
          const facts = { ...quiet, employeeToday, guestToday, guestUnread };
          const left = leftOf(rules, role, facts);
          const verdict = (amount: number) => decide(rules, role, asked(amount), facts).verdict;
          if (left.alone > 0) expect(verdict(left.alone)).toBe('fine');
          if (left.alone < left.most) expect(verdict(left.alone + 1)).toBe('needs-approval');
          expect(verdict(left.most + 1)).toBe('never');
        }
  }
});
