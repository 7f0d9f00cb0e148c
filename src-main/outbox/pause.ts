import type { Clock, CrmError, Ids } from '../ports.ts';
import { classify } from './classify.ts';
import { backOff, type Timing } from './schedule.ts';

/** A guess at how long the line stays down never grows beyond this, ms. */
const MOST_GUESS_MS = 60_000;

/** The pause of the whole queue: while the line is down, or the CRM deals with nobody, no entry is blamed for it. */
export interface QueuePause {
  /** The monotonic moment at which it ends; in the past where there is none. */
  readonly until: () => number;
  /** A request failed: pauses where the failure is everybody's. */
  readonly after: (error: CrmError) => void;
  /** Pauses by a growing guess. */
  readonly guess: () => void;
  /** The CRM answered somebody: the pause is over. */
  readonly over: () => void;
  /** Something says that it may work again. Ends a guess; a pause that the CRM asked for (429) is kept. */
  readonly maybeOver: () => void;
}

export function createQueuePause(ports: {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly timing: Timing;
}): QueuePause {
  const { clock, ids, timing } = ports;
  let until = 0;
  let asked = false;
  let guesses = 0;

  const pause = (ms: number, byCrm: boolean): void => {
    asked = byCrm;
    until = Math.max(until, clock.monotonic() + ms);
  };
  const guess = (): void => {
    const mostDelayMs = Math.min(timing.mostDelayMs, MOST_GUESS_MS);
    pause(backOff({ ...timing, mostDelayMs }, guesses, ids.random()), false);
    guesses += 1;
  };

  return {
    until: () => until,
    after: (error) => {
      const { kind } = classify(error);
      if (kind !== 'not-sent' && kind !== 'paused') return;
      if (error.kind === 'rate-limited') pause(error.retryAfterMs, true);
      else guess();
    },
    guess,
    over: () => {
      guesses = 0;
      until = 0;
    },
    maybeOver: () => {
      if (!asked) until = 0;
    },
  };
}
