import type { Cents, SignedCents } from '../../src-preload/contract/money.ts';
import type { Result } from '../../src-preload/contract/result.ts';
import type { TransactionType } from '../domain/transaction-type.ts';
import type { CrmError } from '../ports.ts';

/** A guest as the CRM knows them. GUID in lower case; absent values are null. */
export interface CrmGuest {
  readonly id: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** National digits, or + and all digits of another country's; exactly as the CRM gave it where it is no whole number. */
  readonly phone: string | null;
  readonly email: string | null;
}

export interface CreditSummary {
  /** As the CRM says it: below zero where the POS took back what had been spent already. */
  readonly amount: SignedCents;
  /** UTC ms; null where no unexpired credit. */
  readonly earliestExpiry: number | null;
}

/** One transaction in the CRM. Unknown types keep their wire name. */
export interface CreditTransaction {
  readonly id: string;
  readonly type: TransactionType;
  /** Absolute amount: the wire's sign is not documented for every type. */
  readonly amount: Cents;
  /** transactionDate, UTC ms; null where the wire's text is not a date. */
  readonly at: number | null;
  readonly expiresAt: number | null;
  readonly note: string | null;
  /** For voids: the transaction that was voided; null or left out where the CRM does not say. */
  readonly familyId?: string | null;
}

/** A name to look for; either part may be null. Whether the CRM matches whole names or their beginnings is its own affair. */
export interface NameQuery {
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/** Part of a history, newest first. */
export interface CreditHistoryPage {
  readonly lines: readonly CreditTransaction[];
  /** Lines of this page that cannot be read; left out, none. */
  readonly unreadable?: number;
  /** What to ask with for the lines before these; null where there are none. Opaque text. */
  readonly next: string | null;
}

/**
 * Hears how many records of an answer cannot be read, where there are any. Where a search is asked without, an answer
 * with no one who is meant and with such a record is an error: any of them may be who is looked for.
 */
type OnUnreadable = (count: number) => void;

/** What guests need of the CRM. A search is whole or an error: one too wide to read to its end is `too-wide`. Another service can take its place behind this. */
export interface GuestGateway {
  /** Guests whose phone is exactly this: national digits, or + and all digits of another country's. Several may share one; none is an empty list. */
  readonly findByPhone: (
    digits: string,
    signal?: AbortSignal,
    onUnreadable?: OnUnreadable,
  ) => Promise<Result<readonly CrmGuest[], CrmError>>;
  /**
   * Guests the CRM finds under this name, never merged; more than 200 are `too-wide`. Where both parts are null, no
   * one.
   */
  readonly findByName: (
    name: NameQuery,
    signal?: AbortSignal,
    onUnreadable?: OnUnreadable,
  ) => Promise<Result<readonly CrmGuest[], CrmError>>;
  /** Guests whose e-mail is exactly this, except for capitals. */
  readonly findByEmail: (
    email: string,
    signal?: AbortSignal,
    onUnreadable?: OnUnreadable,
  ) => Promise<Result<readonly CrmGuest[], CrmError>>;
  readonly getGuest: (id: string, signal?: AbortSignal) => Promise<Result<CrmGuest, CrmError>>;
  readonly creditSummary: (id: string, signal?: AbortSignal) => Promise<Result<CreditSummary, CrmError>>;
  /** The newest lines first, at most `limit` of them (following pages as needed). */
  readonly creditHistory: (
    id: string,
    limit: number,
    signal?: AbortSignal,
  ) => Promise<Result<readonly CreditTransaction[], CrmError>>;
  /**
   * The history a page at a time, for lists that grow as one scrolls: first with null, then with the `next` of the page
   * before. Asking twice with the same text gives the same page. Throws on text that is no such `next`.
   */
  readonly creditHistoryPage: (
    id: string,
    from: string | null,
    signal?: AbortSignal,
  ) => Promise<Result<CreditHistoryPage, CrmError>>;
}
