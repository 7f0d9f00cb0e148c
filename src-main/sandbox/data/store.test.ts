import { expect, test } from 'vitest';
import type { CreditLine, LineType } from './model.ts';
import { guidOf } from './rng.ts';
import { createBooks } from './store.ts';

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
const booksWith = (...lines: readonly CreditLine[]) => {
  const books = createBooks((at) => at);
  books.apply({
    kind: 'guest',
    guest: { guid: GUEST, firstName: 'Ana', lastName: 'P', phone: null, email: null },
  });
  for (const each of lines) books.apply({ kind: 'line', line: each });
  return books;
};
const types = (lines: readonly CreditLine[]): string[] => lines.map((each) => each.type);

test('a redemption uses what expires first, whenever it was given', () => {
  const books = booksWith(
    line('late', 'ADD_VALUE', 500, 1, { expiresAt: 900 }),
    line('soon', 'ADD_VALUE', 500, 2, { expiresAt: 300 }),
    line('spent', 'REDEMPTION', 600, 10),
  );
  expect(books.summary(GUEST, 10)).toEqual({ amount: 400, earliestExpiry: 900 });
});

test('what is left of a credit expires on its date, once, and shows as a line of that date', () => {
  const books = booksWith(
    line('soon', 'ADD_VALUE', 500, 1, { expiresAt: 300 }),
    line('late', 'ADD_VALUE', 700, 2, { expiresAt: 900 }),
    line('spent', 'REDEMPTION', 200, 10),
  );
  expect(books.summary(GUEST, 299)).toEqual({ amount: 1000, earliestExpiry: 300 });
  expect(books.summary(GUEST, 300)).toEqual({ amount: 700, earliestExpiry: 900 });
  const [newest] = books.linesOf(GUEST, 5000).filter((each) => each.at === 300);
  expect(newest).toMatchObject({ type: 'EXPIRATION', amount: 300, expiresAt: null });
  expect(types(books.lines(5000))).toEqual([
    'EXPIRATION',
    'EXPIRATION',
    'REDEMPTION',
    'ADD_VALUE',
    'ADD_VALUE',
  ]);
});

test('expirations have the same GUIDs whenever they are noticed', () => {
  const lines = [line('soon', 'ADD_VALUE', 500, 1, { expiresAt: 300 }), line('new', 'ADD_VALUE', 100, 400)];
  const noticedLate = booksWith(...lines).linesOf(GUEST, 400);
  const books = booksWith(...lines.slice(0, 1));
  books.lines(350);
  books.apply({ kind: 'line', line: line('new', 'ADD_VALUE', 100, 400) });
  expect(books.linesOf(GUEST, 400)).toEqual(noticedLate);
});

test('a voided redemption gives back to the credits it took from', () => {
  const books = booksWith(
    line('soon', 'ADD_VALUE', 500, 1, { expiresAt: 300 }),
    line('late', 'ADD_VALUE', 500, 2, { expiresAt: 900 }),
    line('spent', 'REDEMPTION', 600, 10),
    line('void', 'VOID_REDEMPTION', 600, 20, { familyGuid: guidOf('spent') }),
  );
  expect(books.summary(GUEST, 20)).toEqual({ amount: 1000, earliestExpiry: 300 });
  expect(books.isVoided(GUEST, guidOf('spent'))).toBe(true);
});

test('a voided credit is gone', () => {
  const books = booksWith(
    line('a', 'ADD_VALUE', 500, 1),
    line('void', 'VOID_ADD_VALUE', 500, 2, { familyGuid: guidOf('a') }),
  );
  expect(books.summary(GUEST, 3)).toEqual({ amount: 0, earliestExpiry: null });
});

test('lines that do not fit the account are refused, not booked', () => {
  const books = booksWith(line('a', 'ADD_VALUE', 500, 1));
  const apply = (each: CreditLine) => () => books.apply({ kind: 'line', line: each });
  expect(apply(line('b', 'REDEMPTION', 501, 2))).toThrow();
  expect(apply(line('c', 'VOID_ADD_VALUE', 500, 2, { familyGuid: guidOf('?') }))).toThrow();
  expect(apply(line('d', 'VOID_REDEMPTION', 500, 2, { familyGuid: guidOf('?') }))).toThrow();
  expect(books.lines(3)).toHaveLength(1);
  expect(books.summary(GUEST, 3).amount).toBe(500);
});

test('a phone stored in another form is found under that form alone', () => {
  const books = booksWith();
  const search = (phone: string) =>
    books.search(
      { phone, phoneWithCode: null, firstName: null, lastName: null, email: null },
      'whole',
      'national',
    ).length;
  books.apply({ kind: 'phone', guestGuid: GUEST, phone: '4155550142' });
  expect(search('4155550142')).toBe(1);
  books.apply({ kind: 'phone', guestGuid: GUEST, phone: '+14155550142' });
  expect(search('4155550142')).toBe(0);
});

test('the lines of a period have both its ends, newest first, and what expired in it', () => {
  const books = booksWith(
    line('a', 'ADD_VALUE', 100, 10, { expiresAt: 25 }),
    line('b', 'ADD_VALUE', 100, 20),
    line('c', 'ADD_VALUE', 100, 20),
    line('d', 'ADD_VALUE', 100, 30),
  );
  const amountsIn = (from: number, to: number) =>
    books.linesBetween(from, to, 40).map(({ at, type }) => [at, type]);
  expect(amountsIn(20, 30)).toEqual([
    [30, 'ADD_VALUE'],
    [25, 'EXPIRATION'],
    [20, 'ADD_VALUE'],
    [20, 'ADD_VALUE'],
  ]);
  expect(amountsIn(21, 24)).toEqual([]);
  expect(amountsIn(Number.NEGATIVE_INFINITY, 10)).toEqual([[10, 'ADD_VALUE']]);
  expect(books.linesBetween(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 40)).toEqual(books.lines(40));
  expect(amountsIn(30, 20)).toEqual([]);
});

test('credit that comes back expires on its date all the same', () => {
  const books = booksWith(
    line('credit', 'ADD_VALUE', 500, 1, { expiresAt: 300 }),
    line('spent', 'REDEMPTION', 500, 10),
  );
  // Nothing is due for now: nothing is left.
  expect(types(books.lines(100))).toEqual(['REDEMPTION', 'ADD_VALUE']);
  books.apply({
    kind: 'line',
    line: line('back', 'VOID_REDEMPTION', 500, 200, { familyGuid: guidOf('spent') }),
  });
  expect(types(books.lines(299))).toEqual(['VOID_REDEMPTION', 'REDEMPTION', 'ADD_VALUE']);
  expect(types(books.lines(300))).toEqual(['EXPIRATION', 'VOID_REDEMPTION', 'REDEMPTION', 'ADD_VALUE']);
});
