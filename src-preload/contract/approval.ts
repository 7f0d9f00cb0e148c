import type { Cents, SignedCents } from './money.ts';
import type { StaffName } from './staff.ts';

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
  readonly askedBy: { readonly shortName: string; readonly role: import('./staff.ts').Role };
  /** The balance and waiting credit the guest has now, as last known. */
  readonly balance: SignedCents | null;
  readonly waiting: Cents;
  /** What the giver gave this business day from this kiosk. */
  readonly givenToday: { readonly count: number; readonly sum: Cents };
  /** The rule that asks, and its limit. */
  readonly rule: ApprovalRule;
  readonly limit: Cents;
  /** The managers who could approve this from elsewhere, by a code; empty where none can. */
  readonly byCode: readonly StaffName[];
  /** When the request lapses (UTC, ms). */
  readonly expiresAt: number;
}
