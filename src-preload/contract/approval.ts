import type { GuestToday } from './guest.ts';
import type { Cents, SignedCents } from './money.ts';
import type { Role, StaffName } from './staff.ts';

/** Which limit requires a manager. */
export type ApprovalRule = 'alone' | 'offline-amount' | 'employee-day' | 'guest-day';

/** A credit above what the giver may give alone, waiting for a manager. Bound to exactly what it shows; used once. */
export interface ApprovalRequest {
  readonly approvalId: string;
  readonly creditId: string;
  readonly guestId: string;
  readonly guestName: string | null;
  readonly amount: Cents;
  readonly reasonId: string;
  readonly note: string;
  readonly askedBy: { readonly shortName: string; readonly role: Role };
  /** The balance and waiting credit the guest has now, as last known. */
  readonly balance: SignedCents | null;
  readonly waiting: Cents;
  /** What the giver gave this business day from this kiosk. */
  readonly givenToday: { readonly count: number; readonly sum: Cents };
  /** What the guest was given today, as far as it is known: newest first, and whether Toast's history is in it. */
  readonly guestToday: Pick<GuestToday, 'credits' | 'sum' | 'isWhole'>;
  /** The rule that asks, and its limit. */
  readonly rule: ApprovalRule;
  readonly limit: Cents;
  /** The managers who could approve this from elsewhere, by a code; empty where none can. */
  readonly byCode: readonly StaffName[];
  /** When it was asked for, and when the request lapses (UTC, ms). */
  readonly askedAt: number;
  readonly expiresAt: number;
  /** Asked for by the person who looks at it. */
  readonly mine: boolean;
}

/** What a manager who declines tells the giver. */
export const DECLINE_REASONS = ['helped-already', 'too-much', 'see-me'] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

/**
 * What became of a request. approved: the credit is given · declined: a manager said no · refused: a limit spoke when a manager
 * approved · expired: its time was over · restarted: the program was restarted while it waited · giver-gone: the giver may not
 * sign in any more · over: the giver withdrew or replaced it.
 */
export type ApprovalEnd =
  | 'approved'
  | 'declined'
  | 'refused'
  | 'expired'
  | 'restarted'
  | 'giver-gone'
  | 'over';

/** A request that is over, as its giver sees it. */
export interface EndedApproval {
  readonly approvalId: string;
  readonly guestId: string;
  readonly guestName: string | null;
  readonly amount: Cents;
  readonly reasonId: string;
  readonly how: ApprovalEnd;
  /** The manager who answered; null where none did. */
  readonly by: string | null;
  readonly why: DeclineReason | null;
  /** When it ended (UTC, ms). */
  readonly at: number;
}

/** Requests for approval as the signed-in person sees them: their own, a manager all that are open. */
export interface ApprovalList {
  /** The one with the least time left is first. */
  readonly open: readonly ApprovalRequest[];
  /** What became of their own and they have not seen yet, newest first. */
  readonly ended: readonly EndedApproval[];
}

/** The same as numbers, for the strip: nothing of a guest is in it. */
export interface ApprovalsSummary {
  /** Open requests: of the person who is signed in, all of them for a manager and where no one is. */
  readonly open: number;
  /** What became of their own and they have not seen yet: how many, and the newest. */
  readonly answered: { readonly count: number; readonly amount: Cents; readonly how: ApprovalEnd } | null;
}
