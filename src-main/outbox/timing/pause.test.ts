import { expect, test } from 'vitest';
import { errors } from '../../testing/crm/scripted-crm.ts';
import { createFakeTime } from '../../testing/fakes.ts';
import { DEFAULT_TIMING } from './default-timing.ts';
import { createQueuePause } from './pause.ts';

function setUp(more: Partial<typeof DEFAULT_TIMING> = {}, random = 1) {
  const time = createFakeTime();
  const ids = { guid: () => '', random: () => random };
  const pause = createQueuePause({ clock: time.clock, ids, timing: { ...DEFAULT_TIMING, ...more } });
  return { time, pause, leftMs: () => Math.max(0, pause.until() - time.clock.monotonic()) };
}

test('a line that is down pauses by a guess that grows to a minute, though single entries back off longer', async () => {
  const { time, pause, leftMs } = setUp();
  const guesses: number[] = [];
  for (let n = 0; n < 9; n += 1) {
    pause.after(errors.notSent);
    guesses.push(leftMs());
    await time.pass(leftMs());
  }
  expect(guesses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1_000));
});

test('a guess is no longer than any back-off may be, and half of it is chance', () => {
  const { pause, leftMs } = setUp({ firstDelayMs: 8_000, maxDelayMs: 5_000 }, 0);
  pause.guess();
  expect(leftMs()).toBe(2_500);
});

test('once the CRM answers anyone it is over, and guessing restarts', () => {
  const { pause, leftMs } = setUp();
  for (let n = 0; n < 5; n += 1) pause.guess();
  pause.over();
  expect(leftMs()).toBe(0);
  pause.guess();
  expect(leftMs()).toBe(1_000);
});

test.each([
  ['the line is down', errors.notSent, 1_000],
  ['no right', errors.denied, 1_000],
  ['the service is gone', { kind: 'service-gone', status: 410 } as const, 1_000],
  ['too much at once', errors.busy, 7_000],
  ['one that may have arrived', errors.cut, 0],
  ['one refused', errors.bad, 0],
  ['an error of its own', errors.server, 0],
])('%s pauses everyone, or no one', (_what, error, ms) => {
  const { pause, leftMs } = setUp();
  pause.after(error);
  expect(leftMs()).toBe(ms);
});

test('what may be over by a sign from outside: a guess; not what the CRM asked for', () => {
  const { pause, leftMs } = setUp();
  pause.guess();
  pause.maybeOver();
  expect(leftMs()).toBe(0);
  pause.after(errors.busy);
  pause.maybeOver();
  expect(leftMs()).toBe(7_000);
  pause.guess();
  pause.maybeOver();
  expect(leftMs()).toBe(7_000);
  pause.over();
  expect(leftMs()).toBe(0);
});

test('a shorter pause does not cut a longer one short', async () => {
  const { time, pause, leftMs } = setUp();
  pause.after(errors.busy);
  await time.pass(1_000);
  pause.guess();
  pause.after({ ...errors.busy, retryAfterMs: 2_000 });
  expect(leftMs()).toBe(6_000);
});

test('nor does a guess that comes out shorter than the one before', () => {
  const chances = [1, 1, 1, 0];
  const time = createFakeTime();
  const ids = { guid: () => '', random: () => chances.shift() ?? 0 };
  const pause = createQueuePause({
    clock: time.clock,
    ids,
    timing: { ...DEFAULT_TIMING, maxDelayMs: 4_000 },
  });
  for (let n = 0; n < 4; n += 1) pause.guess();
  expect(pause.until() - time.clock.monotonic()).toBe(4_000);
});
