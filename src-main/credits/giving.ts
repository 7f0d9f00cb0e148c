import type { GiveOutcome, OpenFormOutcome } from '../../src-preload/contract/channels.ts';
import type { CreditRequest } from '../../src-preload/contract/credit.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import type { Cents, SignedCents } from '../../src-preload/contract/money.ts';
import type { CreditItem } from '../../src-preload/contract/outbox.ts';
import { assertNever, err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import type { AcceptedCredit } from '../lib/accepted-credit.ts';
import type { Clock, Logger } from '../ports.ts';
import type { CreditForms } from './forms.ts';
import { writeNote } from './note.ts';
import { decide, type HouseRules } from './rules.ts';

/** What a manager is asked to approve. */
export interface AskedCredit {
  readonly creditId: string;
  readonly guestId: string;
  readonly amount: Cents;
  readonly reasonId: string;
  readonly note: string;
  readonly asker: StaffName;
}

/** What giving needs of its neighbours; compose passes them in. */
export interface GivingPorts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly rules: HouseRules;
  readonly forms: CreditForms;
  readonly accept: (
    credit: AcceptedCredit,
  ) => Result<
    CreditItem,
    | { code: 'too-much-waiting'; count: number; sum: Cents }
    | { code: 'waiting-too-long'; oldestMs: number }
    | { code: 'other-content' }
    | { code: 'not-sealable' }
  >;
  readonly findCredit: (creditId: string) => CreditItem | null;
  readonly askApproval: (what: AskedCredit) => { readonly approvalId: string; readonly expiresAt: number };
  readonly grantApproval: (
    approvalId: string,
    pin: string,
  ) => Promise<Result<{ readonly what: AskedCredit; readonly approver: StaffName }, AppError>>;
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
  readonly give: (request: CreditRequest, staff: StaffName) => Result<GiveOutcome, AppError>;
  readonly approve: (approvalId: string, pin: string) => Promise<Result<CreditItem, AppError>>;
  readonly shown: (creditId: string) => void;
}

export function createGiving(ports: GivingPorts): Giving {
  const { clock, logger, rules, forms, findCredit } = ports;

  /** Accepts what the rules, or a manager, have allowed. */
  function accept(what: AskedCredit, approver: StaffName | null): Result<CreditItem, AppError> {
    const reason = rules.reasons.find(({ id }) => id === what.reasonId);
    if (!reason) return err({ code: 'reason-unknown' });
    const credit: AcceptedCredit = {
      id: what.creditId,
      guestId: what.guestId,
      amount: what.amount,
      reasonId: what.reasonId,
      note: writeNote({
        reason: reason.label.en,
        by: what.asker.shortName,
        approvedBy: approver?.shortName ?? null,
        words: what.note,
      }),
      givenAt: clock.now(),
      givenBy: { id: what.asker.id, shortName: what.asker.shortName },
      approvedBy: approver && { id: approver.id, shortName: approver.shortName },
    };
    try {
      const accepted = ports.accept(credit);
      if (accepted.ok) return accepted;
      switch (accepted.error.code) {
        case 'too-much-waiting':
        case 'waiting-too-long':
          return err(accepted.error);
        case 'not-sealable':
          return err({ code: 'cannot-keep-guests' });
        case 'other-content':
          return err({ code: 'form-closed' });
        default:
          return assertNever(accepted.error, 'accept error');
      }
    } catch (error) {
      // The transaction did not commit: full, failing or read-only disk. Nothing was accepted, and we say so.
      logger.error('credit-not-saved', { error: error instanceof Error ? error.message : String(error) });
      return err({ code: 'not-saved' });
    }
  }

  return {
    openForm: (guestId, staff) => {
      const now = clock.now();
      for (const creditId of forms.unfinishedFor(guestId, now)) {
        const item = findCredit(creditId);
        if (item) return { outcome: 'already-given', item };
      }
      const { creditId } = forms.open(guestId, staff.id, now);
      return { outcome: 'form', form: { creditId, guestId } };
    },
    give: (request, staff) => {
      const form = forms.get(request.creditId);
      if (form?.staffId !== staff.id) return err({ code: 'form-closed' });
      const decision = decide(rules, staff.role, request);
      const what: AskedCredit = {
        creditId: form.creditId,
        guestId: form.guestId,
        amount: request.amount,
        reasonId: request.reasonId,
        note: request.note,
        asker: staff,
      };
      switch (decision.verdict) {
        case 'never':
          return err(decision.error);
        case 'fine': {
          const accepted = accept(what, null);
          return accepted.ok ? ok({ outcome: 'accepted', item: accepted.value }) : accepted;
        }
        case 'needs-approval': {
          // Approved and accepted already: a tap that comes late must not ask a manager again.
          const given = findCredit(form.creditId);
          if (given) return ok({ outcome: 'accepted', item: given });
          const { approvalId, expiresAt } = ports.askApproval(what);
          const { creditId, guestId, amount, reasonId, note } = what;
          const askedBy = { shortName: staff.shortName, role: staff.role };
          return ok({
            outcome: 'needs-approval',
            approval: {
              approvalId,
              creditId,
              guestId,
              amount,
              reasonId,
              note,
              askedBy,
              expiresAt,
              ...ports.contextFor(guestId, staff),
            },
          });
        }
        default:
          return assertNever(decision, 'decision');
      }
    },
    approve: async (approvalId, pin) => {
      const granted = await ports.grantApproval(approvalId, pin);
      return granted.ok ? accept(granted.value.what, granted.value.approver) : granted;
    },
    shown: (creditId) => {
      if (findCredit(creditId)) forms.close(creditId);
    },
  };
}
