import type { Cents } from '../../src-preload/contract/money.ts';

/** An accepted credit: what giving hands to the outbox. Frozen; every attempt to send it sends exactly this. */
export interface AcceptedCredit {
  /** The transaction's GUID (lower case), made with the form. */
  readonly id: string;
  readonly guestId: string;
  readonly amount: Cents;
  readonly reasonId: string;
  /** As it goes to Toast: reason and attribution, at most 250 characters. */
  readonly note: string;
  /** UTC ms. */
  readonly givenAt: number;
  readonly givenBy: { readonly id: string; readonly shortName: string };
  readonly approvedBy: { readonly id: string; readonly shortName: string } | null;
}
