import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KioskApi } from '../../../src-preload/contract/api.ts';
import type { AppError } from '../../../src-preload/contract/errors.ts';
import { mayBecomeCardNumber } from '../../../src-preload/contract/formats/card-number.ts';
import type {
  GuestMatch,
  PossibleDuplicate,
  PossibleDuplicates,
} from '../../../src-preload/contract/guest.ts';
import { ask } from '../../core/ask.ts';
import type { PageClock } from '../../core/clock.ts';
import { CARD_PAUSE_MS, createNumberPad, typedOfText } from '../../core/phone.ts';
import {
  fieldRefused,
  firstProblem,
  type GuestFields,
  type NewGuestField,
  newGuestOf,
  onwardFrom,
  type Prefill,
  problemsOf,
  typedFrom,
  withoutCard,
} from './new-guest-form.ts';

interface NewGuestState extends GuestFields {
  /** Who they may already be: the newest answer for exactly what is typed. */
  readonly alike: PossibleDuplicates | null;
  /** Toast is being asked who they may be, since then (steady ms). */
  readonly asking: { readonly since: number } | null;
  /** looking: add was pressed, and the answer of who they may be is waited for a moment. */
  readonly adding: 'no' | 'looking' | 'saving';
  readonly error: AppError | null;
}

interface NewGuestActions {
  /** Adds the guest. A second press while the first is on its way is the same press. */
  readonly add: () => void;
  /** The screen is left: what is still on its way no longer matters. */
  readonly leave: () => void;
}

export type NewGuestStore = StoreApi<NewGuestState & NewGuestActions>;

/** Who they may be is asked after so long without a change, ms. */
export const ASK_AFTER_MS = 250;
/** So long Toast has to answer before the kiosk's own answer is shown without it, ms: mostly the two come as one. */
export const OWN_AFTER_MS = 400;
/**
 * Adding waits for that answer no longer than this, ms: Toast may be slow, and the outbox looks again automatically.
 */
export const MAX_LOOK_MS = 2500;

/** Those shown keep their places, new ones come after them: nothing moves under a finger. */
function joined(
  before: readonly PossibleDuplicate[],
  after: readonly PossibleDuplicate[],
): readonly PossibleDuplicate[] {
  const fresh = new Map(after.map((each) => [each.match.id, each]));
  const kept = before.flatMap(({ match }) => {
    const now = fresh.get(match.id);
    fresh.delete(match.id);
    return now === undefined ? [] : [now];
  });
  return [...kept, ...fresh.values()];
}

/**
 * A new guest being typed. The GUID is made once, when the form opens, so that a second tap, or one after an error, is
 * the same guest. `added` hears of the guest once they are accepted and on disk.
 */
export function createNewGuestStore(
  api: KioskApi,
  clock: PageClock,
  prefill: Prefill,
  added: (guest: GuestMatch) => void,
): NewGuestStore {
  let left = false;
  /** Only the newest question may answer. */
  let newest = 0;
  let stopAsking = (): void => {};
  let stopWaiting = (): void => {};
  let stopOwn = (): void => {};
  let guestId: Promise<string | AppError> | null = null;
  let begin = (): void => {};

  /** The form's GUID: asked for once, and again only where no answer came. */
  const form = (): Promise<string | AppError> => {
    guestId ??= ask<'openGuestForm'>(api.openGuestForm({})).then((answer) => {
      if (answer.ok) return answer.value.guestId;
      guestId = null;
      return answer.error;
    });
    return guestId;
  };

  const store = createStore<NewGuestState & NewGuestActions>()((set, get) => {
    const refuse = (error: AppError): void => {
      const field = fieldRefused(error);
      if (field === null) set({ error });
      else set((state) => ({ refused: { ...state.refused, ...field } }));
    };

    const save = async (): Promise<void> => {
      stopWaiting();
      set({ adding: 'saving', error: null });
      const id = await form();
      if (left) return;
      if (typeof id !== 'string') {
        set({ adding: 'no', error: id });
        return;
      }
      const answer = await ask<'createGuest'>(api.createGuest(newGuestOf(get().typed, id)));
      if (left) return;
      if (answer.ok) {
        added(answer.value);
        return;
      }
      set({ adding: 'no' });
      refuse(answer.error);
    };

    /** An answer of who they may be. The kiosk's own comes first; Toast's is the last word. */
    const shown = ({ found, from }: PossibleDuplicates): void => {
      const before = get().alike?.found ?? [];
      set({ alike: { found: from === 'kiosk' && before.length > 0 ? before : joined(before, found), from } });
      if (get().adding === 'looking' && found.length > 0) {
        stopWaiting();
        set({ adding: 'no' });
      }
    };

    const inquire = async (seq: number): Promise<void> => {
      const id = await form();
      if (seq !== newest || typeof id !== 'string') {
        if (seq === newest) set({ asking: null });
        return;
      }
      const guest = newGuestOf(get().typed, id);
      const there = ask<'lookalikes'>(api.lookalikes(guest));
      void ask<'lookalikesHere'>(api.lookalikesHere(guest)).then((own) => {
        if (seq !== newest || !own.ok || get().asking === null) return;
        stopOwn = clock.after(OWN_AFTER_MS, () => shown(own.value));
      });
      const answer = await there;
      if (seq !== newest) return;
      stopOwn();
      set({ asking: null });
      if (answer.ok) shown(answer.value);
      else if (fieldRefused(answer.error) !== null) refuse(answer.error);
      if (get().adding !== 'looking') return;
      // Add was pressed meanwhile and no duplicate was found, so it continues.
      if (Object.keys(get().refused).length === 0) void save();
      else set({ adding: 'no' });
    };

    /** Asks who they may be, once they are whole and nothing changed for a moment. */
    const changed = (afterMs = ASK_AFTER_MS): void => {
      stopAsking();
      stopOwn();
      const seq = ++newest;
      set({ alike: null, asking: null, error: null });
      if (firstProblem(problemsOf(get().typed)) !== null) return;
      set({ asking: { since: clock.steady() } });
      stopAsking = clock.after(afterMs, () => void inquire(seq));
    };

    const stopAskingFor = (): void => {
      stopAsking();
      newest += 1;
      set({ asking: null });
    };

    const put = (field: NewGuestField, text: string, afterMs = ASK_AFTER_MS): void => {
      const { typed, refused } = get();
      if (typed[field] === text) return;
      const { [field]: _, ...others } = refused;
      set({ typed: { ...typed, [field]: text }, refused: others });
      changed(afterMs);
    };

    const typed = typedFrom(prefill);
    const pad = createNumberPad();
    /** Null: it was a payment card's number, of which nothing stays. */
    const putPhone = (phone: string | null, afterMs = ASK_AFTER_MS): void => {
      put('phone', phone ?? '', afterMs);
      if (phone === null) set((state) => ({ refused: { ...state.refused, phone: 'card' } }));
    };
    begin = () => changed();
    return {
      typed,
      field: firstProblem(problemsOf(typed)),
      refused: {},
      alike: null,
      asking: null,
      adding: 'no',
      error: null,
      go: (field) => {
        if (get().adding === 'no') set(({ refused }) => ({ field, refused: withoutCard(refused) }));
      },
      write: (field, text) => {
        if (get().adding !== 'no') return;
        put(field, text);
        set({ field: onwardFrom(field, get().typed) });
      },
      press: (key) => {
        if (get().adding !== 'no') return;
        const { phone } = get().typed;
        const next = pad(phone, key);
        const mayBeCard = mayBecomeCardNumber(next ?? '');
        // A digit more than a number has may be a card's, of which nothing is asked.
        if (next === phone && mayBeCard) stopAskingFor();
        else putPhone(next, mayBeCard ? CARD_PAUSE_MS : ASK_AFTER_MS);
      },
      pastePhone: (text) => {
        if (get().adding === 'no') putPhone(typedOfText(text));
      },
      add: () => {
        const { adding, alike, asking } = get();
        if (adding !== 'no' || firstProblem({ ...problemsOf(get().typed), ...get().refused }) !== null)
          return;
        if (asking === null || (alike !== null && alike.found.length > 0)) {
          void save();
          return;
        }
        set({ adding: 'looking', error: null });
        stopWaiting = clock.after(MAX_LOOK_MS, () => {
          if (get().adding === 'looking') void save();
        });
      },
      leave: () => {
        left = true;
        newest += 1;
        stopAsking();
        stopOwn();
        stopWaiting();
      },
    };
  });
  void form();
  // A name and a number typed before may be whole already.
  begin();
  return store;
}
