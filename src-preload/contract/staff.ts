/** What a member of staff may do. A manager may do all that the others may. */
export type Role = 'host' | 'server' | 'manager';

export const ROLES = ['host', 'server', 'manager'] as const satisfies readonly Role[];

/** PINs have 4 to 8 digits. */
export const PIN_MIN = 4;
export const MAX_PIN = 8;
/** A manager's has at least six: it opens everything. */
export const MANAGER_PIN_MIN = 6;

/** How few digits the PIN of this role may have. */
export const leastDigits = (role: Role): number => (role === 'manager' ? MANAGER_PIN_MIN : PIN_MIN);

/** The longest name: it has to fit the strip, a button and the note. */
export const MAX_NAME = 24;
/** A name people call each other by: letters of any script, with what is between them. */
export const STAFF_NAME = /^(?!.*\p{DI})\p{L}[\p{L}\p{M}\p{N} .'’-]*$/u;

/** A named employee, as others may see them. */
export interface StaffName {
  readonly id: string;
  /** First name and initial, as staff call each other: "Marco D." */
  readonly shortName: string;
  readonly role: Role;
}

/** Who is signed in on this kiosk. */
export interface Session {
  readonly staff: StaffName;
  /** What they may give alone, and the most for one credit, in minor units. */
  readonly limits: CreditLimits;
}

export interface CreditLimits {
  /** Above this a manager approves. */
  readonly alone: import('./money.ts').Cents;
  /** Above this no one may give one credit. */
  readonly most: import('./money.ts').Cents;
}

/** A Training PIN, printed on Training's own sign-in screen. Never sent in live use. */
export interface TrainingPin {
  readonly shortName: string;
  readonly role: Role;
  readonly pin: string;
}

/** A person on this kiosk's staff list, as a manager sees them. Nothing of their PIN is in it. */
export interface StaffMember extends StaffName {
  /** Whether they can sign in. */
  readonly active: boolean;
  /** Toast's own GUID of this employee; null where the restaurant has not said. */
  readonly employeeGuid: string | null;
  /** Since when they may approve by a code from their authenticator (UTC ms); null where they have none. */
  readonly codeSince: number | null;
}

/** The staff screen. */
export interface StaffList {
  readonly members: readonly StaffMember[];
  /** How long the keypad is locked yet, ms; 0 where it is not. */
  readonly lockedForMs: number;
  /** Up to how much a manager may approve by code; 0 where the restaurant does not allow it. */
  readonly byCodeMost: import('./money.ts').Cents;
  /** Where the file of an import is looked for. */
  readonly importPath: string;
}

/** An authenticator being enrolled: shown once, to the manager it is for, and never again. */
export interface CodeEnrolment {
  readonly enrolId: string;
  /** The QR code, a line of `0` and `1` (dark) for each row of modules. */
  readonly modules: readonly string[];
  /** The same secret to be typed by hand, in groups of four. */
  readonly key: string;
}

/** Why a line of an import was not taken. */
export interface StaffImportRefusal {
  readonly line: number;
  readonly shortName: string;
  readonly why:
    | 'name-unfit'
    | 'name-taken'
    | 'role-unknown'
    | 'pin-unfit'
    | 'pin-short'
    | 'pin-length'
    | 'employee-guid-unfit';
}

export interface StaffImport {
  readonly added: readonly {
    readonly line: number;
    readonly shortName: string;
    readonly role: Role;
    /** The PIN that was made for them, shown this once; null where the file named one. */
    readonly pin: string | null;
  }[];
  readonly refused: readonly StaffImportRefusal[];
}
