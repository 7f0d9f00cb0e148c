import type { AppError } from '../../src-preload/contract/errors.ts';
import type { Cents } from '../../src-preload/contract/money.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { ForApproval, Granted } from '../domain/approval.ts';
import type { ApprovalWay, WriteLedger } from '../domain/ledger-event.ts';
import { seenName } from '../lib/text.ts';
import type { Clock, Ids, Scheduler } from '../ports.ts';
import type { CheckPin, PinError } from '../staff/pins/pin-check.ts';
import type { CodeError, Codes } from './authenticator-codes.ts';

/** How long a request for approval stays open. */
export const APPROVAL_MS = 2 * 60_000;
/** So many requests that are over are remembered, to tell one that ran out from one that was never asked. */
const REMEMBERED = 50;

interface OpenApproval extends ForApproval {
  readonly approvalId: string;
  /** UTC ms, for the screen. */
  readonly expiresAt: number;
}

/** What the restaurant allows. */
export interface ApprovalRules {
  /** Whether a manager may approve what they ask for themselves. */
  readonly own: boolean;
  /** Approval from elsewhere: up to what amount, and by whom of those who have enrolled. */
  readonly byCode: { readonly most: Cents; readonly managers: 'enrolled' | readonly string[] };
}

type ApprovalError =
  | PinError
  | CodeError
  | Extract<
      AppError,
      { code: 'approval-gone' | 'approver-not-manager' | 'approver-is-giver' | 'code-not-allowed' }
    >;

/**
 * One-use approvals. At most one is open at a time, since there is one screen: asking again, or for anything else, ends
 * the one before. They live in memory only: a restart asks again.
 */
export interface Approvals {
  readonly ask: (what: ForApproval) => OpenApproval;
  /**
   * Takes the open request, once, for the manager whose PIN this is. Consumed anything that comes of it later; a wrong
   * PIN, or someone who may not approve, leaves it open.
   */
  readonly grant: (approvalId: string, pin: string) => Promise<Result<Granted, ApprovalError>>;
  /** The same for a manager who is elsewhere and has read out a code. */
  readonly grantByCode: (
    approvalId: string,
    managerId: string,
    code: string,
  ) => Promise<Result<Granted, ApprovalError>>;
  /** Who could approve this from elsewhere; empty where the restaurant does not allow it. */
  readonly byCode: (what: Pick<ForApproval, 'amount' | 'asker'>) => readonly StaffName[];
  /**
   * The person withdraws their own request. If none is open, nothing happens; false if another person requested it: it
   * stays open.
   */
  readonly decline: (approvalId: string, asker: StaffName) => boolean;
  /** Ends anything that is open (sign-out). */
  readonly endAll: () => void;
}

export interface ApprovalPorts {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly ids: Ids;
  readonly rules: ApprovalRules;
  readonly checkPin: CheckPin;
  readonly codes: Codes;
  /** Active managers who have an authenticator. */
  readonly enrolled: () => readonly (StaffName & { readonly employeeGuid: string | null })[];
  readonly record: WriteLedger;
  readonly signedIn: () => StaffName | null;
  /** The person as the staff list has them now; null where they may not sign in. */
  readonly listed: (id: string) => StaffName | null;
  /** The page asked for what it never asks for. */
  readonly recordSuspicious: (request: string, why: string) => void;
}

type End = 'used' | 'over';

export function createApprovals(ports: ApprovalPorts): Approvals {
  const { clock, scheduler, ids, rules, checkPin, codes, record, signedIn, recordSuspicious } = ports;
  let open: { readonly what: OpenApproval; readonly until: number; readonly cancel: () => void } | null =
    null;
  const ended = new Map<string, End>();

  const end = (how: End): void => {
    if (!open) return;
    open.cancel();
    ended.set(open.what.approvalId, how);
    open = null;
    const oldest = ended.keys().next().value;
    if (ended.size > REMEMBERED && oldest !== undefined) ended.delete(oldest);
  };
  const lapse = (approvalId: string): void => {
    if (open?.what.approvalId !== approvalId) return;
    end('over');
    record({ kind: 'approval-expired', approvalId });
  };

  const current = (approvalId: string): OpenApproval | null => {
    if (open?.what.approvalId !== approvalId) return null;
    if (clock.monotonic() >= open.until) {
      lapse(approvalId);
      return null;
    }
    return open.what;
  };

  /** Why a request is not open, told to the ledger where no screen of ours could ask for it. */
  const gone = (request: string, approvalId: string): { ok: false; error: { code: 'approval-gone' } } => {
    const how = ended.get(approvalId);
    if (how === 'used') recordSuspicious(request, 'approval used already');
    else if (how === undefined) recordSuspicious(request, 'approval never asked for');
    return err({ code: 'approval-gone' });
  };

  /** The last look, with the approver known: still open, and theirs to give. Takes it. */
  const take = (
    request: string,
    approvalId: string,
    approver: StaffName,
    way: ApprovalWay,
  ): Result<Granted, ApprovalError> => {
    const refused = (why: 'not-a-manager' | 'own-credit'): void =>
      record({ kind: 'approval-refused', by: approver, approvalId, why });
    // The staff list may have changed while the PIN or the code was checked.
    if (approver.role !== 'manager' || ports.listed(approver.id)?.role !== 'manager') {
      refused('not-a-manager');
      return err({ code: 'approver-not-manager' });
    }
    // Asked again: it may have lapsed, or been used by a second tap, while the PIN was checked.
    const what = current(approvalId);
    if (!what) return gone(request, approvalId);
    if (approver.id === what.asker.id && !rules.own) {
      refused('own-credit');
      return err({ code: 'approver-is-giver' });
    }
    end('used');
    return ok({ what, approver, way });
  };

  return {
    ask: (what) => {
      end('over');
      const approvalId = ids.guid();
      const request = { ...what, approvalId, expiresAt: clock.now() + APPROVAL_MS };
      const { creditId, guestId, amount, reasonId, asker, rule, limit } = what;
      record({
        kind: 'approval-asked',
        by: asker,
        approvalId,
        rule,
        limit,
        creditId,
        guestId,
        amount,
        reasonId,
      });
      open = {
        what: request,
        until: clock.monotonic() + APPROVAL_MS,
        cancel: scheduler.after(APPROVAL_MS, () => lapse(approvalId)),
      };
      return request;
    },
    grant: async (approvalId, pin) => {
      if (!current(approvalId)) return gone('approve', approvalId);
      const checked = await checkPin(pin, 'approval');
      if (!checked.ok) return checked;
      return take('approve', approvalId, checked.value, 'here');
    },
    grantByCode: async (approvalId, managerId, code) => {
      const what = current(approvalId);
      if (!what) return gone('approveByCode', approvalId);
      const manager = mayByCode(ports, what.amount, what.asker).find(({ id }) => id === managerId);
      if (!manager) {
        record({ kind: 'approval-refused', by: signedIn(), approvalId, why: 'not-by-code' });
        return err({ code: 'code-not-allowed', most: rules.byCode.most });
      }
      const checked = await codes.check(manager, code);
      if (!checked.ok) return checked;
      return take('approveByCode', approvalId, manager, 'code');
    },
    byCode: ({ amount, asker }) => mayByCode(ports, amount, asker),
    decline: (approvalId, asker) => {
      const what = current(approvalId);
      if (!what) return true;
      if (what.asker.id !== asker.id) {
        recordSuspicious('declineApproval', 'asked for by somebody else');
        return false;
      }
      end('over');
      record({ kind: 'approval-refused', by: signedIn(), approvalId, why: 'declined' });
      return true;
    },
    endAll: () => end('over'),
  };
}

/** Managers who may approve this from elsewhere. */
function mayByCode(
  { rules, enrolled }: ApprovalPorts,
  amount: Cents,
  asker: StaffName,
): readonly StaffName[] {
  const { most, managers } = rules.byCode;
  if (amount > most) return [];
  const named = managers === 'enrolled' ? null : managers.map(seenName);
  return enrolled()
    .filter(({ id }) => rules.own || id !== asker.id)
    .filter(
      ({ shortName, employeeGuid }) =>
        named === null ||
        named.includes(seenName(shortName)) ||
        (employeeGuid !== null && named.includes(employeeGuid)),
    )
    .map(({ id, shortName, role }) => ({ id, shortName, role }));
}
