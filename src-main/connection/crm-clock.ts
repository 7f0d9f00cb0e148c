import type { Clock, KeyStore } from '../ports.ts';

/** The CRM's own clock, as its answers tell it: true where this PC's may be set wrong. */
export interface CrmClock {
  /** An answer said that it is now so late (UTC ms). */
  readonly heard: (crmNow: number) => void;
  /** What the CRM's clock says now (UTC, whole ms), moved on by a clock nobody can set; null where it has not spoken in this run. */
  readonly now: () => number | null;
  /** What it last said, in an earlier run too (UTC ms): it can be no earlier now. Null where it never spoke. */
  readonly last: () => number | null;
  /** The time as well as it is known (UTC ms): the CRM's where it has spoken in this run; else this PC's, but no earlier than the CRM last said. */
  readonly reckoned: () => number;
  /** How far this PC's clock is ahead of the CRM's, ms; negative behind; null where the CRM has not spoken. */
  readonly aheadMs: () => number | null;
}

const KEY = 'crmSpokeAt';
/** How far what is kept may lag behind: a write now and then, not one an answer. */
const KEEP_EVERY_MS = 10 * 60_000;

export function createCrmClock(clock: Clock, store: KeyStore): CrmClock {
  let heard: { readonly crm: number; readonly at: number } | null = null;
  let kept = read(store);
  const now = (): number | null =>
    heard === null ? null : Math.round(heard.crm + clock.monotonic() - heard.at);
  return {
    heard: (crmNow) => {
      heard = { crm: crmNow, at: clock.monotonic() };
      if (kept !== null && Math.abs(crmNow - kept) < KEEP_EVERY_MS) return;
      try {
        store.set(KEY, String(crmNow));
        kept = crmNow;
      } catch {
        // A disk that takes nothing in is told of by what needs it; the answer that said how late it is stands.
      }
    },
    now,
    last: () => heard?.crm ?? kept,
    reckoned: () => now() ?? Math.max(clock.now(), kept ?? 0),
    aheadMs: () => {
      const there = now();
      return there === null ? null : clock.now() - there;
    },
  };
}

function read(store: KeyStore): number | null {
  try {
    return Number(store.get(KEY)) || null;
  } catch {
    // What cannot be read just now keeps no kiosk from starting.
    return null;
  }
}
