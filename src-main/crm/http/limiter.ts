import { err, ok, type Result } from '../../../src-preload/contract/result.ts';
import type { Clock, CrmError, Scheduler } from '../../ports.ts';
import { waited } from './bound.ts';

export interface LimiterOptions {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  /** Longest wait of a call for its turn (ms); a call that would wait longer fails immediately. */
  readonly maxWaitMs?: number;
  /** Between two background calls (ms). 1 s. */
  readonly backgroundEveryMs?: number;
}

/** Keeps one kiosk well below the CRM's limits, and silent while the CRM has asked for a pause. */
export interface Limiter {
  /**
   * Waits for a turn, and for the end of a pause. Fails with `rate-limited` (nothing was sent) where the wait would be
   * too long, or where `signal` fires first (the caller knows why it did). A call that no one is waiting for goes at
   * most once a second and 450 times in 15 minutes, so that ten kiosks that come back together stay under half of what
   * the CRM allows; its turn holds up no call of a host's.
   */
  readonly turn: (
    signal: AbortSignal,
    endpoint?: string,
    who?: 'host' | 'background',
  ) => Promise<Result<null, CrmError>>;
  /**
   * No one gets a turn for so many ms: the CRM asked for it (429), or said that all kiosks together have used up its
   * slice of time. A longer pause already running stays. With `endpoint`, no one who asks for that one.
   */
  readonly pause: (ms: number, endpoint?: string) => void;
}

/**
 * The CRM allows 20 requests a second and 10,000 in 15 minutes, for all kiosks of a restaurant together, in slices
 * of its own clock. Staying below these in every span of that length is staying below them in every slice.
 */
const PER_SECOND = 15;
const SECOND_MS = 1_000;
const PER_QUARTER_HOUR = 9_000;
const QUARTER_HOUR_MS = 15 * 60_000;
const BACKGROUND_EVERY_MS = 1_000;
const BACKGROUND_PER_QUARTER_HOUR = 450;
/** A quarter of an hour is so many of the shortest times between two background turns: a trial in which hours last seconds scales both. */
const TURNS_OF_QUARTER_HOUR = 900;
/** As long as a host waits for an answer without wondering. */
export const MAX_WAIT_MS = 3_000;

/** One of the spacings that a turn keeps. */
interface Booking {
  /** The earliest moment it allows. */
  readonly next: (endpoint: string, now: number) => number;
  readonly book: (at: number) => void;
}

export function createLimiter(options: LimiterOptions): Limiter {
  const { clock, scheduler, maxWaitMs = MAX_WAIT_MS, backgroundEveryMs = BACKGROUND_EVERY_MS } = options;
  // The moments of the last 9,000 turns, in a ring: the one 15 (or 9,000) turns ago says when the next may be.
  const turns = new Float64Array(PER_QUARTER_HOUR).fill(Number.NEGATIVE_INFINITY);
  let next = 0;
  const ALL = '';
  const pauses = new Map<string, number>();
  const pausedUntil = (endpoint = ALL): number =>
    Math.max(pauses.get(ALL) ?? Number.NEGATIVE_INFINITY, pauses.get(endpoint) ?? Number.NEGATIVE_INFINITY);
  /** The moments of the last 450 background turns, oldest first. */
  const background: number[] = [];

  const turnsAgo = (count: number): number =>
    turns[(next - count + PER_QUARTER_HOUR) % PER_QUARTER_HOUR] ?? 0;
  const busy = (ms: number) =>
    err<CrmError>({ kind: 'rate-limited', from: 'limiter', retryAfterMs: Math.ceil(ms), requestId: null });

  /** A background turn's own spacing. A host's turn is taken meanwhile: among all, this one is booked only when it comes. */
  const spaced: Booking = {
    next: (endpoint, now) => {
      const [oldest = Number.NEGATIVE_INFINITY] =
        background.length < BACKGROUND_PER_QUARTER_HOUR ? [] : background;
      return Math.max(
        now,
        (background.at(-1) ?? Number.NEGATIVE_INFINITY) + backgroundEveryMs,
        oldest + TURNS_OF_QUARTER_HOUR * backgroundEveryMs,
        pausedUntil(endpoint),
      );
    },
    book: (at) => {
      background.push(at);
      if (background.length > BACKGROUND_PER_QUARTER_HOUR) background.shift();
    },
  };
  const amongAll: Booking = {
    next: (endpoint, now) => {
      const second = turnsAgo(PER_SECOND) + SECOND_MS;
      const quarterHour = turnsAgo(PER_QUARTER_HOUR) + QUARTER_HOUR_MS;
      return Math.max(now, turnsAgo(1), second, quarterHour, pausedUntil(endpoint));
    },
    book: (at) => {
      turns[next] = at;
      next = (next + 1) % PER_QUARTER_HOUR;
    },
  };

  return {
    pause: (ms, endpoint = ALL) => {
      pauses.set(endpoint, Math.max(pausedUntil(endpoint), clock.monotonic() + ms));
    },
    turn: async (signal, endpoint = ALL, who = 'host') => {
      const latest = clock.monotonic() + maxWaitMs;
      const bookings = who === 'background' ? [spaced, amongAll] : [amongAll];
      for (let done = 0; ; ) {
        const booking = bookings[done];
        if (booking === undefined) return ok(null);
        const now = clock.monotonic();
        const at = booking.next(endpoint, now);
        // Waited for longer than planned (a PC that slept), a turn that has come is taken.
        if (at > Math.max(latest, now)) return busy(at - now);
        booking.book(at);
        if (at > now) await waited(scheduler, at - now, signal);
        if (signal.aborted) return busy(0);
        // A pause may have come while we waited: then that turn is forgone, and after the pause turns are spaced again.
        done = pausedUntil(endpoint) > clock.monotonic() ? 0 : done + 1;
      }
    },
  };
}
