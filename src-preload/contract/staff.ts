/** What a member of staff may do. A manager may do all that the others may. */
export type Role = 'host' | 'server' | 'manager';

export const ROLES = ['host', 'server', 'manager'] as const satisfies readonly Role[];

/** PINs have 4 to 8 digits. */
export const PIN_MIN = 4;
export const PIN_MAX = 8;

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
  /** Above this nobody may give one credit. */
  readonly most: import('./money.ts').Cents;
}

/** A Training PIN, printed on Training's own sign-in screen. Never sent in live use. */
export interface TrainingPin {
  readonly shortName: string;
  readonly role: Role;
  readonly pin: string;
}
