import type { ApprovalEnd, ApprovalRule, DeclineReason } from '../../src-preload/contract/approval.ts';
import type { Cents } from '../../src-preload/contract/money.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { ApprovalWay } from './ledger-event.ts';

/** A credit that a person asks for. */
export interface AskedCredit {
  readonly creditId: string;
  readonly guestId: string;
  readonly amount: Cents;
  readonly reasonId: string;
  readonly note: string;
  readonly asker: StaffName;
}

/** Exactly what an approval is for: a different amount, guest or reason is another request. */
export interface ForApproval extends AskedCredit {
  /** Which rule asks for it, and its limit. */
  readonly rule: ApprovalRule;
  readonly limit: Cents;
}

/** An approval that was given, for exactly this. */
export interface Granted {
  readonly what: ForApproval & { readonly approvalId: string };
  readonly approver: StaffName;
  readonly way: ApprovalWay;
}

/** A request that waits for a manager. */
export interface OpenRequest extends ForApproval {
  readonly approvalId: string;
  /** UTC ms: when it was asked for, and when its time is over as the clock shows now. */
  readonly askedAt: number;
  readonly expiresAt: number;
}

/** A request that is over. */
export interface EndedRequest {
  readonly approvalId: string;
  readonly creditId: string;
  readonly guestId: string;
  readonly amount: Cents;
  readonly reasonId: string;
  readonly askerId: string;
  readonly how: ApprovalEnd;
  /** The manager who answered, as they were called then; null where none did. */
  readonly by: string | null;
  readonly why: DeclineReason | null;
  /** UTC ms. */
  readonly at: number;
}
