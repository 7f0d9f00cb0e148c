import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { Clock } from '../ports.ts';

/**
 * Who is signed in on this kiosk: one person or nobody. In memory only: a restart asks for a PIN again. The page signs out
 * when idle; a PC that slept meanwhile ran no page, so half an hour in which nobody was asked for ends it too.
 */
export interface SessionHolder {
  /** Who may ask for things; null also where a session has been spent. */
  readonly current: () => StaffName | null;
  /** Who is there at all: somebody whose session is spent may still take back what they gave. */
  readonly present: () => StaffName | null;
  readonly begin: (staff: StaffName) => void;
  /** The session's one credit is given, where the house signs out after each. */
  readonly spend: () => void;
  readonly end: () => void;
}

/** Longer than any idle time of the page, ms. */
const LONGEST_SILENCE_MS = 30 * 60_000;

export function createSessionHolder(clock: Pick<Clock, 'monotonic'>): SessionHolder {
  let staff: StaffName | null = null;
  let spent = false;
  let heardAt = clock.monotonic();
  const present = (): StaffName | null => {
    const now = clock.monotonic();
    if (now - heardAt > LONGEST_SILENCE_MS) staff = null;
    heardAt = now;
    return staff;
  };
  return {
    current: () => {
      const there = present();
      return spent ? null : there;
    },
    present,
    begin: (next) => {
      staff = next;
      heardAt = clock.monotonic();
      spent = false;
    },
    spend: () => {
      spent = staff !== null;
    },
    end: () => {
      staff = null;
      spent = false;
    },
  };
}
