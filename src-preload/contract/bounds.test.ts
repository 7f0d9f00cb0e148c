import { expect, test } from 'vitest';
import { isBounded } from './bounds.ts';

const deep = (levels: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = { in: value };
  return value;
};

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['an empty question', {}],
  ['a long place in a history', { guestId: crypto.randomUUID(), from: 'x'.repeat(8_000) }],
  [
    'every setting at once',
    { changes: Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`s${n}`, 'x'])) },
  ],
  ['an object without a prototype', Object.assign(Object.create(null), { a: 1 })],
  ['four levels', deep(4)],
])('%s is read', (_what, message) => {
  expect(isBounded(message)).toBe(true);
});

const cyclic: Record<string, unknown> = {};
cyclic['self'] = cyclic;
const sparse: unknown[] = [];
sparse[4_000_000_000] = 1;

test.each<[string, () => unknown]>([
  ['a string of 100 MB', () => ({ message: 'x'.repeat(100_000_000) })],
  ['a long key', () => ({ ['x'.repeat(100_000)]: 1 })],
  ['many short strings', () => Array.from({ length: 300 }, () => 'x'.repeat(100))],
  ['300,000 keys', () => Object.fromEntries(Array.from({ length: 300_000 }, (_, n) => [`k${n}`, n]))],
  ['a million items', () => Array.from({ length: 1_000_000 }, () => 1)],
  ['a sparse list', () => sparse],
  ['ten thousand levels', () => deep(10_000)],
  ['a circle', () => cyclic],
  ['a map', () => new Map([['pin', '135790']])],
  ['a set', () => new Set([1])],
  ['a date', () => new Date()],
  ['bytes', () => new Uint8Array(8)],
  ['an error', () => new Error('x')],
  ['an object of a number', () => Object(1)],
  ['a large integer', () => 10n],
  ['a function', () => ({ call: () => 1 })],
])('%s is not', (_what, make) => {
  expect(isBounded(make())).toBe(false);
});
