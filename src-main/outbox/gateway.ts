import type { Cents } from '../../src-preload/contract/money.ts';
import type { Result } from '../../src-preload/contract/result.ts';
import type { GuestToCreate } from '../domain/accepted-credit.ts';
import type { CrmError } from '../ports.ts';
import type { GuestCreationGateway } from './guest-gateway.ts';

/** A credit exactly as it is sent, frozen at acceptance: every attempt sends the same bytes. */
export interface CreditToSend {
  /** The transaction's GUID, lower case, made before anything was sent. */
  readonly creditId: string;
  readonly guestId: string;
  readonly amount: Cents;
  /** The reason with attribution, at most 250 characters. */
  readonly note: string;
  /** When staff gave it (UTC ms): `localCreatedDate` on the wire, also when it is sent hours later. */
  readonly givenAt: number;
  /** Absent for a credit accepted before this field existed: then UTC is written, with this kiosk's current device. */
  readonly frozen?: Frozen;
}

/** Request fields besides the credit itself, fixed at acceptance: settings may change before it is sent again. */
export interface Frozen {
  /** The restaurant's local time with its offset, as on the wire. */
  readonly localCreatedDate: string;
  /** Lower case; null where this kiosk has none. */
  readonly deviceGuid: string | null;
}

/** The CRM's record under a transaction's GUID. */
export interface CrmCredit {
  readonly creditId: string;
  /** Lower case; null if the answer does not name the guest. */
  readonly guestId: string | null;
  readonly amount: Cents;
  /** Wire name of the type; ours is ADD_VALUE. */
  readonly type: string;
  /** The answer names another restaurant than ours. Left out, ours or none. */
  readonly elsewhere?: true;
}

/** The CRM operations the outbox needs. */
export interface CreditGateway {
  /** Adds the credit with one request that is never repeated internally: only the outbox decides to send again. */
  readonly addCredit: (credit: CreditToSend) => Promise<Result<CrmCredit, CrmError>>;
  /** The CRM's record under this GUID; null if it has none (one early "not found" proves nothing). */
  readonly findCredit: (creditId: string) => Promise<Result<CrmCredit | null, CrmError>>;
  /** The same, searched in the newest 50 lines of the guest's own history; null if not found there. */
  readonly findInHistory: (guestId: string, creditId: string) => Promise<Result<CrmCredit | null, CrmError>>;
}

/** All CRM operations the outbox needs. */
export interface OutboxGateway extends CreditGateway, GuestCreationGateway {
  /** GUIDs of the guests that the CRM already has under this number or e-mail. Empty where there are none. */
  readonly findDuplicates: (guest: GuestToCreate) => Promise<Result<readonly string[], CrmError>>;
  /**
   * The GUID of the guest that the CRM answers with for this one: another GUID after a merge. Null where it says that
   * there is no such guest.
   */
  readonly keptAs: (guestId: string) => Promise<Result<string | null, CrmError>>;
}
