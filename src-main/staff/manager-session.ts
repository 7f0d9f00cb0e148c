import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { Clock } from '../ports.ts';

/**
 * A manager's session for the manager screens: opened by their PIN, separate from the signed-in user. In memory only.
 * Each access checks the staff list: a person who is no longer a manager has no session.
 */
export interface ManagerSession {
  /** Whose visit it is; null where none is open. */
  readonly current: () => StaffName | null;
  /**
   * The manager asked for something, or a reading of theirs continues: the ten minutes begin again. Looking does not.
   */
  readonly heard: () => void;
  readonly begin: (by: StaffName) => void;
  readonly end: () => void;
}

/** The page leaves automatically much sooner; this covers a page that does not. ms. */
const LONGEST_SILENCE_MS = 10 * 60_000;

/** @param listed the person as the staff list has them now; null where they may not sign in. */
export function createManagerSession(
  clock: Pick<Clock, 'monotonic'>,
  listed: (id: string) => StaffName | null,
): ManagerSession {
  let managerSession: { readonly by: StaffName; heardAt: number } | null = null;
  const current = (): StaffName | null => {
    if (managerSession === null) return null;
    const now = listed(managerSession.by.id);
    if (now?.role === 'manager' && clock.monotonic() - managerSession.heardAt <= LONGEST_SILENCE_MS)
      return now;
    managerSession = null;
    return null;
  };
  return {
    current,
    heard: () => {
      if (current() !== null && managerSession !== null) managerSession.heardAt = clock.monotonic();
    },
    begin: (by) => {
      managerSession = { by, heardAt: clock.monotonic() };
    },
    end: () => {
      managerSession = null;
    },
  };
}
