import type { Clock, LogData, Logger } from '../ports.ts';

/** Lines of one event: so many at once, and so many a minute after that. */
interface Allowance {
  readonly burst: number;
  readonly aMinute: number;
}

const MINUTE_MS = 60_000;

/** More than any evening writes, and little enough that no loop replaces what an earlier day wrote. */
const USUAL: Allowance = { burst: 1_000, aMinute: 30 };
/** Anyone who is at the page can cause these, signed in or not. */
const BY_THE_PAGE: Allowance = { burst: 20, aMinute: 1 };
const PAGE_EVENTS: ReadonlySet<string> = new Set([
  'page-problem',
  'request-refused',
  'sign-in-failed',
  'disk-refused',
  'ledger-line-not-written',
  'export-failed',
  'ledger-export-failed',
  'credit-not-saved',
  'guest-not-saved',
  'guest-not-forgotten',
  'guests-not-forgotten',
  'setting-not-saved',
  'page-request-refused',
  'permission-refused',
  'navigation-refused',
]);

interface Spent {
  tokens: number;
  /** Monotonic ms. */
  at: number;
  leftOut: number;
  /** When lines began to be left out, or were last told of. */
  since: number;
}

/**
 * A logger that no flood of one event can empty of others: lines beyond an event's allowance are counted and not written,
 * and one line a minute says how many (`lines-left-out`), with the next line that is written.
 */
export function boundedLogger(logger: Logger, clock: Pick<Clock, 'monotonic'>): Logger {
  const events = new Map<string, Spent>();

  const tellOfThoseLeftOut = (now: number): void => {
    for (const [of, spent] of events) {
      if (spent.leftOut === 0 || now - spent.since < MINUTE_MS) continue;
      const { leftOut: count } = spent;
      spent.leftOut = 0;
      logger.warn('lines-left-out', { of, count });
    }
  };

  const mayWrite = (event: string, now: number): boolean => {
    const { burst, aMinute } = PAGE_EVENTS.has(event) ? BY_THE_PAGE : USUAL;
    const spent = events.get(event) ?? { tokens: burst, at: now, leftOut: 0, since: now };
    events.set(event, spent);
    spent.tokens = Math.min(burst, spent.tokens + ((now - spent.at) / MINUTE_MS) * aMinute);
    spent.at = now;
    if (spent.tokens >= 1) {
      spent.tokens -= 1;
      return true;
    }
    if (spent.leftOut === 0) spent.since = now;
    spent.leftOut += 1;
    return false;
  };

  const bounded =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, data?: LogData): void => {
      const now = clock.monotonic();
      tellOfThoseLeftOut(now);
      if (mayWrite(event, now)) logger[level](event, data);
    };
  return { info: bounded('info'), warn: bounded('warn'), error: bounded('error') };
}
