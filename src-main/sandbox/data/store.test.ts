import { expect, test } from 'vitest';
import type { CreditLine, LineType } from './model.ts';
import { guidOf } from './rng.ts';
import { createStore } from './store.ts';

const GUEST = guidOf('a guest');
const line = (
  name: string,
  type: LineType,
  amount: number,
  at: number,
  more: Partial<CreditLine> = {},
): CreditLine => ({
  guid: guidOf(name),
  guestGuid: GUEST,
  type,
  amount,
  at,
  localCreatedAt: at,
  expiresAt: type === 'ADD_VALUE' ? 1000 : null,
  note: null,
  serverGuid: null,
  approverGuid: null,
  deviceGuid: null,
  familyGuid: null,
  ...more,
});
const storeWith = (...lines: readonly CreditLine[]) => {
  const store = createStore((at) => at);
  store.apply({
    kind: 'guest',
    guest: { guid: GUEST, firstName: 'Ana', lastName: 'P', phone: null, email: null },
  });
  for (const each of lines) store.apply({ kind: 'line', line: each });
  return store;
};
const types = (lines: readonly CreditLine[]): string[] => lines.map((each) => each.type);

test('a redemption uses what expires first, whenever it was given', () => {
  const store = storeWith(
    line('late', 'ADD_VALUE', 500, 1, { expiresAt: 900 }),
    line('soon', 'ADD_VALUE', 500, 2, { expiresAt: 300 }),
    line('spent', 'REDEMPTION', 600, 10),
  );
  expect(store.summary(GUEST, 10)).toEqual({ amount: 400, earliestExpiry: 900 });
});

test('what is left of a credit expires on its date, once, and shows as a line of that date', () => {
  const store = storeWith(
    line('soon', 'ADD_VALUE', 500, 1, { expiresAt: 300 }),
    line('late', 'ADD_VALUE', 700, 2, { expiresAt: 900 }),
    line('spent', 'REDEMPTION', 200, 10),
  );
  expect(store.summary(GUEST, 299)).toEqual({ amount: 1000, earliestExpiry: 300 });
  expect(store.summary(GUEST, 300)).toEqual({ amount: 700, earliestExpiry: 900 });
  const [newest] = store.linesOf(GUEST, 5000).filter((each) => each.at === 300);
  expect(newest).toMatchObject({ type: 'EXPIRATION', amount: 300, expiresAt: null });
  expect(types(store.lines(5000))).toEqual([
    'EXPIRATION',
    'EXPIRATION',
    'REDEMPTION',
    'ADD_VALUE',
    'ADD_VALUE',
  ]);
});

test('expirations have the same GUIDs whenever they are noticed', () => {
  const lines = [line('soon', 'ADD_VALUE', 500, 1, { expiresAt: 300 }), line('new', 'ADD_VALUE', 100, 400)];
  const noticedLate = storeWith(...lines).linesOf(GUEST, 400);
  const store = storeWith(...lines.slice(0, 1));
  store.lines(350);
  store.apply({ kind: 'line', line: line('new', 'ADD_VALUE', 100, 400) });
  expect(store.linesOf(GUEST, 400)).toEqual(noticedLate);
});

test('a voided redemption gives back to the credits it took from', () => {
  const store = storeWith(
    line('soon', 'ADD_VALUE', 500, 1, { expiresAt: 300 }),
    line('late', 'ADD_VALUE', 500, 2, { expiresAt: 900 }),
    line('spent', 'REDEMPTION', 600, 10),
    line('void', 'VOID_REDEMPTION', 600, 20, { familyGuid: guidOf('spent') }),
  );
  expect(store.summary(GUEST, 20)).toEqual({ amount: 1000, earliestExpiry: 300 });
  expect(store.isVoided(GUEST, guidOf('spent'))).toBe(true);
});

test('a voided credit is gone', () => {
  const store = storeWith(
    line('a', 'ADD_VALUE', 500, 1),
    line('void', 'VOID_ADD_VALUE', 500, 2, { familyGuid: guidOf('a') }),
  );
  expect(store.summary(GUEST, 3)).toEqual({ amount: 0, earliestExpiry: null });
});

test('lines that do not fit the account are refused, not booked', () => {
  const store = storeWith(line('a', 'ADD_VALUE', 500, 1));
  const apply = (each: CreditLine) => () => store.apply({ kind: 'line', line: each });
  expect(apply(line('b', 'REDEMPTION', 501, 2))).toThrow();
  expect(apply(line('c', 'VOID_ADD_VALUE', 500, 2, { familyGuid: guidOf('?') }))).toThrow();
  expect(apply(line('d', 'VOID_REDEMPTION', 500, 2, { familyGuid: guidOf('?') }))).toThrow();
  expect(store.lines(3)).toHaveLength(1);
  expect(store.summary(GUEST, 3).amount).toBe(500);
});

test('a phone stored in another form is found under that form alone', () => {
  const store = storeWith();
  const search = (phone: string) =>
    store.search(
      { phone, phoneWithCode: null, firstName: null, lastName: null, email: null },
      'whole',
      'national',
    ).length;
  store.apply({ kind: 'phone', guestGuid: GUEST, phone: '4155550142' });
  expect(search('4155550142')).toBe(1);
  store.apply({ kind: 'phone', guestGuid: GUEST, phone: '+14155550142' });
  expect(search('4155550142')).toBe(0);
});

test('the lines of a period have both its ends, newest first, and what expired in it', () => {
  const store = storeWith(
    line('a', 'ADD_VALUE', 100, 10, { expiresAt: 25 }),
    line('b', 'ADD_VALUE', 100, 20),
    line('c', 'ADD_VALUE', 100, 20),
    line('d', 'ADD_VALUE', 100, 30),
  );
  const amountsIn = (from: number, to: number) =>
    store.linesBetween(from, to, 40).map(({ at, type }) => [at, type]);
  expect(amountsIn(20, 30)).toEqual([
    [30, 'ADD_VALUE'],
    [25, 'EXPIRATION'],
    [20, 'ADD_VALUE'],
    [20, 'ADD_VALUE'],
  ]);
  expect(amountsIn(21, 24)).toEqual([]);
  expect(amountsIn(Number.NEGATIVE_INFINITY, 10)).toEqual([[10, 'ADD_VALUE']]);
  expect(store.linesBetween(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 40)).toEqual(store.lines(40));
  expect(amountsIn(30, 20)).toEqual([]);
});

test('credit that comes back expires on its date anyway', () => {
  const store = storeWith(
    line('credit', 'ADD_VALUE', 500, 1, { expiresAt: 300 }),
    line('spent', 'REDEMPTION', 500, 10),
  );
  // Nothing is due for now: nothing is left.
  expect(types(store.lines(100))).toEqual(['REDEMPTION', 'ADD_VALUE']);
  store.apply({
    kind: 'line',
    line: line('back', 'VOID_REDEMPTION', 500, 200, { familyGuid: guidOf('spent') }),
  });
  expect(types(store.lines(299))).toEqual(['VOID_REDEMPTION', 'REDEMPTION', 'ADD_VALUE']);
  expect(types(store.lines(300))).toEqual(['EXPIRATION', 'VOID_REDEMPTION', 'REDEMPTION', 'ADD_VALUE']);
});
