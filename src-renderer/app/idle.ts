import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PageClock } from '../core/clock.ts';

export interface IdleState {
  /** While warning: when everything leaves the screen, on the monotonic clock. */
  readonly warningUntil: number | null;
}

export interface IdleActions {
  /** Begins to count. `warnAfterMs` without a touch, then `clearAfterMs` of warning, then `onCleared`. */
  readonly watch: (limits: { readonly warnAfterMs: number; readonly clearAfterMs: number }) => void;
  /** A touch or a key: the count starts again. */
  readonly touched: () => void;
  readonly clearNow: () => void;
  readonly stop: () => void;
}

export type IdleStore = StoreApi<IdleState & IdleActions>;

/**
 * Counts from the last touch on the monotonic clock, so that a changed wall clock clears nothing early and keeps
 * nothing longer. One timer at a time; touches only note the moment, since there may be fifteen a second.
 */
export function createIdleStore(clock: PageClock, onCleared: () => void): IdleStore {
  let limits: { readonly warnAfterMs: number; readonly clearAfterMs: number } | null = null;
  let last = 0;
  let cancel: (() => void) | null = null;

  return createStore<IdleState & IdleActions>()((set, get) => {
    const stop = (): void => {
      cancel?.();
      cancel = null;
      limits = null;
      set({ warningUntil: null });
    };
    const clearNow = (): void => {
      stop();
      onCleared();
    };
    const look = (): void => {
      if (limits === null) return;
      const idle = clock.steady() - last;
      const { warnAfterMs, clearAfterMs } = limits;
      if (idle >= warnAfterMs + clearAfterMs) {
        clearNow();
        return;
      }
      const warning = idle >= warnAfterMs;
      const next = warning ? warnAfterMs + clearAfterMs - idle : warnAfterMs - idle;
      if (warning && get().warningUntil === null) {
        set({ warningUntil: last + warnAfterMs + clearAfterMs });
      }
      cancel = clock.after(next, look);
    };
    const restart = (): void => {
      last = clock.steady();
      if (get().warningUntil === null) return;
      set({ warningUntil: null });
      cancel?.();
      look();
    };
    return {
      warningUntil: null,
      watch: (next) => {
        cancel?.();
        limits = next;
        last = clock.steady();
        set({ warningUntil: null });
        look();
      },
      touched: () => {
        if (limits !== null) restart();
      },
      clearNow,
      stop,
    };
  });
}
