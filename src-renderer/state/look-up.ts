import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KioskApi } from '../../src-preload/contract/api.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import type { GuestMatch, Origin } from '../../src-preload/contract/guest.ts';
import { PHONE_DIGITS } from '../../src-preload/contract/phone.ts';
import { ask } from './ask.ts';
import type { PageClock } from './clock.ts';
import { type Key, typeDigits } from './keypad.ts';
import { mostDigits, nationalDigits } from './phone.ts';

export type LookUpBy = 'phone' | 'last-four';

/** From this many digits on the kiosk is asked. */
export const ASK_FROM = 4;

export interface LookUpState {
  readonly by: LookUpBy;
  /** As typed: digits only, perhaps with a leading country code. */
  readonly typed: string;
  /** The newest answer that still fits what is typed. `digits` is what was asked for. */
  readonly answer: {
    readonly digits: string;
    readonly from: Origin;
    readonly matches: readonly GuestMatch[];
  } | null;
  /** A question under way for exactly what is typed, and since when (steady ms). */
  readonly asking: { readonly since: number } | null;
  readonly error: AppError | null;
}

export interface LookUpActions {
  readonly press: (key: Key) => void;
  readonly choose: (by: LookUpBy) => void;
  /** Asks once more for what is typed. */
  readonly again: () => void;
  /** Enter pressed: says what is missing where the number is not whole. */
  readonly enter: () => void;
  /** Forgets everything: digits, answers, and the answers still to come. */
  readonly reset: () => void;
}

export type LookUpStore = StoreApi<LookUpState & LookUpActions>;

const EMPTY: LookUpState = { by: 'phone', typed: '', answer: null, asking: null, error: null };

/** The digits that are asked for. */
export const queryOf = (state: Pick<LookUpState, 'by' | 'typed'>): string =>
  state.by === 'phone' ? nationalDigits(state.typed) : state.typed;

/** How many digits a whole question has. */
export const wholeLength = (by: LookUpBy): number => (by === 'phone' ? PHONE_DIGITS : ASK_FROM);

/** Whether the shown answer is the answer to the whole number. */
export const isWhole = (state: LookUpState): boolean =>
  state.answer !== null &&
  state.answer.digits === queryOf(state) &&
  state.answer.digits.length === wholeLength(state.by);

/** Keeps guests where they stand: those still there in their old order, newcomers after them. */
export function joinById(before: readonly GuestMatch[], after: readonly GuestMatch[]): readonly GuestMatch[] {
  const fresh = new Map(after.map((match) => [match.id, match]));
  const kept = before.flatMap((match) => {
    const now = fresh.get(match.id);
    fresh.delete(match.id);
    return now === undefined ? [] : [now];
  });
  return [...kept, ...fresh.values()];
}

/** The look-up: digits, the questions they raise, and the newest answer. */
export function createLookUpStore(api: KioskApi, clock: PageClock): LookUpStore {
  let newest = 0;
  let shown = 0;

  return createStore<LookUpState & LookUpActions>()((set, get) => {
    const inquire = (): void => {
      const { by } = get();
      const digits = queryOf(get());
      const seq = ++newest;
      set({ asking: { since: clock.steady() }, error: null });
      void ask<'lookUp'>(api.lookUp({ digits, by })).then((answer) => {
        const state = get();
        // An answer for fewer digits may still serve while the newer one is on its way; one for other digits never.
        const fits = state.by === by && queryOf(state).startsWith(digits) && seq > shown;
        if (!fits) return;
        const isNewest = seq === newest;
        if (!answer.ok) {
          if (isNewest) set({ asking: null, error: answer.error, answer: null });
          return;
        }
        shown = seq;
        set({
          answer: {
            digits,
            from: answer.value.from,
            matches: joinById(state.answer?.matches ?? [], answer.value.matches),
          },
          ...(isNewest ? { asking: null } : {}),
        });
      });
    };

    /** What is left of an answer after the digits changed: kept while it may still serve. */
    const settle = (): void => {
      const state = get();
      const query = queryOf(state);
      if (query.length < ASK_FROM) {
        // Whatever is on its way answers digits that are gone.
        shown = ++newest;
        set({ answer: null, asking: null, error: null });
        return;
      }
      inquire();
    };

    return {
      ...EMPTY,
      press: (key) => {
        const { by, typed } = get();
        const first = typed === '' ? key : typed;
        const next = typeDigits(typed, key, by === 'phone' ? mostDigits(first) : ASK_FROM);
        if (next === typed) return;
        set({ typed: next, error: null });
        settle();
      },
      choose: (by) => {
        if (by === get().by) return;
        shown = ++newest;
        set({ ...EMPTY, by });
      },
      again: () => {
        if (queryOf(get()).length >= ASK_FROM) inquire();
      },
      enter: () => {
        const { by } = get();
        const digits = queryOf(get()).length;
        if (digits > 0 && digits < wholeLength(by)) {
          set({ error: { code: 'number-too-short', digits, needed: wholeLength(by) } });
        }
      },
      reset: () => {
        shown = ++newest;
        set(EMPTY);
      },
    };
  });
}
