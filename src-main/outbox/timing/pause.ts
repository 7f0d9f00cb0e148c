import type { Clock, CrmError, Ids } from '../../ports.ts';
import { classify } from '../classify.ts';
import { backOff } from './back-off.ts';
import type { Timing } from './default-timing.ts';

const UNAVAILABLE = 503;

/** Upper bound of the estimated pause while the connection is down, ms. */
const MAX_GUESS_MS = 60_000;

/**
 * How a failure pauses all entries: not at all (null), for an estimated, growing time, or for as long as the CRM asked
 * (ms).
 */
export function pauseOf(error: CrmError): 'guess' | number | null {
  if (error.kind === 'rate-limited') return error.retryAfterMs;
  if (error.kind === 'server-error' && error.status === UNAVAILABLE) return error.retryAfterMs ?? 'guess';
  const { kind } = classify(error);
  return kind === 'not-sent' || kind === 'barred' ? 'guess' : null;
}

/** The pause of the whole queue: while the connection is down, or the CRM rejects everything, no entry is blamed. */
export interface QueuePause {
  /** The monotonic moment at which it ends; in the past where there is none. */
  readonly until: () => number;
  /** A request failed: pauses if the failure affects all entries. */
  readonly after: (error: CrmError) => void;
  /** Pauses for an estimated, growing time. */
  readonly guess: () => void;
  /** The CRM answered a request: the pause is over. */
  readonly over: () => void;
  /** Something says that it may work again. Ends a guess; a pause that the CRM asked for (429, 503) is kept. */
  readonly maybeOver: () => void;
}

export function createQueuePause(ports: {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly timing: Timing;
}): QueuePause {
  const { clock, ids, timing } = ports;
  /** Monotonic moments: what the CRM asked for, and what we guess. */
  let askedUntil = 0;
  let guessedUntil = 0;
  let guesses = 0;

  const guess = (): void => {
    const maxDelayMs = Math.min(timing.maxDelayMs, MAX_GUESS_MS);
    const ms = backOff({ ...timing, maxDelayMs }, guesses, ids.random());
    guessedUntil = Math.max(guessedUntil, clock.monotonic() + ms);
    guesses += 1;
  };

  return {
    until: () => Math.max(askedUntil, guessedUntil),
    after: (error) => {
      const pause = pauseOf(error);
      if (pause === 'guess') guess();
      else if (pause !== null) askedUntil = Math.max(askedUntil, clock.monotonic() + pause);
    },
    guess,
    over: () => {
      guesses = 0;
      askedUntil = 0;
      guessedUntil = 0;
    },
    maybeOver: () => {
      guessedUntil = 0;
    },
  };
}
