import type { Reason } from '../../src-preload/contract/credit.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import { type Cents, cents } from '../../src-preload/contract/money.ts';
import type { CreditLimits, Role } from '../../src-preload/contract/staff.ts';

/** Who may give what. Configuration, with these defaults. */
export interface HouseRules {
  /** What each role may give alone; above it a manager approves. */
  readonly alone: Readonly<Record<Role, Cents>>;
  /** The most for one credit, by anybody. */
  readonly most: Cents;
  /** The most that may wait unsent on one kiosk. */
  readonly waiting: {
    readonly count: number;
    readonly sum: Cents;
    /** Hours one credit may have waited before nothing new is accepted. */
    readonly stopAfterHours: number;
    /** Hours after which what still waits is no longer sent by itself. */
    readonly sendWithinHours: number;
  };
  readonly reasons: readonly Reason[];
}

export const DEFAULT_RULES: HouseRules = {
  alone: { host: cents(0), server: cents(1_000), manager: cents(25_000) },
  most: cents(25_000),
  waiting: { count: 100, sum: cents(50_000), stopAfterHours: 24, sendWithinHours: 72 },
  reasons: [
    reason('long-wait', 'Long wait', 'Larga espera', 1_500),
    reason('wrong-dish', 'Wrong dish', 'Plato equivocado', 1_000),
    reason('cold-food', 'Cold food', 'Comida fría', 1_000),
    reason('slow-service', 'Slow service', 'Servicio lento', null),
    reason('celebration', 'Celebration', 'Celebración', null),
    reason('something-else', 'Something else', 'Otro motivo', null, true),
  ],
};

function reason(id: string, en: string, es: string, amount: number | null, noteRequired = false): Reason {
  return { id, label: { en, es }, amount: amount === null ? null : cents(amount), noteRequired };
}

/** What a person of this role may give. */
export function limitsFor(rules: HouseRules, role: Role): CreditLimits {
  const alone = Math.min(rules.alone[role], rules.most);
  return { alone: cents(alone), most: rules.most };
}

/** The rules' answer to one credit: fine, a manager must approve, or never. */
export type Decision =
  | { readonly verdict: 'fine' }
  | { readonly verdict: 'needs-approval' }
  | { readonly verdict: 'never'; readonly error: RuleError };

export type RuleError = Extract<
  AppError,
  { code: 'amount-zero' | 'amount-over-most' | 'reason-unknown' | 'note-required' }
>;

/** Decides, from the rules and the request alone. */
export function decide(
  rules: HouseRules,
  role: Role,
  request: { readonly amount: Cents; readonly reasonId: string; readonly note: string },
): Decision {
  const never = (error: RuleError): Decision => ({ verdict: 'never', error });
  if (request.amount === 0) return never({ code: 'amount-zero' });
  const { alone, most } = limitsFor(rules, role);
  if (request.amount > most) return never({ code: 'amount-over-most', most });
  const chosen = rules.reasons.find(({ id }) => id === request.reasonId);
  if (!chosen) return never({ code: 'reason-unknown' });
  if (chosen.noteRequired && request.note.trim() === '') return never({ code: 'note-required' });
  return request.amount > alone ? { verdict: 'needs-approval' } : { verdict: 'fine' };
}
