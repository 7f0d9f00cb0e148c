import type { ApprovalRule } from '../../src-preload/contract/approval.ts';
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
  readonly what: AskedCredit & { readonly approvalId: string };
  readonly approver: StaffName;
  readonly way: ApprovalWay;
}
