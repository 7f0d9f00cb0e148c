import { expect, test } from 'vitest';
import { createProcessTime, createVirtualTime } from './virtual-time.ts';

test('timers run in the order of their moments, and those of one moment as they were made', async () => {
  const time = createVirtualTime();
  const seen: string[] = [];
  const moments = [7, 3, 9, 3, 1, 8, 1, 5, 3, 9, 2];
  for (const [i, ms] of moments.entries()) time.after(ms, () => seen.push(`${ms}/${i}`));
  await time.runUntil(100);
  const expected = moments.map((ms, i) => ({ ms, i })).sort((a, b) => a.ms - b.ms || a.i - b.i);
  expect(seen).toEqual(expected.map(({ ms, i }) => `${ms}/${i}`));
  expect(time.now()).toBe(100);
});

test('code between two timers runs to its end first, streams and, where asked for, turns of the event loop included', async () => {
  const time = createVirtualTime(2);
  const seen: string[] = [];
  time.after(10, async () => {
    const text = await new Response('a body that is a stream').text();
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(`${text} at ${time.now()}`);
    time.after(5, () => seen.push(`later at ${time.now()}`));
  });
  time.after(11, () => seen.push(`next at ${time.now()}`));
  await time.runUntil(20);
  expect(seen).toEqual(['a body that is a stream at 10', 'next at 11', 'later at 15']);
});

test('a timer that was cancelled, or comes later, does not run', async () => {
  const time = createVirtualTime();
  const seen: number[] = [];
  const cancel = time.after(5, () => seen.push(5));
  time.after(6, () => seen.push(6));
  time.after(7, () => seen.push(7));
  cancel();
  cancel();
  expect(time.waiting()).toBe(2);
  await time.runUntil(6);
  expect(seen).toEqual([6]);
  expect(time.waiting()).toBe(1);
});

test('a process that ended runs nothing more', async () => {
  const time = createVirtualTime();
  const seen: string[] = [];
  const first = createProcessTime(time, () => 0);
  first.scheduler.after(5, () => seen.push('first'));
  const second = createProcessTime(time, () => 0);
  second.scheduler.after(5, () => seen.push('second'));
  first.kill();
  first.scheduler.after(6, () => seen.push('after its end'));
  await time.runUntil(10);
  expect(seen).toEqual(['second']);
});

test('a PC that sleeps runs what came due when it wakes', async () => {
  const time = createVirtualTime();
  const seen: number[] = [];
  let asleepUntil = 0;
  const { scheduler } = createProcessTime(
    time,
    () => 0,
    () => asleepUntil,
  );
  scheduler.after(5, () => seen.push(time.now()));
  const cancel = scheduler.after(6, () => seen.push(-1));
  scheduler.after(50, () => seen.push(time.now()));
  await time.runUntil(4);
  asleepUntil = 30;
  await time.runUntil(20);
  cancel();
  await time.runUntil(60);
  expect(seen).toEqual([30, 50]);
});
