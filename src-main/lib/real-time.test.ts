import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { createClock, createScheduler } from './real-time.ts';

const HOUR = 3_600_000;

/** A PC whose fine time stops in sleep, and whose uptime moves in steps. */
function pc(stepMs: number, bootedMs = 123_456.789) {
  const truth = { awake: 0, asleep: 0 };
  const clock = createClock({
    wall: () => 0,
    fine: () => 40 + truth.awake,
    uptime: () => Math.floor((bootedMs + truth.awake + truth.asleep) / stepMs) * (stepMs / 1000),
  });
  const began = clock.monotonic();
  return { truth, clock, passed: () => clock.monotonic() - began };
}

test.each([1, 10, 16, 1_000])('80 hours asleep are 80 hours, with uptime in steps of %i ms', (stepMs) => {
  const { truth, passed } = pc(stepMs);
  truth.asleep += 80 * HOUR;
  expect(Math.abs(passed() - 80 * HOUR)).toBeLessThanOrEqual(stepMs);
});

test('awake, milliseconds count though uptime moves in seconds', () => {
  const { truth, passed } = pc(1_000, 123_000);
  for (let ms = 1; ms <= 999; ms += 1) {
    truth.awake = ms;
    expect(passed()).toBeCloseTo(ms, 6);
  }
});

test('through any history of waking and sleeping it never goes back, and is never off by more than a second', () => {
  const steps = fc.array(
    fc.record({
      asleep: fc.boolean(),
      ms: fc.oneof(fc.double({ min: 0, max: 1_500, noNaN: true }), fc.nat(90 * HOUR)),
    }),
    { minLength: 1, maxLength: 400 },
  );
  fc.assert(
    fc.property(fc.constantFrom(1, 10, 16, 1_000), fc.nat(10_000_000), steps, (stepMs, booted, history) => {
      const { truth, passed } = pc(stepMs, booted / 7);
      let before = passed();
      for (const { asleep, ms } of history) {
        truth[asleep ? 'asleep' : 'awake'] += ms;
        const now = passed();
        expect(now).toBeGreaterThanOrEqual(before);
        expect(Math.abs(now - truth.awake - truth.asleep)).toBeLessThanOrEqual(1_000.01);
        before = now;
      }
    }),
    { numRuns: 100 },
  );
});

test('a system that tells no uptime, or tells less than before: the fine time counts', () => {
  let fine = 0;
  let up: number | null = 100;
  const clock = createClock({
    wall: () => 0,
    fine: () => fine,
    uptime: () => {
      if (up === null) throw new Error('uv_uptime');
      return up;
    },
  });
  fine = 5_000;
  up = 50;
  expect(clock.monotonic()).toBe(5_000);
  up = null;
  fine = 6_000;
  expect(clock.monotonic()).toBe(6_000);
});

afterEach(() => vi.useRealTimers());

test('a timer that came due asleep runs within ten seconds of waking; one that was canceled never does', () => {
  vi.useFakeTimers();
  let now = 0;
  const { after } = createScheduler({ monotonic: () => now });
  const ran: string[] = [];
  after(8 * HOUR, () => ran.push('long'));
  const cancel = after(8 * HOUR, () => ran.push('canceled'));
  const pass = (ms: number): void => {
    now += ms;
    vi.advanceTimersByTime(ms);
  };
  pass(25_000);
  cancel();
  now += 9 * HOUR;
  pass(10_000);
  expect(ran).toEqual(['long']);
});

test('a timer runs at its moment, not before', () => {
  vi.useFakeTimers();
  let now = 0;
  const { after } = createScheduler({ monotonic: () => now });
  const ran: number[] = [];
  after(25_000, () => ran.push(now));
  for (let i = 0; i < 300; i += 1) {
    now += 100;
    vi.advanceTimersByTime(100);
  }
  expect(ran).toEqual([25_000]);
});
