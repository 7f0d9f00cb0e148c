import { type CreditRequest, MAX_NOTE, type Reason } from '../../../src-preload/contract/credit.ts';
import type { LimitsLeft } from '../../../src-preload/contract/guest.ts';
import { type Cents, cents } from '../../../src-preload/contract/money.ts';
import type { Key } from '../../core/keypad.ts';

/** A credit as far as it is filled in. */
export interface Draft {
  readonly reasonId: string | null;
  readonly amount: Cents;
  /** Where the amount is from. A reason's preset never overwrites one that a person chose or typed. */
  readonly amountFrom: 'preset' | 'choice' | 'keys';
  readonly note: string;
}

/** Most digits of an amount: $9,999.99. Above every restaurant limit, so that the limit can be explained. */
const AMOUNT_DIGITS = 6;

export const emptyDraft: Draft = { reasonId: null, amount: cents(0), amountFrom: 'preset', note: '' };

/**
 * Cents first: 1, 5, 00 reads $0.01, $0.15, $15.00. The first digit after a preset or a quick amount starts a new amount;
 * delete edits the one shown. A digit that does not fit any more changes nothing.
 */
export function typeAmount(draft: Draft, key: Key): Draft {
  const shown = draft.amount === 0 ? '' : String(draft.amount);
  const next = (() => {
    if (key === 'clear') return '';
    if (key === 'delete') return shown.slice(0, -1);
    const begun = draft.amountFrom === 'keys' ? shown : '';
    const longer = `${begun}${key}`.replace(/^0+/, '');
    return longer.length > AMOUNT_DIGITS ? begun : longer;
  })();
  const amount = cents(Number(next));
  return { ...draft, amount, amountFrom: amount > 0 ? 'keys' : 'preset' };
}

export const chooseAmount = (draft: Draft, amount: Cents): Draft => ({
  ...draft,
  amount,
  amountFrom: 'choice',
});

/** Choosing a reason brings its preset amount, unless a person already said how much. */
export function chooseReason(draft: Draft, reason: Reason): Draft {
  const amount = draft.amountFrom === 'preset' ? (reason.amount ?? cents(0)) : draft.amount;
  return { ...draft, reasonId: reason.id, amount };
}

export const writeNote = (draft: Draft, note: string): Draft => ({ ...draft, note: note.slice(0, MAX_NOTE) });

/** What the form still needs, in the order a person meets it; `ready` carries the request. */
export type Readiness =
  | { readonly is: 'needs'; readonly what: 'both' | 'reason' | 'amount' | 'note' }
  | { readonly is: 'over-most' }
  | { readonly is: 'ready'; readonly request: CreditRequest; readonly needsManager: boolean };

export function readiness(
  draft: Draft,
  creditId: string,
  reasons: readonly Reason[],
  limits: Pick<LimitsLeft, 'alone' | 'most'>,
): Readiness {
  const reason = reasons.find((candidate) => candidate.id === draft.reasonId);
  if (draft.amount > limits.most) return { is: 'over-most' };
  if (reason === undefined) return { is: 'needs', what: draft.amount === 0 ? 'both' : 'reason' };
  if (draft.amount === 0) return { is: 'needs', what: 'amount' };
  const note = draft.note.trim();
  if (reason.noteRequired && note === '') return { is: 'needs', what: 'note' };
  return {
    is: 'ready',
    request: { creditId, amount: draft.amount, reasonId: reason.id, note },
    needsManager: draft.amount > limits.alone,
  };
}
