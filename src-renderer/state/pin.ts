import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../../src-preload/contract/errors.ts';
import type { Result } from '../../src-preload/contract/result.ts';
import { PIN_MAX, PIN_MIN } from '../../src-preload/contract/staff.ts';
import type { PageClock } from './clock.ts';
import { type Key, typeDigits } from './keypad.ts';

export interface PinState {
  /** The digits typed. Empty from the moment they are submitted. */
  readonly digits: string;
  readonly checking: boolean;
  readonly error: AppError | null;
  /** While locked: when the keypad opens again, on the steady clock. */
  readonly lockedUntil: number | null;
}

export interface PinActions {
  readonly press: (key: Key) => void;
  readonly submit: () => void;
  /** The screen is on. Returns the way to leave it: digits are forgotten, timers stop, answers no longer matter. */
  readonly enter: () => () => void;
}

export type PinStore = StoreApi<PinState & PinActions>;

/** Whether these digits can be a PIN at all. */
export const canSubmit = (state: PinState): boolean =>
  state.digits.length >= PIN_MIN && !state.checking && state.lockedUntil === null;

/**
 * A PIN being typed. It exists from the first digit to `submit`, which takes it out of the state before anything is
 * awaited; `check` gets the only copy.
 */
export function createPinStore(
  clock: PageClock,
  check: (pin: string) => Promise<Result<unknown, AppError>>,
): PinStore {
  let stopUnlock: (() => void) | null = null;
  let left = false;

  return createStore<PinState & PinActions>()((set, get) => {
    const lock = (leftMs: number): void => {
      stopUnlock?.();
      set({ lockedUntil: clock.steady() + leftMs });
      stopUnlock = clock.after(leftMs, () => set({ lockedUntil: null, error: null }));
    };
    return {
      digits: '',
      checking: false,
      error: null,
      lockedUntil: null,
      press: (key) => {
        const { digits, checking, lockedUntil } = get();
        if (checking || lockedUntil !== null) return;
        set({ digits: typeDigits(digits, key, PIN_MAX), error: null });
      },
      submit: () => {
        if (!canSubmit(get())) return;
        const pin = get().digits;
        set({ digits: '', checking: true, error: null });
        void check(pin).then((answer) => {
          if (left) return;
          set({ checking: false, error: answer.ok ? null : answer.error });
          if (!answer.ok && answer.error.code === 'pin-locked') lock(answer.error.leftMs);
        });
      },
      enter: () => {
        left = false;
        return () => {
          left = true;
          stopUnlock?.();
          set({ digits: '', checking: false });
        };
      },
    };
  });
}
