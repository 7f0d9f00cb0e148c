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

/** A guest exactly as created at the CRM, frozen at acceptance: every attempt sends the same bytes. */
export interface GuestToCreate {
  /** The guest's GUID, lower case, made with the form. */
  readonly guestId: string;
  readonly firstName: string;
  readonly lastName: string;
  /** Ten national digits. Phone, e-mail or both: the reference asks for at least one. */
  readonly phone: string | null;
  readonly email: string | null;
}

/** A guest as accepted: exactly what is sent, who added them, and whether a person has said that they are new. */
export interface AcceptedGuest {
  readonly guest: GuestToCreate;
  /** UTC ms. */
  readonly givenAt: number;
  readonly givenBy: { readonly id: string; readonly shortName: string };
  readonly confirmedNew: boolean;
}

/** Why the outbox does not accept a credit or a guest. */
export type AcceptError =
  | { readonly code: 'too-much-waiting'; readonly count: number; readonly sum: Cents }
  /** Something accepted here has waited too long already. */
  | { readonly code: 'waiting-too-long'; readonly oldestMs: number }
  /** Other content was accepted under this GUID. */
  | { readonly code: 'other-content' }
  /** This PC may not store guest data, so a guest cannot be accepted. */
  | { readonly code: 'not-sealable' };
