import type { Clock } from '../ports.ts';

/** The CRM's own clock, as its answers tell it: true where this PC's may be set wrong. */
export interface CrmClock {
  /** An answer said that it is now so late (UTC ms). */
  readonly heard: (crmNow: number) => void;
  /** What the CRM's clock says now (UTC, whole ms), moved on by a clock nobody can set; null where it has not spoken in this run. */
  readonly now: () => number | null;
  /** How far this PC's clock is ahead of the CRM's, ms; negative behind; null where the CRM has not spoken. */
  readonly aheadMs: () => number | null;
}

export function createCrmClock(clock: Clock): CrmClock {
  let heard: { readonly crm: number; readonly at: number } | null = null;
  const now = (): number | null =>
    heard === null ? null : Math.round(heard.crm + clock.monotonic() - heard.at);
  return {
    heard: (crmNow) => {
      heard = { crm: crmNow, at: clock.monotonic() };
    },
    now,
    aheadMs: () => {
      const there = now();
      return there === null ? null : clock.now() - there;
    },
  };
}
