import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PageClock } from '../core/clock.ts';

/** What was typed, scanned or pasted and not taken: a payment card's number or track, or a scan where an amount is typed. */
type DiscardedInput = 'card' | 'scan';

export type DiscardedInputStore = StoreApi<{
  readonly what: DiscardedInput | null;
  /** Says so on the screen for a while. */
  readonly drop: (what: DiscardedInput) => void;
}>;

/** So long it is said, ms: time to read two sentences twice. */
const SAID_MS = 10_000;

export function createDiscardedInputStore(clock: PageClock): DiscardedInputStore {
  let stop = (): void => {};
  return createStore((set) => ({
    what: null,
    drop: (what) => {
      stop();
      set({ what });
      stop = clock.after(SAID_MS, () => set({ what: null }));
    },
  }));
}
