import type { Logger, Scheduler, SystemProxy } from '../ports.ts';
import { DIRECT, type Hop, hopsOf, keyOf } from './pac.ts';

export interface RoutesOptions {
  readonly proxy: SystemProxy;
  readonly scheduler: Scheduler;
  readonly logger: Logger;
  /** How long the system's answer is waited for (ms). */
  readonly limitMs: number;
}

/** Which ways lead to a server, in the order to try them. */
export interface Routes {
  /**
   * Asks the system once for each server, and again after `failed` or `lookAgain`. Where it does not answer in time, fails,
   * or says nothing, its last answer counts, and without one the straight way. This PC itself is never reached by proxy.
   */
  readonly hops: (url: URL) => Promise<readonly Hop[]>;
  /** This route worked: it is tried first from now on, until it fails. */
  readonly worked: (url: URL, hop: Hop) => void;
  /** No way led there. */
  readonly failed: (url: URL) => void;
  /** The network may be another one. */
  readonly lookAgain: () => void;
}

interface Known {
  readonly pac: string | null;
  readonly current: boolean;
  readonly asking: boolean;
  readonly first: string | null;
}

const NOTHING: Known = { pac: null, current: false, asking: false, first: null };

export function createRoutes({ proxy, scheduler, logger, limitMs }: RoutesOptions): Routes {
  const known = new Map<string, Known>();
  const of = (url: URL): Known => known.get(url.origin) ?? NOTHING;
  const change = (url: URL, over: Partial<Known>): void => {
    known.set(url.origin, { ...of(url), ...over });
  };

  const ask = (url: URL): Promise<void> => {
    change(url, { asking: true });
    return new Promise((resolve) => {
      const cancel = scheduler.after(limitMs, () => {
        logger.warn('system-proxy-slow', { ms: limitMs });
        resolve();
      });
      const done = (over: Partial<Known>): void => {
        change(url, { ...over, asking: false });
        cancel();
        resolve();
      };
      // Chromium resolves to an empty text where the look-up failed.
      Promise.resolve(`${url.origin}/`)
        .then(proxy.resolve)
        .then(
          (pac) => done(pac.trim() === '' ? { current: of(url).pac === null } : { pac, current: true }),
          () => {
            logger.warn('system-proxy-failed');
            done({});
          },
        );
    });
  };

  return {
    hops: async (url) => {
      if (isLoopback(url)) return [DIRECT];
      const { current, asking } = of(url);
      // An answer that is late already is not waited for a second time.
      if (!current && !asking) await ask(url);
      const { pac, first } = of(url);
      const hops = hopsOf(pac ?? '');
      const rank = (hop: Hop): number => (keyOf(hop) === first ? 0 : 1);
      return hops.toSorted((a, b) => rank(a) - rank(b));
    },
    worked: (url, hop) => {
      if (!isLoopback(url)) change(url, { first: keyOf(hop) });
    },
    failed: (url) => {
      if (!isLoopback(url)) change(url, { first: null, current: false });
    },
    lookAgain: () => {
      for (const [origin, each] of known) known.set(origin, { ...each, first: null, current: false });
    },
  };
}

/** Whether this is this PC itself. */
function isLoopback({ hostname }: URL): boolean {
  return /^(127(\.\d+){3}|\[::1\]|(.+\.)?localhost)$/.test(hostname);
}
