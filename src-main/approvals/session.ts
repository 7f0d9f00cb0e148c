import type { StaffName } from '../../src-preload/contract/staff.ts';

/** Who is signed in on this kiosk: one person or nobody. In memory only: a restart asks for a PIN again. */
export interface SessionHolder {
  readonly current: () => StaffName | null;
  readonly begin: (staff: StaffName) => void;
  readonly end: () => void;
}

export function createSessionHolder(): SessionHolder {
  let staff: StaffName | null = null;
  return {
    current: () => staff,
    begin: (next) => {
      staff = next;
    },
    end: () => {
      staff = null;
    },
  };
}
