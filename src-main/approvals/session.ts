import type { StaffName } from '../../src-preload/contract/staff.ts';

/** Who is signed in on this kiosk: one person or nobody. In memory only: a restart asks for a PIN again. */
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

export function createSessionHolder(): SessionHolder {
  let staff: StaffName | null = null;
  let spent = false;
  return {
    current: () => (spent ? null : staff),
    present: () => staff,
    begin: (next) => {
      staff = next;
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
