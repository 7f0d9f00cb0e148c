import { describe, expect, test } from 'vitest';
import { type Hours, isOpenAt, keepDisplayAwake } from './opening-hours.ts';

const ZONE = 'America/New_York';
const closed = { mon: null, tue: null, wed: null, thu: null, fri: null, sat: null, sun: null };
const hours: Hours = { ...closed, mon: '11:00-22:00', fri: '17:00-02:00', sun: '00:00-00:00' };

/** A moment by New York's clock. The 2nd of November 2026 is a Monday; its offset is -05:00. */
const at = (text: string): number => Date.parse(`2026-11-${text}:00-05:00`);

describe('opening hours', () => {
  test.each([
    ['02T10:59', false, 'before they begin'],
    ['02T11:00', true, 'as they begin'],
    ['02T21:59', true, 'in the last minute'],
    ['02T22:00', false, 'as they end'],
    ['03T12:00', false, 'on a day without any'],
    ['06T16:59', false, 'before an evening'],
    ['06T23:59', true, 'in an evening'],
    ['07T01:59', true, 'after the midnight of that evening'],
    ['07T02:00', false, 'as that night ends'],
    ['08T00:00', true, 'at the begin of a day without an end'],
    ['08T23:59', true, 'at the end of a day without an end'],
    ['09T00:00', false, 'after it'],
  ])('%s: %s, %s', (moment, open) => {
    expect(isOpenAt(hours, ZONE, at(moment))).toBe(open);
  });

  test('always is always', () => {
    expect(isOpenAt('always', ZONE, at('03T03:00'))).toBe(true);
  });

  test('they go by the restaurant’s clock, and not by this PC’s', () => {
    expect(isOpenAt(hours, 'America/Los_Angeles', at('02T11:00'))).toBe(false);
    expect(isOpenAt(hours, 'America/Los_Angeles', at('02T14:00'))).toBe(true);
  });

  test('the night on which the clocks go back is open through its second hour from one to two', () => {
    const saturday: Hours = { ...closed, sat: '17:00-01:30' };
    // On the 1st of November 2026 at 02:00 the clock shows 01:00 again.
    expect(isOpenAt(saturday, ZONE, Date.parse('2026-11-01T01:15:00-04:00'))).toBe(true);
    expect(isOpenAt(saturday, ZONE, Date.parse('2026-11-01T01:15:00-05:00'))).toBe(true);
    expect(isOpenAt(saturday, ZONE, Date.parse('2026-11-01T01:30:00-05:00'))).toBe(false);
  });
});

test('the display is kept awake while they last, and may sleep after them', () => {
  let now = at('02T10:59');
  const waiting: (() => void)[] = [];
  const said: boolean[] = [];
  const stop = keepDisplayAwake(
    {
      clock: { now: () => now, monotonic: () => now },
      scheduler: {
        after: (_ms, run) => {
          waiting.push(run);
          return () => void waiting.splice(waiting.indexOf(run), 1);
        },
      },
      device: { keepAwake: (on) => void said.push(on) },
    },
    hours,
    ZONE,
  );
  for (const moment of ['02T11:00', '02T22:00']) {
    now = at(moment);
    waiting.shift()?.();
  }
  expect(said).toEqual([false, true, false]);
  stop();
  expect(waiting).toEqual([]);
});
