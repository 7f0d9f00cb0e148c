import { expect, test } from 'vitest';
import { createRolls, pickWeighted } from './rolls.ts';

test('a roll is its name’s and its seed’s alone', () => {
  const rolls = createRolls(7);
  const first = rolls('line 0 add-credit #1').next();
  rolls('something else').next();
  expect(rolls('line 0 add-credit #1').next()).toBe(first);
  expect(createRolls(8)('line 0 add-credit #1').next()).not.toBe(first);
});

test('names that differ by a digit roll evenly', () => {
  const rolls = createRolls(7);
  const counts = new Map<number, number>();
  for (let i = 0; i < 10_000; i += 1) {
    const tenth = Math.floor(rolls(`disk 0 ${i}`).next() * 10);
    counts.set(tenth, (counts.get(tenth) ?? 0) + 1);
  }
  for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});

test('picks by weight, and never what weighs nothing', () => {
  const rolls = createRolls(7);
  const counts = { a: 0, b: 0, c: 0 };
  for (let i = 0; i < 4_000; i += 1) counts[pickWeighted(rolls(`pick ${i}`), { a: 3, b: 1, c: 0 })] += 1;
  expect(counts.c).toBe(0);
  expect(counts.a / counts.b).toBeGreaterThan(2.6);
  expect(counts.a / counts.b).toBeLessThan(3.4);
});
