const DEFAULT_MS = 5_000;
const LEAST_MS = 1_000;
const MOST_MS = 5 * 60_000;

/** Later than any number of seconds since 1970 that is near today, earlier than any number of milliseconds. */
const SECONDS_BELOW = 100_000_000_000;

/**
 * How long the CRM wants us to be quiet after a 429 (ms, from 1 s to 5 min): `Retry-After` in seconds (or as a date),
 * else `X-Toast-RateLimit-Reset` (Unix seconds; milliseconds are understood too), else 5 s, for the edge in front of
 * it may send neither. Moments are measured against the answer's own `Date`, so a wrong PC clock does not matter;
 * `wallNow` (UTC ms) serves where there is none.
 */
export function pauseAfter(headers: Headers, wallNow: number): number {
  const date = Date.parse(headers.get('date') ?? '');
  const now = Number.isNaN(date) ? wallNow : date;
  const asked =
    retryAfter(headers.get('retry-after'), now) ?? reset(headers.get('x-toast-ratelimit-reset'), now);
  return Math.min(MOST_MS, Math.max(LEAST_MS, asked ?? DEFAULT_MS));
}

/** How long a `Retry-After` asks for (ms, from 1 s to 5 min); null where there is none that can be read. */
export function askedWait(headers: Headers, wallNow: number): number | null {
  const date = Date.parse(headers.get('date') ?? '');
  const asked = retryAfter(headers.get('retry-after'), Number.isNaN(date) ? wallNow : date);
  return asked === null ? null : Math.min(MOST_MS, Math.max(LEAST_MS, asked));
}

/**
 * How long until the CRM's slice of time ends, where it says that all requests of it are used up (ms, up to 5 min); 0
 * where some are left, or it does not say. The CRM counts all kiosks of a restaurant together; a kiosk sees only its own.
 */
export function spentFor(headers: Headers, wallNow: number): number {
  if (!/^\s*0+\s*$/.test(headers.get('x-toast-ratelimit-remaining') ?? '')) return 0;
  const date = Date.parse(headers.get('date') ?? '');
  const left = reset(headers.get('x-toast-ratelimit-reset'), Number.isNaN(date) ? wallNow : date);
  return Math.min(MOST_MS, Math.max(0, left ?? 0));
}

function retryAfter(text: string | null, now: number): number | null {
  if (text === null) return null;
  if (/^\s*\d+(\.\d+)?\s*$/.test(text)) return Math.ceil(Number(text) * 1_000);
  // Date.parse makes a year of nearly anything; only an HTTP date has a weekday and GMT.
  const date = /^\s*\w{3},.*GMT\s*$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : date - now;
}

function reset(text: string | null, now: number): number | null {
  if (text === null || !/^\s*\d+\s*$/.test(text)) return null;
  const moment = Number(text);
  return (moment < SECONDS_BELOW ? moment * 1_000 : moment) - now;
}
