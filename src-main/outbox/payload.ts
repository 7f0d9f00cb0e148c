import type { AcceptedCredit, GuestToCreate } from '../domain/accepted-credit.ts';
import type { Frozen } from './gateway.ts';

/** A credit to be sent to the CRM. */
export interface CreditWork extends AcceptedCredit {
  readonly kind: 'add-credit';
  readonly frozen?: Frozen;
}

/** A guest to be created at the CRM. Credit for them waits until the CRM has them. */
export interface GuestWork {
  readonly kind: 'create-guest';
  /** The guest's GUID (lower case), made with the form. */
  readonly id: string;
  /** The same GUID: what credit for this guest names. */
  readonly guestId: string;
  /** The data to send. Null once the CRM has it (the queue deletes it), or if it can no longer be unsealed. */
  readonly guest: GuestToCreate | null;
  /** A person confirmed that this guest is new, so no search for the same number is made before sending. */
  readonly confirmedNew: boolean;
  /** UTC ms. */
  readonly givenAt: number;
  readonly givenBy: { readonly id: string; readonly shortName: string };
}

/** The accepted data, frozen: every attempt sends exactly this. */
export type Work = CreditWork | GuestWork;
