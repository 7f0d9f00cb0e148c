import type { Role } from '../../src-preload/contract/staff.ts';

/** A person as a set-up file has them. What proves their PIN is useless without the key beside it. */
export interface MovedPerson {
  /** GUID, lower case. */
  readonly id: string;
  readonly shortName: string;
  readonly role: Role;
  readonly employeeGuid: string | null;
  readonly active: boolean;
  /** Hex. */
  readonly digest: string;
  /** Hex. */
  readonly salt: string;
  /** `scrypt:17:<hash>`, not bound to its owner: the kiosk that takes it binds it. */
  readonly hash: string;
}

/** The people of one kiosk, and the key under their PINs (hex), on the way to another one. */
export interface MovedStaff {
  readonly key: string;
  readonly people: readonly MovedPerson[];
}
