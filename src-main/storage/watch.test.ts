import { expect, test } from 'vitest';
import { createFakeLogger, createFakeTime } from '../testing/fakes.ts';
import { watchDatabase } from './watch.ts';

test('with no one giving anything, a file that is gone is noticed within a minute; a rescue that fails is tried again', async () => {
  const time = createFakeTime();
  let [there, full] = [true, true];
  const told: string[] = [];
  const watch = watchDatabase({
    ...time,
    db: { isThere: () => there },
    logger: createFakeLogger(),
    rescue: () => {
      if (full) throw new Error('database or disk is full');
      told.push('rescued');
    },
    onGone: () => told.push('gone'),
    onRescued: () => told.push('opened again'),
  });
  watch.start();
  await time.pass(120_000);
  expect(told).toEqual([]);
  there = false;
  await time.pass(60_000);
  expect(told).toEqual(['gone']);
  expect(watch.gone()).toBe(true);
  full = false;
  await time.pass(60_000);
  expect(told).toEqual(['gone', 'rescued', 'opened again']);
  watch.stop();
  expect(time.timers()).toBe(0);
});
