import type { Cents } from '../../src-preload/contract/money.ts';
import type { Result } from '../../src-preload/contract/result.ts';
import type { CrmError } from '../ports.ts';

/** A guest as the CRM knows them. GUID in lower case; absent values are null. */
export interface CrmGuest {
  readonly id: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** National digits where they parse as such, else exactly as the CRM gave it. */
  readonly phone: string | null;
  readonly email: string | null;
}

export interface CreditSummary {
  readonly amount: Cents;
  /** UTC ms; null where no unexpired credit. */
  readonly earliestExpiry: number | null;
}

/** One line of the CRM's books. Types we do not know keep their wire name. */
export interface CreditTransaction {
  readonly id: string;
  readonly type:
    | 'ADD_VALUE'
    | 'VOID_ADD_VALUE'
    | 'EXPIRATION'
    | 'REDEMPTION'
    | 'VOID_REDEMPTION'
    | { readonly unknown: string };
  /** Absolute amount: the wire's sign is not documented for every type. */
  readonly amount: Cents;
  /** transactionDate, UTC ms; null where the wire's text is not a date. */
  readonly at: number | null;
  readonly expiresAt: number | null;
  readonly note: string | null;
}

/** What guests need of the CRM. Another service can take its place behind this. */
export interface GuestGateway {
  /** Guests whose phone is exactly these national digits. Several may share one; none is an empty list. */
  readonly findByPhone: (
    digits: string,
    signal?: AbortSignal,
  ) => Promise<Result<readonly CrmGuest[], CrmError>>;
  readonly getGuest: (id: string, signal?: AbortSignal) => Promise<Result<CrmGuest, CrmError>>;
  readonly creditSummary: (id: string, signal?: AbortSignal) => Promise<Result<CreditSummary, CrmError>>;
  /** The newest lines first, at most `limit` of them (following pages as needed). */
  readonly creditHistory: (
    id: string,
    limit: number,
    signal?: AbortSignal,
  ) => Promise<Result<readonly CreditTransaction[], CrmError>>;
}
