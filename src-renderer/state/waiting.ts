import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KioskApi } from '../../src-preload/contract/api.ts';
import type { AppError } from '../../src-preload/contract/errors.ts';
import type { CreditItem } from '../../src-preload/contract/outbox.ts';
import { ask } from './ask.ts';
import type { PageClock } from './clock.ts';

export interface WaitingState {
  /** Null until the first answer. */
  readonly items: readonly CreditItem[] | null;
  readonly error: AppError | null;
  /** 'tried' for a moment after the outbox was woken. */
  readonly sending: 'idle' | 'trying' | 'tried';
  /** When each held entry's undo time ends, on the steady clock. */
  readonly undoUntil: ReadonlyMap<string, number>;
}

export interface WaitingActions {
  /** Asks for the list and follows it. Returns the way to stop. */
  readonly start: () => () => void;
  readonly sendNow: () => Promise<void>;
}

export type WaitingStore = StoreApi<WaitingState & WaitingActions>;

const TRIED_SHOWN_MS = 4000;

/** Entries that need a person first, then the oldest first: what has waited longest is looked at first. */
function inOrder(items: readonly CreditItem[]): readonly CreditItem[] {
  const needs = (item: CreditItem): number => (item.state === 'refused' || item.state === 'stuck' ? 0 : 1);
  return [...items].sort((a, b) => needs(a) - needs(b) || a.givenAt - b.givenAt);
}

/** What waits on this kiosk. An entry that settles or is undone while one looks stays, and says so. */
export function createWaitingStore(api: KioskApi, clock: PageClock): WaitingStore {
  return createStore<WaitingState & WaitingActions>()((set, get) => {
    const show = (items: readonly CreditItem[]): void => {
      const undoUntil = new Map(
        items
          .filter((item) => item.state === 'held')
          .map((item) => [item.creditId, clock.steady() + item.undoLeftMs] as const),
      );
      set({ items: inOrder(items), undoUntil, error: null });
    };
    const load = async (): Promise<void> => {
      const answer = await ask<'waitingList'>(api.waitingList({}));
      if (!answer.ok) {
        set({ error: answer.error });
        return;
      }
      const listed = new Set(answer.value.items.map((item) => item.creditId));
      const gone = (get().items ?? []).filter(
        (item) => !listed.has(item.creditId) && (item.state === 'settled' || item.state === 'cancelled'),
      );
      show([...answer.value.items, ...gone]);
    };
    return {
      items: null,
      error: null,
      sending: 'idle',
      undoUntil: new Map(),
      start: () => {
        const stop = api.on('credit', (item) => {
          const { items, undoUntil } = get();
          if (items === null) return;
          const others = items.filter((other) => other.creditId !== item.creditId);
          const until = new Map(undoUntil);
          if (item.state === 'held') until.set(item.creditId, clock.steady() + item.undoLeftMs);
          else until.delete(item.creditId);
          set({ items: inOrder([...others, item]), undoUntil: until });
        });
        void load();
        return stop;
      },
      sendNow: async () => {
        if (get().sending === 'trying') return;
        set({ sending: 'trying' });
        const answer = await ask<'sendNow'>(api.sendNow({}));
        if (!answer.ok) {
          set({ sending: 'idle', error: answer.error });
          return;
        }
        await load();
        set({ sending: 'tried' });
        clock.after(TRIED_SHOWN_MS, () => set({ sending: 'idle' }));
      },
    };
  });
}
