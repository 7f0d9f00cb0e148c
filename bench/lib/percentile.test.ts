import { expect, test } from 'vitest';
import { percentile } from './percentile.ts';

test('the nearest rank, regardless of the order', () => {
  const samples = Array.from({ length: 100 }, (_, at) => 100 - at);
  expect(percentile(samples, 0.5)).toBe(50);
  expect(percentile(samples, 0.99)).toBe(99);
  expect(percentile(samples, 1)).toBe(100);
  expect(percentile(samples, 0)).toBe(1);
  expect(percentile([7], 0.99)).toBe(7);
});

test('of nothing there is none', () => {
  expect(percentile([], 0.5)).toBeNaN();
});
