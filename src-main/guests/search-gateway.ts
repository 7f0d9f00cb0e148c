import type { Result } from '../../src-preload/contract/result.ts';
import type { CrmError } from '../ports.ts';
import type { CreditTransaction, CrmGuest } from './gateway.ts';

/** A name to look for; either part may be null. Whether the CRM matches whole names or their beginnings is its own affair. */
export interface NameSought {
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/** Part of a history, newest first. */
export interface CreditHistoryPage {
  readonly lines: readonly CreditTransaction[];
  /** What to ask with for the lines before these; null where there are none. Opaque text. */
  readonly next: string | null;
}

/** What looking for guests by words, and reading long histories, needs of the CRM. */
export interface GuestSearchGateway {
  readonly findByName: (
    name: NameSought,
    signal?: AbortSignal,
  ) => Promise<Result<readonly CrmGuest[], CrmError>>;
  readonly findByEmail: (
    email: string,
    signal?: AbortSignal,
  ) => Promise<Result<readonly CrmGuest[], CrmError>>;
  readonly creditHistoryPage: (
    id: string,
    from: string | null,
    signal?: AbortSignal,
  ) => Promise<Result<CreditHistoryPage, CrmError>>;
}
