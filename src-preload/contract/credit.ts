import type { Cents } from './money.ts';

/** A reason staff can choose, from the settings. */
export interface Reason {
  readonly id: string;
  readonly label: { readonly en: string; readonly es: string };
  /** A preset amount, or null where there is none. */
  readonly amount: Cents | null;
  /** Whether a note in the giver's own words is required. */
  readonly noteRequired: boolean;
}

/** The most characters staff may type as a note. With attribution before it the whole stays below Toast's 250. */
export const MAX_NOTE = 140;

/**
 * A credit being filled in. `creditId` is the transaction's GUID: it belongs to this form, not to a tap, so that a
 * second tap, or one after a crash, is the same credit.
 */
export interface CreditForm {
  readonly creditId: string;
  readonly guestId: string;
}

/** What the giver asks for. */
export interface CreditRequest {
  readonly creditId: string;
  readonly amount: Cents;
  readonly reasonId: string;
  readonly note: string;
}
