import type { UpdateHeld } from '../../src-preload/contract/update.ts';
import { isOpenAt } from '../lib/opening-hours.ts';
import type { KioskUse } from '../ports.ts';

/** How long no one may have used the kiosk before it is updated, ms. */
const QUIET_MS = 10 * 60_000;

/** What is true of the kiosk at this moment. */
export interface HeldFacts {
  /** The installer is here, verified. */
  readonly staged: boolean;
  /** Null while the kiosk is not open: then it is in use as far as anyone knows. */
  readonly use: KioskUse | null;
  /** How long no one used it, ms. */
  readonly quietMs: number;
  /** `"04:00-06:00"`, by the restaurant's clock. */
  readonly window: string;
  /** UTC ms. */
  readonly now: number;
}

/** What an update waits for; null where it may begin. */
export function heldBy(facts: HeldFacts): UpdateHeld | null {
  if (!facts.staged) return 'download';
  if (facts.use === null || facts.use.inUse || facts.quietMs < QUIET_MS) return 'in-use';
  if (facts.use.waiting) return 'waiting';
  const { window } = facts;
  const daily = { mon: window, tue: window, wed: window, thu: window, fri: window, sat: window, sun: window };
  return isOpenAt(daily, facts.use.timeZone, facts.now) ? null : 'hours';
}
