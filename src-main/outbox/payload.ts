import type { AcceptedCredit, GuestToCreate } from '../domain/accepted-credit.ts';
import type { Frozen } from './gateway.ts';

/** A credit on its way to the CRM. */
export interface CreditWork extends AcceptedCredit {
  readonly kind: 'add-credit';
  readonly frozen?: Frozen;
}

/** A guest on their way to the CRM. Credit for them waits until the CRM has them. */
export interface GuestWork {
  readonly kind: 'create-guest';
  /** The guest's GUID (lower case), made with the form. */
  readonly id: string;
  /** The same GUID: what credit for this guest names. */
  readonly guestId: string;
  /** What is sent. Null once the CRM has it (the queue forgets it), or where it can no longer be unsealed. */
  readonly guest: GuestToCreate | null;
  /** A person has said that this is somebody new, so nobody of the same number is looked for before sending. */
  readonly confirmedNew: boolean;
  /** UTC ms. */
  readonly givenAt: number;
  readonly givenBy: { readonly id: string; readonly shortName: string };
}

/** What was accepted, frozen: every attempt to send it sends exactly this. */
export type Work = CreditWork | GuestWork;
