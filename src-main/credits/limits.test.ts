import { expect, test } from 'vitest';
import { cents, MAX_CENTS } from '../../src-preload/contract/money.ts';
import { ROLES } from '../../src-preload/contract/staff.ts';
import {
  type Asked,
  type CreditPolicy,
  DEFAULT_RULES,
  decide,
  type LimitFacts,
  limitsFor,
} from './limits.ts';

const ask = (amount: number, reasonId = 'long-wait', note = ''): Asked => ({
  amount: cents(amount),
  reasonId,
  note,
});
const QUIET: LimitFacts = {
  employeeToday: 0,
  guestToday: 0,
  waiting: { count: 0, sum: 0 },
  guestUnread: false,
  offlineForMs: null,
};
const on = (rules: Partial<CreditPolicy>): CreditPolicy => ({ ...DEFAULT_RULES, ...rules });
const HOUR = 3_600_000;

test.each([
  ['server', ask(1_000), { verdict: 'fine' }],
  ['server', ask(1_001), { verdict: 'needs-approval', rule: 'alone', limit: 1_000 }],
  ['host', ask(1), { verdict: 'needs-approval', rule: 'alone', limit: 0 }],
  ['manager', ask(25_000), { verdict: 'fine' }],
  ['server', ask(25_000), { verdict: 'needs-approval', rule: 'alone', limit: 1_000 }],
] as const)('what one may give alone: %s %o: %o', (role, request, decision) => {
  expect(decide(DEFAULT_RULES, role, request, QUIET)).toEqual(decision);
});

test.each([
  ['manager', ask(25_001), { code: 'amount-over-most', most: 25_000 }, 'most'],
  ['manager', ask(0), { code: 'amount-zero' }, 'amount-zero'],
  ['server', ask(500, 'unheard-of'), { code: 'reason-unknown' }, 'reason'],
  ['server', ask(500, 'something-else', '  '), { code: 'note-required' }, 'note'],
] as const)('the request itself: %s %o never: %o', (role, request, error, rule) => {
  expect(decide(DEFAULT_RULES, role, request, QUIET)).toMatchObject({ verdict: 'never', rule, error });
});

test('a note where the reason needs one', () => {
  expect(decide(DEFAULT_RULES, 'server', ask(500, 'something-else', 'wine'), QUIET)).toEqual({
    verdict: 'fine',
  });
});

test('no one may give alone more than anyone may give', () => {
  const rules = on({ most: cents(500) });
  expect(limitsFor(rules, 'manager')).toEqual({ alone: 500, most: 500 });
});

const employeeDay = on({
  employeeDay: {
    alone: { host: cents(0), server: cents(3_000), manager: cents(9_000) },
    most: cents(10_000),
  },
});
test.each([
  ['server', 2_000, 1_000, 'fine'],
  ['server', 2_001, 1_000, 'needs-approval'],
  ['server', 0, 1_000, 'fine'],
  ['manager', 8_000, 1_000, 'fine'],
  ['manager', 8_001, 1_000, 'needs-approval'],
  ['server', 9_000, 1_000, 'needs-approval'],
  ['server', 9_001, 1_000, 'never'],
  ['manager', 9_001, 1_000, 'never'],
  // A sum may be more than any amount.
  ['server', MAX_CENTS * 3, 1, 'never'],
] as const)('one person’s day: %s gave %d, asks %d: %s', (role, employeeToday, amount, verdict) => {
  const decision = decide(employeeDay, role, ask(amount), { ...QUIET, employeeToday });
  expect(decision.verdict).toBe(verdict);
  if (decision.verdict !== 'fine') expect(decision.rule).toBe('employee-day');
  if (decision.verdict === 'never') {
    expect(decision.error).toEqual({
      code: 'over-employee-day',
      most: 10_000,
      given: Math.min(employeeToday, MAX_CENTS),
    });
  }
});

const guestDay = on({ guestDay: { alone: cents(2_000), most: cents(5_000) } });
test.each([
  ['server', 1_000, 1_000, 'fine'],
  ['server', 1_001, 1_000, 'needs-approval'],
  ['manager', 1_001, 1_000, 'fine'],
  ['manager', 4_000, 1_000, 'fine'],
  ['manager', 4_001, 1_000, 'never'],
  ['server', 4_001, 1_000, 'never'],
] as const)('one guest’s day: %s, guest had %d, asks %d: %s', (role, guestToday, amount, verdict) => {
  const decision = decide(guestDay, role, ask(amount), { ...QUIET, guestToday });
  expect(decision.verdict).toBe(verdict);
  if (decision.verdict !== 'fine') expect(decision.rule).toBe('guest-day');
});

const waiting = on({ waiting: { ...DEFAULT_RULES.waiting, count: 3, sum: cents(4_000) } });
test.each([
  [2, 3_000, 1_000, 'fine'],
  [3, 0, 1, 'never'],
  [1, 3_001, 1_000, 'never'],
] as const)('%d waiting, %d in all, asks %d: %s', (count, sum, amount, verdict) => {
  const decision = decide(waiting, 'server', ask(amount), { ...QUIET, waiting: { count, sum } });
  expect(decision.verdict).toBe(verdict);
  if (decision.verdict === 'never') expect(decision.error).toEqual({ code: 'too-much-waiting', count, sum });
});

const offline = on({
  alone: { host: cents(0), server: cents(20_000), manager: cents(25_000) },
  employeeDay: {
    alone: { host: cents(0), server: cents(90_000), manager: cents(90_000) },
    most: cents(90_000),
  },
  guestDay: { alone: cents(90_000), most: cents(90_000) },
  most: cents(50_000),
  offline: { alone: cents(5_000), most: cents(20_000), hours: 24 },
});
test.each([
  ['server', null, 20_000, 'fine', null],
  ['server', 0, 5_000, 'fine', null],
  ['server', 1, 5_001, 'needs-approval', 'offline-amount'],
  ['manager', 1, 5_001, 'fine', null],
  ['manager', 1, 20_001, 'never', 'offline-amount'],
  ['server', 24 * HOUR - 1, 1_000, 'fine', null],
  ['server', 24 * HOUR, 1_000, 'never', 'offline-hours'],
  ['manager', 90 * HOUR, 1, 'never', 'offline-hours'],
] as const)('offline: %s, for %s ms, asks %d: %s', (role, offlineForMs, amount, verdict, rule) => {
  const decision = decide(offline, role, ask(amount), { ...QUIET, offlineForMs });
  expect(decision.verdict).toBe(verdict);
  if (decision.verdict !== 'fine') expect(decision.rule).toBe(rule);
});

test('what no one may do comes before asking a manager', () => {
  const facts = { ...QUIET, guestToday: 24_999 };
  expect(decide(DEFAULT_RULES, 'host', ask(2), facts)).toMatchObject({
    verdict: 'never',
    rule: 'guest-day',
  });
});

test('the defaults fit one another: the first reasons are within a server’s own limit, every amount within the most', () => {
  const { reasons, alone, most, employeeDay, guestDay } = DEFAULT_RULES;
  const amounts = reasons.flatMap(({ amount }) => (amount === null ? [] : [amount]));
  expect(amounts[0]).toBeLessThanOrEqual(alone.server);
  expect([...amounts].sort((a, b) => a - b)).toEqual(amounts);
  expect(Math.max(...amounts)).toBeLessThanOrEqual(Math.min(most, guestDay.alone));
  for (const role of ROLES) {
    expect(alone[role]).toBeLessThanOrEqual(employeeDay.alone[role]);
    expect(alone[role]).toBeLessThanOrEqual(most);
  }
});
