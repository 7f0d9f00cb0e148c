import { uptime } from 'node:os';
import type { Clock, Scheduler } from '../ports.ts';

/** What the operating system tells of time. */
export interface TimeSources {
  /** UTC ms. */
  readonly wall: () => number;
  /** Fine steps, ms; may stop while the PC sleeps. */
  readonly fine: () => number;
  /** How long the PC has been on, sleep included, s; steps of up to a second. */
  readonly uptime: () => number;
}

/**
 * A clock whose monotonic time counts sleep. libuv's fine time stops in sleep on Linux and macOS; its uptime does not
 * (CLOCK_BOOTTIME, kern.boottime, GetTickCount64), but moves in steps. The later of both is less than one step from the
 * truth, and never goes back.
 */
export function createClock({ wall, fine, uptime }: TimeSources): Clock {
  const upMs = (): number => {
    try {
      return uptime() * 1000;
    } catch {
      // A system that does not say how long it has been on: the fine time alone counts.
      return Number.NEGATIVE_INFINITY;
    }
  };
  const began = { fine: fine(), up: upMs() };
  let slept = 0;
  let last = began.fine;
  return {
    now: wall,
    monotonic: () => {
      const awake = fine() - began.fine;
      const up = upMs() - began.up;
      if (Number.isFinite(up)) slept = Math.max(slept, up - awake);
      last = Math.max(last, began.fine + awake + slept);
      return last;
    },
  };
}

/** A timer of the system looks at the clock at least this often, ms: its own time may stop in sleep. */
const LOOK_EVERY_MS = 10_000;

/** Timers by a clock that counts sleep: what came due asleep runs within ten seconds of waking. */
export function createScheduler(clock: Pick<Clock, 'monotonic'>): Scheduler {
  return {
    after: (ms, run) => {
      const due = clock.monotonic() + ms;
      let timer: NodeJS.Timeout;
      const arm = (leftMs: number): void => {
        timer = setTimeout(
          () => {
            const left = due - clock.monotonic();
            if (left > 0) arm(left);
            else run();
          },
          Math.min(leftMs, LOOK_EVERY_MS),
        );
      };
      arm(ms);
      return () => clearTimeout(timer);
    },
  };
}

/** The PC's own clocks. */
export const realClock: Clock = createClock({
  wall: () => Date.now(),
  fine: () => performance.now(),
  uptime,
});

/** The event loop's own timers, sleep counted. */
export const realScheduler: Scheduler = createScheduler(realClock);
