import { expect, test } from 'vitest';
import { err, ok } from '../../../src-preload/contract/result.ts';
import type { Entry } from './model.ts';
import { createRecorder } from './recorder.ts';
import { createStore } from './store.ts';

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

test('what the journal refuses does not reach the records', () => {
  const store = createStore((at) => at);
  const failure = { code: 'journal-not-written', detail: 'ENOSPC' } as const;
  expect(createRecorder(store, { append: () => err(failure) })(ADA)).toEqual(err(failure));
  expect(store.guests.size).toBe(0);
});

test('the journal has it before the records do', () => {
  const store = createStore((at) => at);
  let sizeAtAppend: number | null = null;
  const append = () => {
    sizeAtAppend = store.guests.size;
    return ok(undefined);
  };
  expect(createRecorder(store, { append })(ADA).ok).toBe(true);
  expect([sizeAtAppend, store.guests.size]).toEqual([0, 1]);
});

test('without a journal the records alone are written', () => {
  const store = createStore((at) => at);
  expect(createRecorder(store, null)(ADA).ok).toBe(true);
  expect(store.guests.size).toBe(1);
});
