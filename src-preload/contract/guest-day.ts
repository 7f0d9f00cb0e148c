import type { ApprovalRule } from './approval.ts';
import type { Cents } from './money.ts';

/** A credit that a guest was given this business day. */
export interface GivenToday {
  readonly creditId: string;
  readonly amount: Cents;
  /** The restaurant's reason; null where the credit's note is none of ours. */
  readonly reasonId: string | null;
  /** Who gave it; null where Toast does not say (the POS). */
  readonly by: string | null;
  /** UTC ms. */
  readonly at: number;
  /** Given on this kiosk. */
  readonly here: boolean;
}

/** How much is left of the limits for one person and one guest. */
export interface LimitsLeft {
  /** Above this a manager approves, and the limit that says so. */
  readonly alone: Cents;
  readonly rule: ApprovalRule;
  /** Above this no one may give it now. */
  readonly most: Cents;
}

/** Whether a guest was helped already today, and what may still be given. */
export interface GuestToday {
  /** Newest first: of this kiosk, and as far as Toast could be read of other kiosks and the POS, each once. */
  readonly credits: readonly GivenToday[];
  readonly sum: Cents;
  /** Whether Toast's history was read. Where it was not, only this kiosk's credits are known. */
  readonly isWhole: boolean;
  readonly left: LimitsLeft;
}
