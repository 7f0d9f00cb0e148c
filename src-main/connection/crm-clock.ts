import type { Clock, KeyStore, Scheduler } from '../ports.ts';

/** The CRM's own clock, as its answers tell it: true where this PC's may be set wrong. */
export interface CrmClock {
  /** An answer said that it is now so late (UTC ms). */
  readonly heard: (crmNow: number) => void;
  /**
   * What the CRM's clock says now (UTC, whole ms), moved on by a clock no one can set; null where it has not spoken in
   * this run.
   */
  readonly now: () => number | null;
  /** What it last said, in an earlier run too, and the running time since (UTC ms): it can be no earlier now. Null where it never spoke. */
  readonly last: () => number | null;
  /**
   * The best known time (UTC ms): the CRM's where it has spoken in this run; else this PC's, but no earlier than {@link
   * last}.
   */
  readonly reckoned: () => number;
  /** How far this PC's clock is ahead of the CRM's, ms; negative behind; null where the CRM has not spoken. */
  readonly aheadMs: () => number | null;
  /** Keeps `last` over restarts from now on, also while the CRM is silent. Returns the way to stop. */
  readonly keepGoing: (scheduler: Scheduler) => () => void;
}

const KEY = 'crmSpokeAt';
/** How far what is kept may lag behind: a write now and then, not one an answer. */
const KEEP_EVERY_MS = 10 * 60_000;

export function createCrmClock(clock: Clock, store: KeyStore): CrmClock {
  let heard: { readonly crm: number; readonly at: number } | null = null;
  /** What is on the disk; undefined until it could be read. */
  let kept: number | null | undefined;
  /** The least that it can be, and since when, by the monotonic clock. */
  let least: { readonly crm: number; readonly at: number } | null = null;
  /** A disk that does not read at a start keeps no kiosk from starting; it is read as soon as it can be. */
  const load = (): void => {
    if (kept !== undefined) return;
    try {
      kept = Number(store.get(KEY)) || null;
    } catch {
      return;
    }
    if (kept !== null) least ??= { crm: kept, at: clock.monotonic() };
  };
  load();
  const now = (): number | null =>
    heard === null ? null : Math.round(heard.crm + clock.monotonic() - heard.at);
  const last = (): number | null => {
    load();
    return least === null ? null : Math.round(least.crm + clock.monotonic() - least.at);
  };
  const keep = (crmNow: number): void => {
    load();
    if (typeof kept === 'number' && Math.abs(crmNow - kept) < KEEP_EVERY_MS) return;
    try {
      store.set(KEY, String(crmNow));
      kept = crmNow;
    } catch {
      // A disk that accepts nothing is reported by what needs it; in this run the answer still counts.
    }
  };
  return {
    heard: (crmNow) => {
      heard = { crm: crmNow, at: clock.monotonic() };
      least = heard;
      keep(crmNow);
    },
    now,
    last,
    reckoned: () => now() ?? Math.max(clock.now(), last() ?? 0),
    keepGoing: (scheduler) => {
      let cancel: () => void;
      const tick = (): void => {
        cancel = scheduler.after(KEEP_EVERY_MS, tick);
        const atLeast = last();
        if (atLeast !== null) keep(atLeast);
      };
      cancel = scheduler.after(KEEP_EVERY_MS, tick);
      return () => cancel();
    },
    aheadMs: () => {
      const there = now();
      return there === null ? null : clock.now() - there;
    },
  };
}
