import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../../../src-preload/contract/errors.ts';
import type { Result } from '../../../src-preload/contract/result.ts';
import { MAX_PIN, PIN_MIN } from '../../../src-preload/contract/staff.ts';
import type { PageClock } from '../../core/clock.ts';
import { type Key, typeDigits } from '../../core/keypad.ts';

export interface PinState {
  /** The digits typed. Empty from the moment they are submitted. */
  readonly digits: string;
  /** How many digits are being checked: the field stays as full as it was until the answer is there. */
  readonly sent: number;
  readonly checking: boolean;
  readonly error: AppError | null;
  /** While locked: when it opens again, on the monotonic clock. */
  readonly lockedUntil: number | null;
  /** How few digits can be submitted. */
  readonly least: number;
}

export interface PinActions {
  readonly press: (key: Key) => void;
  readonly submit: () => void;
  /** The lock is known to last so long yet (0: it is open). */
  readonly lockSeen: (leftMs: number) => void;
  /** The screen is on. Returns the way to leave it: digits are forgotten, timers stop, answers no longer matter. */
  readonly enter: () => () => void;
}

export type PinStore = StoreApi<PinState & PinActions>;

export interface PinOptions {
  readonly least?: number;
  readonly most?: number;
  /** How long it is locked already, ms. */
  readonly lockedForMs?: number;
  /** At so many digits it is submitted without a further press. */
  readonly submitsAt?: number;
}

/** Digits of an authenticator's code: six, neither more nor fewer. */
export const CODE_DIGITS: PinOptions = { least: 6, most: 6 };

/** Whether these digits can be a PIN at all. */
export const canSubmit = (state: PinState): boolean =>
  state.digits.length >= state.least && !state.checking && state.lockedUntil === null;

/**
 * A PIN, or a code, being typed. It exists from the first digit to `submit`, which takes it out of the state before
 * anything is awaited; `check` gets the only copy.
 */
export function createPinStore(
  clock: PageClock,
  check: (pin: string) => Promise<Result<unknown, AppError>>,
  { least = PIN_MIN, most = MAX_PIN, lockedForMs = 0, submitsAt }: PinOptions = {},
): PinStore {
  let stopUnlock: (() => void) | null = null;
  let left = false;

  return createStore<PinState & PinActions>()((set, get) => {
    const lock = (leftMs: number): void => {
      stopUnlock?.();
      stopUnlock = null;
      if (leftMs <= 0) {
        set({ lockedUntil: null, error: null });
        return;
      }
      set({ lockedUntil: clock.steady() + leftMs });
      stopUnlock = clock.after(leftMs, () => set({ lockedUntil: null, error: null }));
    };
    return {
      digits: '',
      sent: 0,
      checking: false,
      error: null,
      lockedUntil: null,
      least,
      press: (key) => {
        const { digits, checking, lockedUntil } = get();
        if (checking || lockedUntil !== null) return;
        const next = typeDigits(digits, key, most);
        set({ digits: next, error: null });
        if (next.length === submitsAt && next.length > digits.length) get().submit();
      },
      submit: () => {
        if (!canSubmit(get())) return;
        const pin = get().digits;
        set({ digits: '', sent: pin.length, checking: true, error: null });
        void check(pin).then((answer) => {
          if (left) return;
          set({ sent: 0, checking: false, error: answer.ok ? null : answer.error });
          if (answer.ok) return;
          const { error } = answer;
          if (error.code === 'pin-locked' || error.code === 'code-locked') lock(error.leftMs);
        });
      },
      lockSeen: (leftMs) => lock(leftMs),
      enter: () => {
        left = false;
        if (lockedForMs > 0) lock(lockedForMs);
        return () => {
          left = true;
          stopUnlock?.();
          set({ digits: '', sent: 0, checking: false });
        };
      },
    };
  });
}
