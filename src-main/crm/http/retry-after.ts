import { instantFromHeader } from '../wire/dates.ts';

const DEFAULT_MS = 5_000;
const LEAST_MS = 1_000;

/** Later than any number of seconds since 1970 that is near today, earlier than any number of milliseconds. */
const SECONDS_BELOW = 100_000_000_000;

/** The longest slice of time the CRM counts requests in: no moment it names is farther off, and no wait is longer. */
const LONGEST_SLICE_MS = 15 * 60_000;

/**
 * How long the CRM asks us to pause after a 429 (ms, from 1 s to 15 min): `Retry-After` in seconds (or as a date),
 * else `X-Toast-RateLimit-Reset` (Unix seconds; milliseconds are understood too), else 5 s, for the edge in front of
 * it may send neither. Moments are measured against the answer's own `Date` and against `wallNow` (UTC ms), and the
 * shorter wait counts: either clock may be wrong, and a wait too short costs one more 429.
 */
export function pauseAfter(headers: Headers, wallNow: number): number {
  const clocks = clocksOf(headers, wallNow);
  const asked =
    retryAfter(headers.get('retry-after'), clocks) ?? reset(headers.get('x-toast-ratelimit-reset'), clocks);
  return bounded(asked ?? DEFAULT_MS);
}

/** How long a `Retry-After` asks for (ms, from 1 s to 15 min); null where there is none that can be read. */
export function askedWait(headers: Headers, wallNow: number): number | null {
  const asked = retryAfter(headers.get('retry-after'), clocksOf(headers, wallNow));
  return asked === null ? null : bounded(asked);
}

/**
 * A hint beside a good answer, measured by clocks that may be wrong, holds no one up for longer: a 429 says more, ms.
 */
const MAX_HINT_MS = 15_000;

/**
 * How long until the CRM's slice of time ends, where it says that all requests of it are used up (ms, up to 15 s); 0
 * where some are left, or it does not say. The CRM counts all kiosks of a restaurant together; a kiosk sees only its own.
 */
export function spentFor(headers: Headers, wallNow: number): number {
  if (!/^\s*0+\s*$/.test(headers.get('x-toast-ratelimit-remaining') ?? '')) return 0;
  const left = reset(headers.get('x-toast-ratelimit-reset'), clocksOf(headers, wallNow));
  return Math.min(MAX_HINT_MS, Math.max(0, left ?? 0));
}

/** Whether the rate headers speak of all requests, or of one endpoint's alone (`X-Toast-RateLimit-By`). */
export function rateScope(headers: Headers): 'all' | 'endpoint' {
  const by = (headers.get('x-toast-ratelimit-by') ?? '').toUpperCase().split(/[\s,]+/);
  return by.includes('ENDPOINT') && !by.includes('GLOBAL') ? 'endpoint' : 'all';
}

const bounded = (ms: number): number => Math.min(LONGEST_SLICE_MS, Math.max(LEAST_MS, ms));

function clocksOf(headers: Headers, wallNow: number): readonly number[] {
  const date = instantFromHeader(headers.get('date'));
  return date === null ? [wallNow] : [date, wallNow];
}

/**
 * How far off a moment is: the nearest of what the clocks say. One that has passed by one clock is taken by the other;
 * null where it is farther off than any slice by all of them.
 */
function until(moment: number, clocks: readonly number[]): number | null {
  const waits = clocks.map((now) => moment - now).filter((wait) => wait <= LONGEST_SLICE_MS);
  const ahead = waits.filter((wait) => wait > 0);
  if (ahead.length > 0) return Math.min(...ahead);
  return waits.length > 0 ? Math.max(...waits) : null;
}

function retryAfter(text: string | null, clocks: readonly number[]): number | null {
  if (text === null) return null;
  if (/^\s*\d+(\.\d+)?\s*$/.test(text)) return Math.ceil(Number(text) * 1_000);
  const date = instantFromHeader(text);
  return date === null ? null : until(date, clocks);
}

function reset(text: string | null, clocks: readonly number[]): number | null {
  if (text === null || !/^\s*\d+\s*$/.test(text)) return null;
  const moment = Number(text);
  return until(moment < SECONDS_BELOW ? moment * 1_000 : moment, clocks);
}
