import { describe, expect, test } from 'vitest';
import { backOff, leftAfterRestart } from './back-off.ts';
import { DEFAULT_TIMING } from './default-timing.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

test('the waits are those that docs/RELIABILITY.md promises', () => {
  expect(DEFAULT_TIMING).toEqual({
    undoMs: 30 * SECOND,
    firstDelayMs: SECOND,
    maxDelayMs: 5 * MINUTE,
    settleMs: MINUTE,
    absencesNeeded: 2,
    requestEveryMs: SECOND,
    parallel: 3,
    tooOldMs: 72 * HOUR,
    keepMs: 90 * 24 * HOUR,
  });
});

describe('the back-off', () => {
  test('doubles from a second up to five minutes, and stays there', () => {
    const whole = [0, 1, 2, 3, 8, 9, 100, 5_000].map((step) => backOff(DEFAULT_TIMING, step, 1));
    expect(whole).toEqual([1, 2, 4, 8, 256, 300, 300, 300].map((seconds) => seconds * SECOND));
  });

  test('is between half and all of that, as chance has it, in whole milliseconds', () => {
    expect([0, 0.5, 0.25].map((random) => backOff(DEFAULT_TIMING, 1, random))).toEqual([1_000, 1_500, 1_250]);
    expect(backOff({ firstDelayMs: 3, maxDelayMs: 9 }, 0, 0.4)).toBe(2);
  });
});

describe('what is left of a delay after a restart', () => {
  test.each([
    ['as much as had not passed', 10_000 + 4_000, 6_000],
    ['nothing, once it has passed', 10_000 + 10_000, 0],
    ['nothing, with a clock set forward', 10_000 + HOUR, 0],
    ['all of it and no more, with a clock set back', 10_000 - HOUR, 10_000],
  ])('%s', (_what, now, left) => {
    expect(leftAfterRestart(10_000, 10_000, now)).toBe(left);
  });
});
