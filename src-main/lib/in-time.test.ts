import { expect, test } from 'vitest';
import { createFakeTime } from '../testing/fakes.ts';
import { inTime } from './in-time.ts';

const never = new Promise<void>(() => {});

test('work that ends in time leaves no timer, work that does not is left behind, and a late failure harms no one', async () => {
  const armed = new Set<() => void>();
  const scheduler = {
    after: (_: number, run: () => void) => {
      armed.add(run);
      return () => armed.delete(run);
    },
  };
  expect(await inTime(Promise.resolve(), 1_000, scheduler)).toBe(true);
  await expect(inTime(Promise.reject(new Error('no')), 1_000, scheduler)).rejects.toThrow('no');
  expect(armed.size).toBe(0);
  const { scheduler: later, pass } = createFakeTime();
  const late = Promise.withResolvers<void>();
  const waits = [inTime(never, 1_000, later), inTime(late.promise, 1_000, later)];
  await pass(1_000);
  expect(await Promise.all(waits)).toEqual([false, false]);
  late.reject(new Error('late'));
  await pass(1);
});
