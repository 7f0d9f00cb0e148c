import type { Clock, Scheduler } from '../ports.ts';

/** The PC's own clocks. */
export const realClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

/** The event loop's own timers. */
export const realScheduler: Scheduler = {
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
