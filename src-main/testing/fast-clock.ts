import type { Clock } from '../ports.ts';

/** Time that continues automatically, and faster when told: so that locked keypads open again. */
export function fastClock(): {
  readonly clock: Clock;
  readonly pass: (ms: number) => void;
  /** Someone sets the wall clock. */
  readonly jump: (ms: number) => void;
  /** Time that no one can set, ms. */
  readonly trueMs: () => number;
} {
  let ahead = 0;
  let jumped = 0;
  const trueMs = () => Math.round(performance.now()) + ahead;
  return {
    clock: { now: () => Date.now() + ahead + jumped, monotonic: trueMs },
    pass: (ms) => {
      ahead += Math.round(ms);
    },
    jump: (ms) => {
      jumped += Math.round(ms);
    },
    trueMs,
  };
}
