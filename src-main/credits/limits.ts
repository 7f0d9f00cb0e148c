import type { ApprovalRule } from '../../src-preload/contract/approval.ts';
import type { Reason } from '../../src-preload/contract/credit.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import type { LimitsLeft } from '../../src-preload/contract/guest.ts';
import { type Cents, cents, MAX_CENTS } from '../../src-preload/contract/money.ts';
import type { CreditLimits, Role } from '../../src-preload/contract/staff.ts';
import type { CreditPolicySummary } from '../../src-preload/contract/status.ts';
import type { RuleName } from '../domain/ledger-event.ts';

/** Who may give what. Configuration, with these defaults. All of it is about this kiosk alone. */
export interface CreditPolicy {
  /** What each role may give alone in one credit; above it a manager approves. */
  readonly alone: Readonly<Record<Role, Cents>>;
  /** The most for one credit, by anyone. */
  readonly most: Cents;
  /** What one person may give in a business day: alone, and at all. */
  readonly employeeDay: { readonly alone: Readonly<Record<Role, Cents>>; readonly most: Cents };
  /** What one guest may be given in a business day: without a manager, and at all. */
  readonly guestDay: { readonly alone: Cents; readonly most: Cents };
  /** The most that may wait unsent on one kiosk. */
  readonly waiting: {
    readonly count: number;
    readonly sum: Cents;
    /** Hours one credit may have waited before nothing new is accepted. */
    readonly stopAfterHours: number;
    /** Hours after which what still waits is no longer sent automatically. */
    readonly sendWithinHours: number;
  };
  /** While Toast does not answer: without a manager, at all, and for how many hours. */
  readonly offline: { readonly alone: Cents; readonly most: Cents; readonly hours: number };
  /** In the order that staff see them: the first ones with an amount are the guest screen's quick credits. */
  readonly reasons: readonly Reason[];
}

export const DEFAULT_RULES: CreditPolicy = {
  alone: { host: cents(0), server: cents(1_000), manager: cents(25_000) },
  most: cents(25_000),
  employeeDay: {
    alone: { host: cents(0), server: cents(5_000), manager: cents(50_000) },
    most: cents(100_000),
  },
  guestDay: { alone: cents(5_000), most: cents(25_000) },
  waiting: { count: 100, sum: cents(50_000), stopAfterHours: 24, sendWithinHours: 72 },
  offline: { alone: cents(5_000), most: cents(25_000), hours: 24 },
  reasons: [
    reason('cold-food', 'Cold food', 'Comida fría', 1_000),
    reason('wrong-dish', 'Wrong dish', 'Plato equivocado', 1_000),
    reason('long-wait', 'Long wait', 'Mucha espera', 1_500),
    reason('slow-service', 'Slow service', 'Servicio lento', null),
    reason('celebration', 'Celebration', 'Celebración', null),
    reason('something-else', 'Something else', 'Otro motivo', null, true),
  ],
};

function reason(id: string, en: string, es: string, amount: number | null, noteRequired = false): Reason {
  return { id, label: { en, es }, amount: amount === null ? null : cents(amount), noteRequired };
}

/** What a person of this role may give. */
export function limitsFor(rules: CreditPolicy, role: Role): CreditLimits {
  const alone = Math.min(rules.alone[role], rules.most);
  return { alone: cents(alone), most: rules.most };
}

/** The rules as anyone may know them. */
export const policySummary = ({ alone, most, employeeDay, offline }: CreditPolicy): CreditPolicySummary => ({
  alone,
  most,
  employeeDay: employeeDay.alone,
  offline,
});

/** What the kiosk's own records say at this moment, without the credit in question. Sums in minor units. */
export interface LimitFacts {
  /** Given by this person in this business day: what is waiting and what has settled. */
  readonly employeeToday: number;
  /** Given to this guest in this business day, too. */
  readonly guestToday: number;
  readonly waiting: { readonly count: number; readonly sum: number };
  /** The guest's history in Toast could not be read: what others gave today is not known, and the limits of offline apply. */
  readonly guestUnread: boolean;
  /** For how long Toast has not answered, ms; null while it answers. */
  readonly offlineForMs: number | null;
}

/** The rules' answer to one credit: fine, a manager must approve (which rule, what limit), or never (which rule). */
export type Decision =
  | { readonly verdict: 'fine' }
  | { readonly verdict: 'needs-approval'; readonly rule: ApprovalRule; readonly limit: Cents }
  | {
      readonly verdict: 'never';
      readonly rule: RuleName;
      readonly limit: number;
      readonly error: RuleError;
    };

type RuleError = Extract<
  AppError,
  {
    code:
      | 'amount-zero'
      | 'amount-over-most'
      | 'reason-unknown'
      | 'note-required'
      | 'over-employee-day'
      | 'over-guest-day'
      | 'over-offline-most'
      | 'offline-too-long'
      | 'too-much-waiting'
      | 'waiting-too-long';
  }
>;

export interface Asked {
  readonly amount: Cents;
  readonly reasonId: string;
  readonly note: string;
}

const HOUR_MS = 3_600_000;

/**
 * Decides, from the rules, the request and the kiosk's records alone. What no one may do comes first: a manager is
 * never asked for something that would then be refused.
 */
export function decide(rules: CreditPolicy, role: Role, asked: Asked, facts: LimitFacts): Decision {
  return (
    neverAsked(rules, asked) ??
    neverNow(rules, asked.amount, facts) ??
    needsManager(rules, role, asked.amount, facts) ?? { verdict: 'fine' }
  );
}

/** What is wrong with the request itself. */
function neverAsked(rules: CreditPolicy, asked: Asked): Decision | null {
  if (asked.amount === 0) return never('amount-zero', 0, { code: 'amount-zero' });
  if (asked.amount > rules.most) {
    return never('most', rules.most, { code: 'amount-over-most', most: rules.most });
  }
  const chosen = rules.reasons.find(({ id }) => id === asked.reasonId);
  if (!chosen) return never('reason', 0, { code: 'reason-unknown' });
  if (chosen.noteRequired && asked.note.trim() === '') return never('note', 0, { code: 'note-required' });
  return null;
}

/** What the state of this kiosk does not allow to anyone. */
function neverNow(rules: CreditPolicy, amount: Cents, facts: LimitFacts): Decision | null {
  const { offline, employeeDay, guestDay, waiting } = rules;
  if (facts.offlineForMs !== null && facts.offlineForMs >= offline.hours * HOUR_MS) {
    return never('offline-hours', offline.hours, { code: 'offline-too-long', hours: offline.hours });
  }
  if (isBlind(facts) && amount > offline.most) {
    return never('offline-amount', offline.most, { code: 'over-offline-most', most: offline.most });
  }
  if (facts.employeeToday + amount > employeeDay.most) {
    const { most } = employeeDay;
    return never('employee-day', most, {
      code: 'over-employee-day',
      most,
      given: shown(facts.employeeToday),
    });
  }
  if (facts.guestToday + amount > guestDay.most) {
    const { most } = guestDay;
    return never('guest-day', most, { code: 'over-guest-day', most, given: shown(facts.guestToday) });
  }
  const { count, sum } = facts.waiting;
  if (count + 1 > waiting.count || sum + amount > waiting.sum) {
    return never('waiting', waiting.sum, { code: 'too-much-waiting', count, sum: shown(sum) });
  }
  return null;
}

/** What takes a manager's yes. Where a rule only asks for some manager's judgment, a manager who gives has theirs. */
function needsManager(rules: CreditPolicy, role: Role, amount: Cents, facts: LimitFacts): Decision | null {
  const { alone } = limitsFor(rules, role);
  if (amount > alone) return { verdict: 'needs-approval', rule: 'alone', limit: alone };
  if (isBlind(facts) && role !== 'manager' && amount > rules.offline.alone) {
    return { verdict: 'needs-approval', rule: 'offline-amount', limit: rules.offline.alone };
  }
  const day = rules.employeeDay.alone[role];
  if (facts.employeeToday + amount > day) {
    return { verdict: 'needs-approval', rule: 'employee-day', limit: day };
  }
  if (role !== 'manager' && facts.guestToday + amount > rules.guestDay.alone) {
    return { verdict: 'needs-approval', rule: 'guest-day', limit: rules.guestDay.alone };
  }
  return null;
}

/** What others gave cannot be seen. */
const isBlind = (facts: LimitFacts): boolean => facts.offlineForMs !== null || facts.guestUnread;

/** How much is left of the limits at this moment: what a person may give this guest alone, and at all, and which rule says so. */
export function leftOf(rules: CreditPolicy, role: Role, facts: LimitFacts): LimitsLeft {
  const blind = isBlind(facts);
  const { employeeDay, guestDay, offline } = rules;
  const left = (limit: number, used: number): number => Math.max(0, limit - used);
  const alone: readonly (readonly [ApprovalRule, number])[] = [
    ['alone', limitsFor(rules, role).alone],
    ...(blind && role !== 'manager' ? [['offline-amount', offline.alone] as const] : []),
    ['employee-day', left(employeeDay.alone[role], facts.employeeToday)],
    ...(role === 'manager' ? [] : [['guest-day', left(guestDay.alone, facts.guestToday)] as const]),
  ];
  const most = Math.min(
    rules.most,
    blind ? offline.most : rules.most,
    left(employeeDay.most, facts.employeeToday),
    left(guestDay.most, facts.guestToday),
  );
  const [rule, amount] = alone.reduce((least, each) => (each[1] < least[1] ? each : least));
  return { alone: cents(Math.min(amount, most)), rule, most: cents(most) };
}

function never(rule: RuleName, limit: number, error: RuleError): Decision {
  return { verdict: 'never', rule, limit, error };
}

/** A sum as an amount: a day's sum has no most of its own. */
function shown(sum: number): Cents {
  return cents(Math.min(sum, MAX_CENTS));
}
