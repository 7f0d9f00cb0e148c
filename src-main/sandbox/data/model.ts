/**
 * What the records hold. Money is in whole cents, instants in UTC ms, GUIDs in lower case. No HTTP, no wire names of
 * keys.
 */

/** A guest's record. Each part can be missing, as on a record that a card payment or an import made. */
export interface Guest {
  readonly guid: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** As stored: ten national digits, unless a record was stored in another form (`store-phone`). */
  readonly phone: string | null;
  readonly email: string | null;
}

/** The reference's closed list of transaction types. */
export const LINE_TYPES = [
  'ADD_VALUE',
  'VOID_ADD_VALUE',
  'EXPIRATION',
  'REDEMPTION',
  'VOID_REDEMPTION',
] as const;
export type LineType = (typeof LINE_TYPES)[number];

/** One customer credit transaction. Never changed once written. */
export interface CreditLine {
  readonly guid: string;
  readonly guestGuid: string;
  readonly type: LineType;
  /** Cents, always positive: the type says which way it goes. */
  readonly amount: number;
  /** When the CRM recorded it (`transactionDate`). */
  readonly at: number;
  /** `localCreatedDate`: an instant where a client sent one; wall-clock time labelled UTC where a POS made the line. */
  readonly localCreatedAt: number;
  /** Only on ADD_VALUE. */
  readonly expiresAt: number | null;
  readonly note: string | null;
  /** The employee who made it on a POS; null on every line made through the API. */
  readonly serverGuid: string | null;
  readonly approverGuid: string | null;
  readonly deviceGuid: string | null;
  /** For voids: the line that was voided. */
  readonly familyGuid: string | null;
  /** Where it was made, where that is another restaurant of the loyalty set; left out, this one. */
  readonly restaurantGuid?: string;
}

/** What can be written to the records, and so what the journal holds. */
export type Entry =
  | { readonly kind: 'guest'; readonly guest: Guest }
  /** Another form of a guest's phone, as an import or an older POS left it. */
  | { readonly kind: 'phone'; readonly guestGuid: string; readonly phone: string | null }
  | { readonly kind: 'line'; readonly line: CreditLine };
