import { assertNever, type Result } from '../../src-preload/contract/result.ts';
import type { Connection } from '../../src-preload/contract/status.ts';
import { errorText } from '../lib/error-words.ts';
import type { Clock, CrmError, CrmObserver, Logger, Reachability, Scheduler } from '../ports.ts';

/** A drop shorter than this is not shown: lines hiccup, and a screen that flickers is not believed. ms. */
export const UNNOTICED_MS = 2_000;
/** How often the CRM is asked when nothing else is said: while it answers, and (growing) while it does not. ms. */
const QUIET_MS = 60_000;
const FIRST_RETRY_MS = 3_000;
const MAX_RETRY_MS = 30_000;

export interface MonitorPorts {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly logger: Logger;
  readonly reachability: Reachability;
  /** One cheap question that proves the CRM answers this kiosk. */
  readonly ping: () => Promise<Result<null, CrmError>>;
  readonly onChange: (connection: Connection) => void;
}

/**
 * Whether Toast answers, decided by talking to it and by nothing else. Every call reports here; when nothing is said
 * for a while it asks automatically, so that "Online" on the screen is never older than a minute.
 */
export interface ConnectionMonitor extends Pick<CrmObserver, 'onAnswer' | 'onFailure'> {
  readonly current: () => Connection;
  /** Asks now: someone wants to know. */
  readonly check: () => void;
  readonly start: () => void;
  readonly stop: () => void;
}

type Cause = Extract<Connection, { state: 'offline' }>['cause'];

export function createConnectionMonitor(ports: MonitorPorts): ConnectionMonitor {
  const { clock, scheduler, logger, reachability, ping, onChange } = ports;
  let connection: Connection = { state: 'unknown' };
  let running = false;
  /** Stopped for good: an answer that comes home late changes nothing and arms nothing. */
  let stopped = false;
  let asking = false;
  let failures = 0;
  /** Online as far as anyone sees, and failing: since when (UTC ms), of what cause, and when it will be said. */
  let suspected: { readonly since: number; readonly cause: Cause } | null = null;
  let cancelSaying: (() => void) | null = null;
  let cancelTimer: (() => void) | null = null;
  let stopListening: (() => void) | null = null;

  function become(next: Connection): void {
    const same =
      next.state === connection.state &&
      (next.state !== 'offline' || (connection.state === 'offline' && next.cause === connection.cause));
    if (same) return;
    connection = next;
    logger.info('connection', {
      state: next.state,
      cause: next.state === 'offline' ? next.cause : undefined,
    });
    onChange(next);
  }

  /** Says that it is offline: at once where it was never online, else when it has lasted. */
  function suspect(cause: Cause): void {
    if (connection.state !== 'online') {
      const since = connection.state === 'offline' ? connection.since : clock.now();
      become({ state: 'offline', since, cause });
      return;
    }
    const first = suspected === null;
    suspected = { since: suspected?.since ?? clock.now(), cause };
    if (!first) return;
    cancelSaying = scheduler.after(UNNOTICED_MS, () => {
      if (suspected !== null) become({ state: 'offline', ...suspected });
      suspected = null;
    });
  }

  function clear(): void {
    suspected = null;
    cancelSaying?.();
    cancelSaying = null;
  }

  function schedule(): void {
    cancelTimer?.();
    cancelTimer = null;
    if (!running) return;
    const retry = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(Math.max(0, failures - 1), 10));
    const wait = suspected === null ? (connection.state === 'offline' ? retry : QUIET_MS) : UNNOTICED_MS / 2;
    cancelTimer = scheduler.after(wait, ask);
  }

  function ask(): void {
    if (!running || asking) return;
    asking = true;
    ping()
      // The answer itself arrives through the observer, as every other call's does.
      .catch((error: unknown) => {
        logger.error('ping-failed', { error: errorText(error) });
      })
      .finally(() => {
        asking = false;
        schedule();
      });
  }

  return {
    current: () => connection,
    check: ask,
    start: () => {
      running = true;
      stopped = false;
      stopListening = reachability.onMaybeBack(ask);
      ask();
    },
    stop: () => {
      running = false;
      stopped = true;
      stopListening?.();
      clear();
      cancelTimer?.();
      cancelTimer = null;
    },
    onAnswer: () => {
      if (stopped) return;
      failures = 0;
      clear();
      become({ state: 'online' });
      schedule();
    },
    onFailure: (error) => {
      if (stopped) return;
      const cause = causeOf(error, reachability.hasNetwork());
      if (cause === null) return;
      failures += 1;
      suspect(cause);
      schedule();
    },
  };
}

/** Someone answered at Toast's address, and would not have us: it is reached, and does not work. Not so of a proxy. */
const REFUSED = /^(?!proxy).*(REFUSED|CERT|SSL|TLS)/;

/** What a failed call says about the line; null where it says nothing. */
function causeOf(error: CrmError, hasNetwork: boolean): Cause | null {
  switch (error.kind) {
    case 'offline':
      if (error.between) return 'between';
      if (REFUSED.test(error.detail)) return 'toast';
      return hasNetwork ? 'internet' : 'this-pc';
    case 'timeout':
      return hasNetwork ? 'toast' : 'this-pc';
    case 'unreadable':
      return error.between ? 'between' : 'toast';
    case 'server-error':
    case 'service-gone':
      return 'toast';
    case 'unauthorised':
      return 'access';
    case 'aborted':
    case 'not-found':
    case 'rejected':
    case 'too-wide':
    case 'rate-limited':
      return null;
    default:
      return assertNever(error, 'CRM error');
  }
}
