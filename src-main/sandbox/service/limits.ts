import type { Readings } from '../data/readings.ts';

const SECOND = 1000;
const QUARTER_HOUR = 900_000;
const MAX_KEYS = 1_000;

/** What the rate limits say of one request. */
export interface Pace {
  readonly allowed: boolean;
  /** How many more fit into the slice that is nearest to being used up. */
  readonly remaining: number;
  /** When that slice ends (Unix seconds). */
  readonly reset: number;
  /** Whole seconds until then, at least 1. */
  readonly retryAfterSeconds: number;
}

/** Counts requests in fixed slices aligned to the clock, a second and a quarter hour long, for each key. */
export interface RateLimiter {
  /** Counts one request; null where limits are off. */
  readonly count: (key: string, now: number, limits: Readings['limits']) => Pace | null;
}

export function createRateLimiter(): RateLimiter {
  const slices = new Map<string, { slice: number; count: number; end: number }>();
  /** Any text may be a key, so expired slices are removed. */
  const tidy = (now: number): void => {
    if (slices.size < MAX_KEYS) return;
    for (const [key, { end }] of slices) if (end <= now) slices.delete(key);
  };
  const bump = (key: string, length: number, limit: number, now: number): Pace => {
    const slice = Math.floor(now / length);
    const before = slices.get(key);
    const count = before?.slice === slice ? before.count + 1 : 1;
    const end = (slice + 1) * length;
    slices.set(key, { slice, count, end });
    return {
      allowed: count <= limit,
      remaining: Math.max(0, limit - count),
      reset: Math.ceil(end / SECOND),
      retryAfterSeconds: Math.max(1, Math.ceil((end - now) / SECOND)),
    };
  };
  return {
    count: (key, now, limits) => {
      if (limits === null) return null;
      tidy(now);
      const short = bump(`s ${key}`, SECOND, limits.perSecond, now);
      const long = bump(`q ${key}`, QUARTER_HOUR, limits.perQuarterHour, now);
      if (!long.allowed) return long;
      if (!short.allowed) return short;
      return long.remaining < short.remaining ? long : short;
    },
  };
}
