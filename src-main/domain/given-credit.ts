import type { Cents } from '../../src-preload/contract/money.ts';
import type { CreditState } from '../../src-preload/contract/outbox.ts';

/** A credit that was given on this kiosk, as its own records have it. */
export interface GivenCredit {
  /** GUID, lower case. */
  readonly creditId: string;
  readonly guestId: string;
  readonly amount: Cents;
  readonly reasonId: string;
  readonly by: string;
  readonly approvedBy: string | null;
  /** UTC ms, by the time as it is known: put right once the CRM's clock is. */
  readonly givenAt: number;
  readonly state: CreditState;
  /** How it ended, where it was cancelled: undone, discarded or replaced; null otherwise. */
  readonly how: string | null;
  /** When it reached that state (UTC ms). */
  readonly since: number;
}
