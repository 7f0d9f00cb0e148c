import { expect, test } from 'vitest';
import { err, ok } from '../../../src-preload/contract/result.ts';
import type { Entry } from './model.ts';
import { createRecorder } from './recorder.ts';
import { createBooks } from './store.ts';

const ADA: Entry = {
  kind: 'guest',
  guest: {
    guid: 'abcdef01-2345-4678-9abc-def012345678',
    firstName: 'Ada',
    lastName: null,
    phone: null,
    email: null,
  },
};

test('what the journal refuses does not reach the books', () => {
  const books = createBooks((at) => at);
  const failure = { code: 'journal-not-written', detail: 'ENOSPC' } as const;
  expect(createRecorder(books, { append: () => err(failure) })(ADA)).toEqual(err(failure));
  expect(books.guests.size).toBe(0);
});

test('the journal has it before the books do', () => {
  const books = createBooks((at) => at);
  let sizeAtAppend: number | null = null;
  const append = () => {
    sizeAtAppend = books.guests.size;
    return ok(undefined);
  };
  expect(createRecorder(books, { append })(ADA).ok).toBe(true);
  expect([sizeAtAppend, books.guests.size]).toEqual([0, 1]);
});

test('without a journal the books alone are written', () => {
  const books = createBooks((at) => at);
  expect(createRecorder(books, null)(ADA).ok).toBe(true);
  expect(books.guests.size).toBe(1);
});
