import type { Cents } from '../../src-preload/contract/money.ts';
import type { Result } from '../../src-preload/contract/result.ts';
import type { GuestToCreate } from '../domain/accepted-credit.ts';
import type { CrmError } from '../ports.ts';
import type { GuestCreationGateway } from './guest-gateway.ts';

/** A credit exactly as it is to be sent, frozen when it was accepted: every attempt sends the same bytes. */
export interface CreditToSend {
  /** The transaction's GUID, lower case, made before anything was sent. */
  readonly creditId: string;
  readonly guestId: string;
  readonly amount: Cents;
  /** The reason with attribution, at most 250 characters. */
  readonly note: string;
  /** When staff gave it (UTC ms): `localCreatedDate` on the wire, also when it is sent hours later. */
  readonly givenAt: number;
  /** Absent for a credit that was accepted before this was kept: UTC is written, and this kiosk's device of now. */
  readonly frozen?: Frozen;
}

/** What a request says besides the credit itself, fixed at acceptance: settings may change before it is sent again. */
export interface Frozen {
  /** The restaurant's local time with its offset, as on the wire. */
  readonly localCreatedDate: string;
  /** Lower case; null where this kiosk has none. */
  readonly deviceGuid: string | null;
}

/** What the CRM says it has under a transaction's GUID. */
export interface CreditOnBooks {
  readonly creditId: string;
  /** Lower case; null where the answer does not say whose it is. */
  readonly guestId: string | null;
  readonly amount: Cents;
  /** Wire name of the type; ours is ADD_VALUE. */
  readonly type: string;
  /** The answer names another restaurant than ours. Left out, ours or none. */
  readonly elsewhere?: true;
}

/** What the outbox needs of the CRM. */
export interface CreditGateway {
  /** Adds the credit. One request, never repeated inside: the outbox alone decides what is sent again. */
  readonly addCredit: (credit: CreditToSend) => Promise<Result<CreditOnBooks, CrmError>>;
  /** What the CRM has under this GUID; null where it says it has nothing (one early "nothing" proves nothing). */
  readonly findCredit: (creditId: string) => Promise<Result<CreditOnBooks | null, CrmError>>;
  /** The same among the newest 50 lines of the guest's own history: null where it is not among them. */
  readonly findInHistory: (
    guestId: string,
    creditId: string,
  ) => Promise<Result<CreditOnBooks | null, CrmError>>;
}

/** Everything the outbox needs of the CRM. */
export interface OutboxGateway extends CreditGateway, GuestCreationGateway {
  /** GUIDs of the guests whom the CRM already has under this number or e-mail. Empty where there are none. */
  readonly guestsLike: (guest: GuestToCreate) => Promise<Result<readonly string[], CrmError>>;
  /**
   * The GUID of the guest whom the CRM answers with for this one: another GUID after a merge. Null where it says that
   * there is no such guest.
   */
  readonly keptAs: (guestId: string) => Promise<Result<string | null, CrmError>>;
}
