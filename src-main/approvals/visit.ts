import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { Clock } from '../ports.ts';

/** A manager's visit to the screens that run the place: opened by their PIN, whoever is signed in. In memory only. */
export interface ManagerVisit {
  /** Whose visit it is; null where none is open. Asking counts as being there. */
  readonly current: () => StaffName | null;
  readonly begin: (by: StaffName) => void;
  readonly end: () => void;
}

/** The page leaves by itself much sooner; this is for a page that does not. ms. */
const LONGEST_SILENCE_MS = 10 * 60_000;

export function createManagerVisit(clock: Clock): ManagerVisit {
  let visit: { readonly by: StaffName; heardAt: number } | null = null;
  return {
    current: () => {
      if (visit === null) return null;
      const now = clock.monotonic();
      if (now - visit.heardAt > LONGEST_SILENCE_MS) {
        visit = null;
        return null;
      }
      visit.heardAt = now;
      return visit.by;
    },
    begin: (by) => {
      visit = { by, heardAt: clock.monotonic() };
    },
    end: () => {
      visit = null;
    },
  };
}
