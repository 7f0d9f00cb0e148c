/** What of the record is shown. */
export const AUDIT_FILTERS = [
  'all',
  'credits',
  'approvals',
  'sign-ins',
  'guests',
  'staff',
  'trouble',
] as const;
export type AuditFilter = (typeof AUDIT_FILTERS)[number];

/** A line of the record as the page shows it. Nothing of a guest but that there was one. */
export interface AuditLine {
  readonly seq: number;
  /** UTC ms. */
  readonly at: number;
  readonly kind: string;
  /** Who did it; null where no one is named. */
  readonly by: string | null;
  /** Anyone who else is named: the approver, or the person it was done to. */
  readonly other: string | null;
  /** Minor units; null where it is about no money. */
  readonly amount: number | null;
  /** One more word of the event: a state, a rule, a way, a setting's name. */
  readonly detail: string | null;
}

/** A page of the record, newest first. */
export interface AuditPage {
  readonly lines: readonly AuditLine[];
  /** Where the next page begins; null where there is none. */
  readonly next: number | null;
  readonly total: number;
}
