import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KioskApi } from '../../../src-preload/contract/api.ts';
import type { Answer } from '../../../src-preload/contract/channels.ts';
import type { AppError } from '../../../src-preload/contract/errors.ts';
import { holdsCardNumber, mayBecomeCardNumber } from '../../../src-preload/contract/formats/card-number.ts';
import { isAbroad, PHONE_DIGITS } from '../../../src-preload/contract/formats/phone.ts';
import type { GuestMatch } from '../../../src-preload/contract/guest.ts';
import { FIRST_DIGITS, type LookUpAnswer, type LookUpWay } from '../../../src-preload/contract/look-up.ts';
import { ask } from '../../core/ask.ts';
import type { PageClock } from '../../core/clock.ts';
import { GAP_MS } from '../../core/key-gate.ts';
import type { Key } from '../../core/keypad.ts';
import { CARD_PAUSE_MS, createNumberPad } from '../../core/phone.ts';
import { isWholeName, joinById, narrowed, type Shown } from './look-up-join.ts';
import { byDigits, digitCount, digitsMissing, WAYS, wholeLength } from './look-up-ways.ts';

/** So long without a key, and Toast is asked for a name or an e-mail, ms. */
export const PAUSE_MS = 600;

/** What Toast has to say to exactly what is typed. */
type ToastSays =
  /** Not asked: too little is typed, or more may come in a moment. */
  | { readonly step: 'not-asked' }
  /** `since`: steady ms. */
  | { readonly step: 'asking'; readonly since: number }
  | { readonly step: 'answered' }
  /** Not reached, or no use. Null where the kiosk answered in its place. */
  | { readonly step: 'failed'; readonly error: AppError | null };

export interface LookUpState {
  readonly by: LookUpWay;
  /** As typed: digits (perhaps with a country code before them), or letters. */
  readonly typed: string;
  /** The name that was looked for before the number, for the form of a new guest; empty where there was none. */
  readonly named: string;
  /** The newest answer that still fits what is typed. */
  readonly answer: Shown | null;
  /** This kiosk's own answer is not there yet, since when (steady ms). */
  readonly looking: { readonly since: number } | null;
  readonly toast: ToastSays;
  /** What is wrong with what was typed; or why this kiosk itself has no answer. */
  readonly error: AppError | null;
}

export interface LookUpActions {
  /** A key of the keypad, or the same on a hardware keyboard. */
  readonly press: (key: Key) => void;
  /** A letter; or a whole text, pasted. */
  readonly write: (text: string) => void;
  readonly choose: (by: LookUpWay) => void;
  /** On by number after a name that found no one: should the guest be new, the name is not typed again. */
  readonly numberInstead: () => void;
  /** Asks Toast for what is typed, at once. */
  readonly askToast: () => void;
  /** Enter pressed: asks Toast where it has not answered, or says what is missing. */
  readonly enter: () => void;
  /** Forgets everything: what was typed, answers, and the answers still to come. */
  readonly reset: () => void;
}

export type LookUpStore = StoreApi<LookUpState & LookUpActions>;

const NOT_ASKED: ToastSays = { step: 'not-asked' };
const EMPTY: LookUpState = {
  by: 'phone',
  typed: '',
  named: '',
  answer: null,
  looking: null,
  toast: NOT_ASKED,
  error: null,
};

/** What is asked for. */
export const queryOf = (state: Pick<LookUpState, 'by' | 'typed'>): string =>
  WAYS[state.by].query(state.typed);

/** Whether what is shown answers all the digits there are to type; of another country's number Toast's word is needed. */
export function isWhole({ by, typed, answer, toast }: LookUpState): boolean {
  const query = queryOf({ by, typed });
  if (!byDigits(by) || answer?.asked !== query || digitsMissing(by, query) > 0) return false;
  return !isAbroad(query) || toast.step === 'answered' || toast.step === 'failed';
}

/** Whether nothing that is still to come can bring another guest. */
export const isSettled = (state: LookUpState): boolean =>
  state.by === 'last-four'
    ? isWhole(state)
    : state.toast.step === 'answered' || state.toast.step === 'failed';

/**
 * The one guest who can only be meant, as far as is known. Several may share a number: of two, neither is chosen, nor beside
 * one who cannot be read. By name only a whole one tells: of part of it Toast knows no one.
 */
export function onlyGuest(state: LookUpState): GuestMatch | undefined {
  const { by, answer, toast } = state;
  const certain = byDigits(by) ? isWhole(state) : toast.step === 'answered';
  if (!certain || answer?.total !== 1 || answer.unreadable) return undefined;
  const only = answer.matches[0];
  return by !== 'name' || isWholeName(queryOf(state), only?.name ?? null) ? only : undefined;
}

/**
 * The guest who may be opened without a further press: the only one with the whole number typed, by an answer of Toast's that
 * was read whole. Not another country's number, which may go on, and not one that Toast has in another form.
 */
export function certainMatch(state: LookUpState): GuestMatch | undefined {
  const query = queryOf(state);
  if (state.by !== 'phone' || isAbroad(query) || state.toast.step !== 'answered') return undefined;
  const only = onlyGuest(state);
  return only?.phone.lastFour === query.slice(-FIRST_DIGITS) ? only : undefined;
}

/** Whether asking Toast can bring more than is known. A number that cannot be one stays that way. */
export const canAskToast = (state: LookUpState): boolean => {
  const { toast } = state;
  if (WAYS[state.by].toast(queryOf(state)) === 'no') return false;
  return toast.step === 'not-asked' || (toast.step === 'failed' && toast.error?.code !== 'number-impossible');
};

/** The look-up: what is typed, the questions it raises, and the newest answer. */
export function createLookUpStore(api: KioskApi, clock: PageClock): LookUpStore {
  /** Questions in the order they were asked; an answer older than the one shown is not shown. */
  let newest = 0;
  let shown = 0;
  /** Rises whenever something else is asked for: Toast's answers belong to one turn. */
  let turn = 0;
  let stopPause = (): void => {};
  /** What is typed will be asked of Toast in a moment, and is shown as asked. */
  let soon = false;
  /** When the first key of what is typed came (steady ms). */
  let began = 0;

  return createStore<LookUpState & LookUpActions>()((set, get) => {
    const show = (seq: number, asked: string, answer: LookUpAnswer): void => {
      shown = seq;
      const matches = joinById(get().answer?.matches ?? [], answer.matches);
      set({ answer: { ...answer, asked, matches }, error: null });
    };

    /** What was asked of Toast is not waited for any more, and what was to be asked is not. */
    const abandon = (): void => {
      stopPause();
      turn += 1;
      if (get().toast.step === 'asking' && !soon) void ask<'stopLookUp'>(api.stopLookUp({}));
      soon = false;
      set({ toast: NOT_ASKED });
    };

    const askHere = (): void => {
      const { by } = get();
      const asked = queryOf(get());
      const seq = ++newest;
      set({ looking: { since: clock.steady() } });
      void ask<'lookUpHere'>(api.lookUpHere({ typed: asked, by })).then((answer) => {
        const state = get();
        // An answer to less may still serve while the newer one is on its way; one to something else never.
        if (seq < shown || state.by !== by || !queryOf(state).startsWith(asked)) return;
        const isNewest = queryOf(state) === asked;
        if (isNewest) set({ looking: null });
        if (answer.ok) {
          show(seq, asked, by === 'name' ? narrowed(state.answer, answer.value, asked) : answer.value);
        } else if (isNewest) set({ answer: null, error: answer.error });
      });
    };

    const askToast = (): void => {
      const { by } = get();
      const asked = queryOf(get());
      stopPause();
      soon = false;
      const mine = turn;
      const seq = ++newest;
      set({ toast: { step: 'asking', since: clock.steady() }, error: null });
      const question: Promise<Answer<'lookUp'>> = byDigits(by)
        ? ask<'lookUp'>(api.lookUp({ digits: asked, by }))
        : ask<'searchGuests'>(api.searchGuests({ text: asked, by }));
      void question.then((answer) => {
        if (mine !== turn) return;
        if (!answer.ok) {
          set({ toast: { step: 'failed', error: answer.error } });
          return;
        }
        const { from } = answer.value;
        set({
          looking: null,
          toast: from === 'toast' ? { step: 'answered' } : { step: 'failed', error: null },
        });
        show(seq, asked, answer.value);
      });
    };

    /** Ten digits that a person types may be a card's: they leave when no more follow. */
    const askSoon = (): void => {
      soon = true;
      set({ toast: { step: 'asking', since: clock.steady() } });
      stopPause = clock.after(CARD_PAUSE_MS, askToast);
    };

    const askToastWhen = (when: 'no' | 'at-once' | 'on-pause', mayBeCard: boolean): void => {
      if (when === 'on-pause') stopPause = clock.after(PAUSE_MS, askToast);
      else if (when === 'at-once' && mayBeCard) askSoon();
      else if (when === 'at-once') askToast();
    };

    /** `byHand`: key by key, slower than a scanner. */
    const type = (typed: string, byHand: boolean): void => {
      const { by, typed: before } = get();
      if (typed === before) return;
      const way = WAYS[by];
      const query = way.query(typed);
      const same = query === way.query(before);
      set({ typed, error: null });
      if (same) return;
      abandon();
      if (by === 'phone' && !isAbroad(query) && digitCount(query) > wholeLength(by, query)) {
        shown = ++newest;
        set({ answer: null, looking: null, error: { code: 'number-impossible' } });
        return;
      }
      if (query.length < way.from) {
        // Anything that is on its way answers what is gone.
        shown = ++newest;
        set({ answer: null, looking: null });
        return;
      }
      askHere();
      askToastWhen(way.toast(query), byHand && mayBecomeCardNumber(typed));
    };

    const begin = (by: LookUpWay): void => {
      abandon();
      shown = ++newest;
      set({ ...EMPTY, by });
    };

    /** Nothing of a payment card's number stays, and it is said so. */
    const typeUnlessCard = (typed: string | null, given: string, byHand: boolean): void => {
      if (typed !== null && !holdsCardNumber(given)) {
        type(typed, byHand);
        return;
      }
      begin(get().by);
      set({ error: { code: 'card-number' } });
    };
    const pad = createNumberPad();

    return {
      ...EMPTY,
      press: (key) => {
        const { by, typed } = get();
        if (typed === '') began = clock.steady();
        if (key === 'clear') set({ named: '' });
        const next = (WAYS[by].press ?? pad)(typed, key);
        typeUnlessCard(next, next ?? '', clock.steady() - began >= GAP_MS * PHONE_DIGITS);
        // A digit more than a number has: it is not asked for unless a person wants it.
        if (soon && next === typed) abandon();
      },
      write: (text) => {
        const { by, typed } = get();
        const next = WAYS[by].write(typed, text);
        // Of digits the text itself: the number in it leaves out what surrounds it.
        typeUnlessCard(next, byDigits(by) ? text : next, false);
      },
      choose: (by) => {
        if (by !== get().by) begin(by);
      },
      numberInstead: () => {
        const { by, typed } = get();
        begin('phone');
        if (by === 'name') set({ named: typed.trim() });
      },
      askToast: () => {
        if (soon || canAskToast(get())) askToast();
      },
      enter: () => {
        const state = get();
        const { by } = state;
        const query = queryOf(state);
        const { length } = query;
        if (soon || canAskToast(state)) askToast();
        else if (length === 0 || state.toast.step !== 'not-asked' || isWhole(state)) return;
        else if (byDigits(by)) {
          set({
            error: { code: 'number-too-short', digits: digitCount(query), needed: wholeLength(by, query) },
          });
        } else if (length < WAYS[by].from) {
          set({ error: { code: 'words-too-short', needed: WAYS[by].from } });
        }
      },
      reset: () => begin('phone'),
    };
  });
}
