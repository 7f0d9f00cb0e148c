import type { ApprovalsSummary, DeclineReason } from '../../src-preload/contract/approval.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import type { Cents } from '../../src-preload/contract/money.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { EndedRequest, ForApproval, Granted, OpenRequest } from '../domain/approval.ts';
import type { ApprovalWay } from '../domain/ledger-event.ts';
import { seenName } from '../lib/text.ts';
import type { Ids } from '../ports.ts';
import type { CheckPin, PinError } from '../staff/pins/pin-check.ts';
import type { CodeError, Codes } from './authenticator-codes.ts';
import { createEndedRequests, type EndedRequests, type SeenStore } from './ended-requests.ts';
import {
  type CarriedRequest,
  createOpenRequests,
  type OpenRequestPorts,
  type OpenRequests,
} from './open-requests.ts';

/** So many requests wait for a manager at once, of all people together. */
const MAX_OPEN = 40;

/** What the restaurant allows. */
export interface ApprovalRules {
  /** How long a request waits for a manager, minutes. */
  readonly minutes: number;
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
 * One-use approvals. A request waits for a manager until its time is over, no matter who is signed in or what is on the
 * screen. There is one for each form: asking again for the form ends the one before. Requests live in memory: other settings
 * carry them along, a restart of the program ends them, and the giver is told.
 */
export interface Approvals {
  readonly ask: (what: ForApproval) => Result<OpenRequest, Extract<AppError, { code: 'approvals-full' }>>;
  /**
   * Takes the open request, once, for the manager whose PIN this is: {@link Approvals.conclude} says what came of it. A
   * wrong PIN, or someone who may not approve, leaves it open.
   */
  readonly grant: (approvalId: string, pin: string) => Promise<Result<Granted, ApprovalError>>;
  /** The same for a manager who is elsewhere and has read out a code. */
  readonly grantByCode: (
    approvalId: string,
    managerId: string,
    code: string,
  ) => Promise<Result<Granted, ApprovalError>>;
  /**
   * What came of a request that was taken. `open`: nothing could be written, and it waits again. `at`: on whose screen it is
   * seen.
   */
  readonly conclude: (granted: Granted, how: 'approved' | 'refused' | 'open', at: StaffName) => void;
  /** Who could approve this from elsewhere; empty where the restaurant does not allow it. */
  readonly byCode: (what: Pick<ForApproval, 'amount' | 'asker'>) => readonly StaffName[];
  /**
   * The person withdraws their own request, or a manager declines it. If it is not open, nothing happens; false if it is
   * neither: it stays open.
   */
  readonly decline: (approvalId: string, by: StaffName, why: DeclineReason | null) => boolean;
  /** Whether this form has an open request. */
  readonly holds: (creditId: string) => boolean;
  /** Open requests that this person may see: their own, a manager all. The one with the least time left is first. */
  readonly openFor: (viewer: StaffName) => readonly OpenRequest[];
  /** What became of this person's requests that they have not seen yet, newest first. */
  readonly endedFor: (viewer: StaffName) => readonly EndedRequest[];
  /** They have seen it. */
  readonly seen: (viewer: StaffName) => void;
  /** How many are open for this person, and their news; for no one only how many. */
  readonly summary: (viewer: StaffName | null) => ApprovalsSummary;
  readonly carry: () => readonly CarriedRequest[];
  /** Nothing of it runs any more. */
  readonly stop: () => void;
}

export interface ApprovalPorts extends OpenRequestPorts {
  readonly ids: Ids;
  readonly rules: ApprovalRules;
  readonly checkPin: CheckPin;
  readonly codes: Codes;
  /** Active managers who have an authenticator. */
  readonly enrolled: () => readonly (StaffName & { readonly employeeGuid: string | null })[];
  readonly signedIn: () => StaffName | null;
  /** The page asked for what it never asks for. */
  readonly recordSuspicious: (request: string, why: string) => void;
  /** Requests that ended before this run, or with it, as the log has them. */
  readonly earlier: readonly EndedRequest[];
  readonly seenStore: SeenStore;
}

export function createApprovals(ports: ApprovalPorts): Approvals {
  const { clock, ids, rules, checkPin, codes, record, signedIn, recordSuspicious, listed } = ports;
  const ended = createEndedRequests(ports.earlier, ports.seenStore);
  const requests = createOpenRequests(ports, ended);
  const { all: open, current, end, sweep } = requests;
  const { shown, ...views } = createViews(ports, requests, ended);

  /** Why a request is not open, told to the ledger where no screen of ours could ask for it. */
  const gone = (request: string, approvalId: string): { ok: false; error: { code: 'approval-gone' } } => {
    const how = ended.howOf(approvalId);
    if (how === 'approved' || open.get(approvalId)?.taken === true)
      recordSuspicious(request, 'approval used already');
    else if (how === undefined && !open.has(approvalId))
      recordSuspicious(request, 'approval never asked for');
    return err({ code: 'approval-gone' });
  };

  /** The open request, where it may be on the screen of the person who is signed in: their own, or a manager's to answer. */
  const theirs = (request: string, approvalId: string): CarriedRequest | null => {
    const what = current(approvalId);
    const at = signedIn();
    if (what === null || at === null || at.role === 'manager' || at.id === what.asker.id) return what;
    recordSuspicious(request, 'asked for by somebody else');
    return null;
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
    requests.setTaken(approvalId, true);
    // As they were called when they asked; with what their role may give now.
    const role = listed(what.asker.id)?.role ?? what.asker.role;
    return ok({ what: { ...what, asker: { ...what.asker, role } }, approver, way });
  };

  return {
    ask: (what) => {
      sweep();
      const before = [...open.values()].find((each) => each.what.creditId === what.creditId);
      if (before === undefined && open.size >= MAX_OPEN)
        return err({ code: 'approvals-full', most: MAX_OPEN });
      if (before) end(before.what.approvalId, 'over');
      const approvalId = ids.guid();
      const { creditId, guestId, amount, reasonId, asker, rule, limit } = what;
      const asked = { creditId, guestId, amount, reasonId };
      record({ kind: 'approval-asked', by: asker, approvalId, rule, limit, ...asked });
      const until = clock.monotonic() + rules.minutes * 60_000;
      const request = { ...what, approvalId, askedAt: clock.now(), until };
      requests.put(request);
      return ok(shown(request));
    },
    grant: async (approvalId, pin) => {
      if (!theirs('approve', approvalId)) return gone('approve', approvalId);
      const checked = await checkPin(pin, 'approval');
      if (!checked.ok) return checked;
      return take('approve', approvalId, checked.value, 'here');
    },
    grantByCode: async (approvalId, managerId, code) => {
      const what = theirs('approveByCode', approvalId);
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
    conclude: ({ what, approver }, how, at) => {
      if (how === 'open') requests.setTaken(what.approvalId, false);
      else if (at.id === what.asker.id) end(what.approvalId, how, approver.shortName, null, true);
      else end(what.approvalId, how, approver.shortName);
    },
    byCode: ({ amount, asker }) => mayByCode(ports, amount, asker),
    decline: (approvalId, by, why) => {
      const what = current(approvalId);
      if (!what) return true;
      const own = what.asker.id === by.id;
      if (!own && by.role !== 'manager') {
        recordSuspicious('declineApproval', 'asked for by somebody else');
        return false;
      }
      record({ kind: 'approval-refused', by, approvalId, why: 'declined', ...(why && { said: why }) });
      end(approvalId, own ? 'over' : 'declined', by.shortName, why);
      return true;
    },
    holds: (creditId) => [...open.values()].some(({ what }) => what.creditId === creditId),
    ...views,
    stop: () => {
      for (const { cancel } of open.values()) cancel();
    },
    carry: () => [...open.values()].filter(({ taken }) => !taken).map(({ what }) => what),
  };
}

/** Requests as people may see them. */
function createViews(
  { clock, onChange }: Pick<ApprovalPorts, 'clock' | 'onChange'>,
  { all: open, sweep }: OpenRequests,
  ended: EndedRequests,
) {
  const shown = ({ until, ...what }: CarriedRequest): OpenRequest => ({
    ...what,
    expiresAt: clock.now() + Math.max(0, until - clock.monotonic()),
  });

  const mayBeSeenBy = (viewer: StaffName): readonly CarriedRequest[] => {
    sweep();
    return [...open.values()]
      .map(({ what }) => what)
      .filter(({ asker }) => viewer.role === 'manager' || asker.id === viewer.id);
  };
  const summary: Approvals['summary'] = (viewer) => {
    if (viewer === null) {
      sweep();
      return { open: open.size, answered: null };
    }
    const news = ended.newsFor(viewer.id);
    const newest = news[0];
    return {
      open: mayBeSeenBy(viewer).length,
      answered: newest ? { count: news.length, amount: newest.amount, how: newest.how } : null,
    };
  };
  return {
    shown,
    openFor: (viewer: StaffName) => [...mayBeSeenBy(viewer)].sort((a, b) => a.until - b.until).map(shown),
    endedFor: ({ id }: StaffName) => ended.newsFor(id),
    seen: ({ id }: StaffName) => {
      ended.seen(id);
      onChange();
    },
    summary,
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
