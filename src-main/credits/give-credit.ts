import type { ApprovalList, ApprovalRequest } from '../../src-preload/contract/approval.ts';
import type { GiveOutcome, OpenFormOutcome } from '../../src-preload/contract/channels.ts';
import type { CreditRequest } from '../../src-preload/contract/credit.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import type { GuestToday } from '../../src-preload/contract/guest.ts';
import type { Cents, SignedCents } from '../../src-preload/contract/money.ts';
import type { CreditItem } from '../../src-preload/contract/outbox.ts';
import { assertNever, err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { AcceptError, AcceptedCredit } from '../domain/accepted-credit.ts';
import type { AskedCredit, EndedRequest, ForApproval, Granted, OpenRequest } from '../domain/approval.ts';
import type { ApprovalWay, WriteLedger } from '../domain/ledger-event.ts';
import { errorText } from '../lib/error-words.ts';
import type { Logger } from '../ports.ts';
import type { CreditForms } from './forms.ts';
import { type CreditPolicy, type Decision, decide, type LimitFacts, leftOf } from './limits.ts';
import { writeNote } from './note.ts';

/** An approval that was given. */
interface GivenApproval {
  readonly approvalId: string;
  readonly approver: StaffName;
  readonly way: ApprovalWay;
}

type Grant = Result<Granted, AppError>;

/** What giving needs of its neighbours; compose passes them in. */
export interface GivingPorts {
  /** The best known time (UTC ms): the CRM's where it has spoken. */
  readonly reckonedNow: () => number;
  readonly logger: Logger;
  readonly rules: CreditPolicy;
  readonly forms: CreditForms;
  /** What the kiosk's records say now, leaving out the credit named. Read again inside the accepting transaction. */
  readonly facts: (guestId: string, staffId: string, except: string) => LimitFacts;
  /** What the guest was given today, as far as it is known; `except`: leaving out the credit named. */
  readonly givenTo: (guestId: string, except: string) => Pick<GuestToday, 'credits' | 'sum' | 'isWhole'>;
  /** Asks the CRM what the guest was given today. Resolves when that is known, or cannot be; never fails. */
  readonly readDay: (guestId: string) => Promise<void>;
  /** `alongside` runs in the accepting transaction; what it throws undoes the acceptance. */
  readonly accept: (credit: AcceptedCredit, alongside: () => void) => Result<CreditItem, AcceptError>;
  readonly findCredit: (creditId: string) => CreditItem | null;
  /** What the page is told of an acceptance that did not commit. */
  readonly whyNotSaved: (error: unknown) => AppError;
  readonly approvals: {
    readonly ask: (what: ForApproval) => Result<OpenRequest, AppError>;
    readonly grant: (approvalId: string, pin: string) => Promise<Grant>;
    readonly grantByCode: (approvalId: string, managerId: string, code: string) => Promise<Grant>;
    readonly conclude: (granted: Granted, how: 'approved' | 'refused' | 'open', at: StaffName) => void;
    /** Managers who could approve this from elsewhere. */
    readonly byCode: (what: AskedCredit) => readonly StaffName[];
    readonly openFor: (viewer: StaffName) => readonly OpenRequest[];
    readonly endedFor: (viewer: StaffName) => readonly EndedRequest[];
  };
  readonly record: WriteLedger;
  /** The page asked for what it never asks for. */
  readonly recordSuspicious: (request: string, why: string) => void;
  /** The rest of what an approver should see: the guest's name and balance, and what the asker gave today. */
  readonly contextFor: (
    guestId: string,
    asker: StaffName,
  ) => {
    readonly guestName: string | null;
    readonly balance: SignedCents | null;
    readonly waiting: Cents;
    readonly givenToday: { readonly count: number; readonly sum: Cents };
  };
}

/** Giving a credit: form, rules, approval, and the outbox. */
export interface Giving {
  readonly openForm: (guestId: string, staff: StaffName) => OpenFormOutcome;
  /** What the guest was given today, once the CRM was asked, and what this person may give them. */
  readonly today: (guestId: string, staff: StaffName) => Promise<GuestToday>;
  readonly give: (request: CreditRequest, staff: StaffName) => Result<GiveOutcome, AppError>;
  /** `at`: whose screen it is, which shows that the credit is saved. */
  readonly approve: (approvalId: string, pin: string, at: StaffName) => Promise<Result<CreditItem, AppError>>;
  readonly approveByCode: (
    approvalId: string,
    managerId: string,
    code: string,
    at: StaffName,
  ) => Promise<Result<CreditItem, AppError>>;
  /** What waits for a manager, and what became of it, as this person may see it. */
  readonly requestsFor: (viewer: StaffName) => ApprovalList;
  /**
   * This person has seen their credit as saved, or one of someone else's that they were shown in place of a form: its
   * form is done with. False where it is neither.
   */
  readonly shown: (creditId: string, staff: StaffName) => boolean;
}

type NotFine = Exclude<Decision, { verdict: 'fine' }>;

/** Thrown inside the accepting transaction, so that nothing of it remains. */
class RuleSpoke extends Error {
  readonly decision: NotFine;
  constructor(decision: NotFine) {
    super(`Limit: ${decision.rule}`);
    this.decision = decision;
  }
}

type Accepted =
  | { readonly is: 'accepted'; readonly item: CreditItem }
  | { readonly is: 'needs-approval'; readonly decision: Extract<Decision, { verdict: 'needs-approval' }> }
  /** `isFinal`: by a rule, not by a disk or an outbox that may take it later. */
  | { readonly is: 'refused'; readonly error: AppError; readonly isFinal: boolean };

/** What the activity log says of a credit. */
const toRecord = ({ creditId, guestId, amount, reasonId }: AskedCredit) => ({
  creditId,
  guestId,
  amount,
  reasonId,
});

/** Accepting what the rules, or a manager, have allowed. */
interface Acceptance {
  readonly decideOn: (what: AskedCredit) => Decision;
  readonly refuse: (
    what: AskedCredit,
    decision: Extract<Decision, { verdict: 'never' }>,
    approvalId: string | null,
  ) => Accepted;
  readonly creditOf: (
    what: AskedCredit,
    approver: Pick<StaffName, 'id' | 'shortName'> | null,
  ) => AcceptedCredit;
  readonly accept: (what: AskedCredit, approval: GivenApproval | null) => Accepted;
}

function createAcceptance(ports: GivingPorts): Acceptance {
  const { reckonedNow, logger, rules, findCredit, facts, record, recordSuspicious } = ports;

  const decideOn = (what: AskedCredit): Decision =>
    decide(rules, what.asker.role, what, facts(what.guestId, what.asker.id, what.creditId));

  /** A rule said no: on record, and in words. */
  const refuse = (
    what: AskedCredit,
    { rule, limit, error }: Extract<Decision, { verdict: 'never' }>,
    approvalId: string | null,
  ): Accepted => {
    record({ kind: 'refused-by-rule', by: what.asker, rule, limit, approvalId, ...toRecord(what) });
    return { is: 'refused', error, isFinal: true };
  };

  const creditOf = (
    what: AskedCredit,
    approver: Pick<StaffName, 'id' | 'shortName'> | null,
  ): AcceptedCredit => ({
    id: what.creditId,
    guestId: what.guestId,
    amount: what.amount,
    reasonId: what.reasonId,
    note: writeNote({
      reason: rules.reasons.find(({ id }) => id === what.reasonId)?.label.en ?? what.reasonId,
      by: what.asker.shortName,
      approvedBy: approver?.shortName ?? null,
      words: what.note,
    }),
    givenAt: reckonedNow(),
    givenBy: { id: what.asker.id, shortName: what.asker.shortName },
    approvedBy: approver && { id: approver.id, shortName: approver.shortName },
  });

  /** Accepts what the rules, or a manager, have allowed. The rules have the last word, inside the transaction. */
  function accept(what: AskedCredit, approval: GivenApproval | null): Accepted {
    const approvalId = approval?.approvalId ?? null;
    try {
      const accepted = ports.accept(creditOf(what, approval?.approver ?? null), () => {
        const decision = decideOn(what);
        const allowed =
          decision.verdict === 'fine' || (decision.verdict === 'needs-approval' && approval !== null);
        if (!allowed) throw new RuleSpoke(decision);
        if (approval) record({ kind: 'approval-granted', creditId: what.creditId, ...approval });
        record({
          kind: 'issued',
          by: what.asker,
          approver: approval?.approver ?? null,
          approvalId,
          way: approval?.way ?? null,
          ...toRecord(what),
        });
      });
      if (accepted.ok) return { is: 'accepted', item: accepted.value };
      return notAccepted(what, accepted.error, approvalId);
    } catch (error) {
      if (error instanceof RuleSpoke) {
        const { decision } = error;
        if (decision.verdict === 'needs-approval') return { is: 'needs-approval', decision };
        return refuse(what, decision, approvalId);
      }
      return notCommitted(what, error);
    }
  }

  /** The outbox does not accept it. */
  function notAccepted(what: AskedCredit, error: AcceptError, approvalId: string | null): Accepted {
    switch (error.code) {
      case 'too-much-waiting':
        return refuse(
          what,
          { verdict: 'never', rule: 'waiting', limit: rules.waiting.sum, error },
          approvalId,
        );
      case 'waiting-too-long': {
        const limit = rules.waiting.stopAfterHours;
        return refuse(what, { verdict: 'never', rule: 'waiting-hours', limit, error }, approvalId);
      }
      case 'not-sealable':
        return { is: 'refused', error: { code: 'cannot-keep-guests' }, isFinal: false };
      case 'other-content':
        recordSuspicious('giveCredit', 'other content than was accepted');
        return { is: 'refused', error: { code: 'form-closed' }, isFinal: true };
      default:
        return assertNever(error, 'accept error');
    }
  }

  /** The transaction did not commit: full, failing or read-only disk. */
  function notCommitted(what: AskedCredit, error: unknown): Accepted {
    logger.error('credit-not-saved', { error: errorText(error) });
    const why = ports.whyNotSaved(error);
    // Read back before it is called not saved: a disk may say that it failed and have it.
    const there = why.code === 'not-saved' ? readBack(what.creditId) : null;
    return there ? { is: 'accepted', item: there } : { is: 'refused', error: why, isFinal: false };
  }

  /** A credit that is on the disk after all; null where it is not, or nothing can be read. */
  function readBack(creditId: string): CreditItem | null {
    try {
      return findCredit(creditId);
    } catch {
      return null;
    }
  }

  return { decideOn, refuse, creditOf, accept };
}

/** What a guest was given today. */
function createDayViews(ports: GivingPorts) {
  const todayOf = (guestId: string, staff: StaffName): GuestToday => ({
    ...ports.givenTo(guestId, ''),
    left: leftOf(ports.rules, staff.role, ports.facts(guestId, staff.id, '')),
  });
  const today: Giving['today'] = async (guestId, staff) => {
    await ports.readDay(guestId);
    return todayOf(guestId, staff);
  };
  /** Reads the guest's day again first, where it is known for whom: what was given meanwhile counts. */
  const fresh = async (approvalId: string, at: StaffName): Promise<void> => {
    const request = ports.approvals.openFor(at).find((each) => each.approvalId === approvalId);
    if (request) await ports.readDay(request.guestId);
  };
  return { todayOf, today, fresh };
}

/** Requests as the person who looks at them may see them. */
function createRequestViews({ approvals, contextFor, givenTo }: GivingPorts) {
  const toRequest = ({ asker, ...what }: OpenRequest, viewer: StaffName): ApprovalRequest => ({
    ...what,
    askedBy: { shortName: asker.shortName, role: asker.role },
    byCode: approvals.byCode({ ...what, asker }),
    mine: viewer.id === asker.id,
    ...contextFor(what.guestId, asker),
    guestToday: givenTo(what.guestId, what.creditId),
  });
  const requestsFor = (viewer: StaffName): ApprovalList => ({
    open: approvals.openFor(viewer).map((request) => toRequest(request, viewer)),
    ended: approvals.endedFor(viewer).map(({ askerId: _, creditId: __, ...request }) => ({
      ...request,
      guestName: contextFor(request.guestId, viewer).guestName,
    })),
  });
  return { toRequest, requestsFor };
}

export function createGiving(ports: GivingPorts): Giving {
  const { toRequest, requestsFor } = createRequestViews(ports);
  const { todayOf, today, fresh } = createDayViews(ports);
  const { forms, findCredit, record, recordSuspicious, approvals } = ports;
  const { decideOn, refuse, creditOf, accept } = createAcceptance(ports);

  /** Credit that was shown in place of a form, and to whom. */
  const shownTo = new Map<string, string>();

  async function approved(granting: Promise<Grant>, at: StaffName): Promise<Result<CreditItem, AppError>> {
    const granted = await granting;
    if (!granted.ok) return granted;
    const { what, approver, way } = granted.value;
    /** Put back unless something came of it: no request is lost to a disk that refuses. */
    let became: 'approved' | 'refused' | 'open' = 'open';
    try {
      const accepted = accept(what, { approvalId: what.approvalId, approver, way });
      switch (accepted.is) {
        case 'accepted':
          became = 'approved';
          shownTo.set(what.creditId, at.id);
          return ok(accepted.item);
        case 'refused':
          if (accepted.isFinal) became = 'refused';
          return err(accepted.error);
        case 'needs-approval':
          throw new Error('An approved credit needs approval');
        default:
          return assertNever(accepted, 'acceptance');
      }
    } finally {
      approvals.conclude(granted.value, became, at);
    }
  }

  return {
    today,
    openForm: (guestId, staff) => {
      for (const creditId of forms.unfinishedFor(guestId)) {
        const item = findCredit(creditId);
        if (item) {
          shownTo.set(creditId, staff.id);
          return { outcome: 'already-given', item };
        }
      }
      const { creditId } = forms.open(guestId, staff.id);
      record({ kind: 'form-opened', by: staff, guestId, creditId });
      return { outcome: 'form', form: { creditId, guestId }, today: todayOf(guestId, staff) };
    },
    give: (request, staff) => {
      const form = forms.get(request.creditId);
      if (form?.staffId !== staff.id) {
        recordSuspicious('giveCredit', form ? 'form of somebody else' : 'form is not open');
        return err({ code: 'form-closed' });
      }
      const { amount, reasonId, note } = request;
      const what: AskedCredit = {
        creditId: form.creditId,
        guestId: form.guestId,
        amount,
        reasonId,
        note,
        asker: staff,
      };
      // Accepted already: a tap that comes late must not ask a manager again, nor may it change anything.
      const given = findCredit(form.creditId);
      if (given) {
        const approver = given.approvedBy === null ? null : { id: '', shortName: given.approvedBy };
        const same = ports.accept(creditOf(what, approver), () => {
          throw new Error('A credit that exists was accepted again');
        });
        if (same.ok) return ok({ outcome: 'accepted', item: same.value });
        recordSuspicious('giveCredit', 'other content than was accepted');
        return err({ code: 'form-closed' });
      }
      const decision = decideOn(what);
      const accepted: Accepted =
        decision.verdict === 'fine'
          ? accept(what, null)
          : decision.verdict === 'never'
            ? refuse(what, decision, null)
            : { is: 'needs-approval', decision };
      switch (accepted.is) {
        case 'accepted':
          return ok({ outcome: 'accepted', item: accepted.item });
        case 'refused':
          return err(accepted.error);
        case 'needs-approval': {
          const { rule, limit } = accepted.decision;
          const asked = approvals.ask({ ...what, rule, limit });
          if (!asked.ok) return asked;
          return ok({ outcome: 'needs-approval', approval: toRequest(asked.value, staff) });
        }
        default:
          return assertNever(accepted, 'acceptance');
      }
    },
    approve: async (approvalId, pin, at) => {
      await fresh(approvalId, at);
      return approved(approvals.grant(approvalId, pin), at);
    },
    approveByCode: async (approvalId, managerId, code, at) => {
      await fresh(approvalId, at);
      return approved(approvals.grantByCode(approvalId, managerId, code), at);
    },
    requestsFor,
    shown: (creditId, staff) => {
      const form = forms.get(creditId);
      if (form && form.staffId !== staff.id && shownTo.get(creditId) !== staff.id) {
        recordSuspicious('creditShown', 'credit of somebody else');
        return false;
      }
      shownTo.delete(creditId);
      if (findCredit(creditId)) forms.close(creditId);
      return true;
    },
  };
}
