import type { AppError } from '../../src-preload/contract/errors.ts';
import type { Cents } from '../../src-preload/contract/money.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { Clock, Ids } from '../ports.ts';
import type { CheckPin, PinError } from './pin-check.ts';

/** How long a request for approval stays open. */
export const APPROVAL_MS = 2 * 60_000;

/** Exactly what an approval is for. Anything different is another request. */
export interface Approvable {
  readonly creditId: string;
  readonly guestId: string;
  readonly amount: Cents;
  readonly reasonId: string;
  readonly note: string;
  readonly asker: StaffName;
}

export interface OpenApproval extends Approvable {
  readonly approvalId: string;
  /** UTC ms, for the screen. */
  readonly expiresAt: number;
}

export type ApprovalError =
  | PinError
  | Extract<AppError, { code: 'approval-gone' | 'approver-not-manager' | 'approver-is-giver' }>;

/**
 * One-use approvals. At most one is open at a time, since there is one screen: asking again, or for anything else, ends
 * the one before. They live in memory only: a restart asks again.
 */
export interface Approvals {
  readonly ask: (what: Approvable) => OpenApproval;
  /**
   * Takes the open request, once, for the manager whose PIN this is. Consumed whatever comes of it later; a wrong PIN, or
   * somebody who may not approve, leaves it open.
   */
  readonly grant: (
    approvalId: string,
    pin: string,
  ) => Promise<Result<{ readonly what: OpenApproval; readonly approver: StaffName }, ApprovalError>>;
  /** Ends a request. Ending one that is not open does nothing. */
  readonly end: (approvalId: string) => void;
  /** Ends whatever is open (sign-out). */
  readonly endAll: () => void;
}

export function createApprovals(clock: Clock, ids: Ids, checkPin: CheckPin): Approvals {
  let open: { readonly what: OpenApproval; readonly until: number } | null = null;

  const current = (approvalId: string): OpenApproval | null => {
    if (open?.what.approvalId !== approvalId) return null;
    if (clock.monotonic() >= open.until) {
      open = null;
      return null;
    }
    return open.what;
  };

  return {
    ask: (what) => {
      const request = { ...what, approvalId: ids.guid(), expiresAt: clock.now() + APPROVAL_MS };
      open = { what: request, until: clock.monotonic() + APPROVAL_MS };
      return request;
    },
    grant: async (approvalId, pin) => {
      if (!current(approvalId)) return err({ code: 'approval-gone' });
      const checked = await checkPin(pin);
      if (!checked.ok) return checked;
      const approver = checked.value;
      if (approver.role !== 'manager') return err({ code: 'approver-not-manager' });
      // Asked again: it may have lapsed, or been used by a second tap, while the PIN was checked.
      const what = current(approvalId);
      if (!what) return err({ code: 'approval-gone' });
      if (approver.id === what.asker.id) return err({ code: 'approver-is-giver' });
      open = null;
      return ok({ what, approver });
    },
    end: (approvalId) => {
      if (open?.what.approvalId === approvalId) open = null;
    },
    endAll: () => {
      open = null;
    },
  };
}
