import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { Clock } from '../ports.ts';

/**
 * A manager's visit to the screens that run the place: opened by their PIN, apart from who is signed in. In memory only. The staff list
 * has the last word at each look: who is no manager any more has no visit.
 */
export interface ManagerVisit {
  /** Whose visit it is; null where none is open. */
  readonly current: () => StaffName | null;
  /** The manager asked for something, or a reading of theirs goes on: the ten minutes begin again. Looking does not. */
  readonly heard: () => void;
  readonly begin: (by: StaffName) => void;
  readonly end: () => void;
}

/** The page leaves by itself much sooner; this is for a page that does not. ms. */
const LONGEST_SILENCE_MS = 10 * 60_000;

/** @param listed the person as the staff list has them now; null where they may not sign in. */
export function createManagerVisit(
  clock: Pick<Clock, 'monotonic'>,
  listed: (id: string) => StaffName | null,
): ManagerVisit {
  let visit: { readonly by: StaffName; heardAt: number } | null = null;
  const current = (): StaffName | null => {
    if (visit === null) return null;
    const now = listed(visit.by.id);
    if (now?.role === 'manager' && clock.monotonic() - visit.heardAt <= LONGEST_SILENCE_MS) return now;
    visit = null;
    return null;
  };
  return {
    current,
    heard: () => {
      if (current() !== null && visit !== null) visit.heardAt = clock.monotonic();
    },
    begin: (by) => {
      visit = { by, heardAt: clock.monotonic() };
    },
    end: () => {
      visit = null;
    },
  };
}
