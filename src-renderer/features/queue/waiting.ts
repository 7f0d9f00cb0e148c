import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KioskApi } from '../../../src-preload/contract/api.ts';
import type { AppError } from '../../../src-preload/contract/errors.ts';
import { itemId, type WaitingItem, type WaitingList } from '../../../src-preload/contract/outbox.ts';
import { ask } from '../../core/ask.ts';
import type { PageClock } from '../../core/clock.ts';

interface WaitingState {
  /** Null until the first answer. */
  readonly items: readonly WaitingItem[] | null;
  readonly error: AppError | null;
  /** 'tried' for a moment after the outbox was woken. */
  readonly sending: 'idle' | 'trying' | 'tried';
  /** When each held entry's undo time ends, on the monotonic clock. */
  readonly undoUntil: ReadonlyMap<string, number>;
}

interface WaitingActions {
  /** Asks for the list and follows it. Returns the way to stop. */
  readonly start: () => () => void;
  readonly sendNow: () => Promise<void>;
  /** The list as an answer brought it. */
  readonly show: (list: WaitingList) => void;
}

export type WaitingStore = StoreApi<WaitingState & WaitingActions>;

const TRIED_SHOWN_MS = 4000;

/** Whether software has stopped with it, and a manager must decide. */
export const needsPerson = (item: WaitingItem): boolean => item.state === 'refused' || item.state === 'stuck';

/**
 * The id of the entry that a manager decides about for this item: its own, or the new guest's whom its credit goes after.
 * Null where no decision is needed. A guest in the list says more than the credit, which may be older.
 */
export function decidedAt(item: WaitingItem, items: readonly WaitingItem[]): string | null {
  if (needsPerson(item)) return itemId(item);
  if (item.kind !== 'add-credit' || item.state !== 'queued') return null;
  const guest = items.find((other) => other.kind === 'create-guest' && other.guestId === item.guestId);
  const blocked = guest === undefined ? item.guestNeedsPerson : needsPerson(guest);
  return blocked ? item.guestId : null;
}

/** So long after it was given, software has had its chance, ms. */
const BY_HAND_AFTER_MS = 10 * 60_000;

/** Whether a manager may have it entered by hand, though software would still send it. */
export const waitsLong = ({ state, givenAt }: WaitingItem, now: number): boolean =>
  (state === 'queued' || state === 'verifying') && now - givenAt >= BY_HAND_AFTER_MS;

/** When an item can no longer be undone, in ms from now; null where it cannot be at all. */
const undoLeft = (item: WaitingItem): number | null =>
  item.kind === 'add-credit' && item.state === 'held' ? item.undoLeftMs : null;

/** Entries that need a person first, then the oldest first: what has waited longest is looked at first. */
function inOrder(items: readonly WaitingItem[]): readonly WaitingItem[] {
  const needs = (item: WaitingItem): number => (decidedAt(item, items) === null ? 1 : 0);
  return [...items].sort((a, b) => needs(a) - needs(b) || a.givenAt - b.givenAt);
}

/** What is waiting on this kiosk. An entry that settles or is undone while one looks stays, and says so. */
export function createWaitingStore(api: KioskApi, clock: PageClock): WaitingStore {
  return createStore<WaitingState & WaitingActions>()((set, get) => {
    const show = ({ items }: WaitingList): void => {
      const listed = new Set(items.map(itemId));
      const over = (item: WaitingItem): boolean => item.state === 'settled' || item.state === 'cancelled';
      const gone = (get().items ?? []).filter((item) => !listed.has(itemId(item)) && over(item));
      const undoUntil = new Map<string, number>();
      for (const item of items) {
        const left = undoLeft(item);
        if (left !== null) undoUntil.set(itemId(item), clock.steady() + left);
      }
      set({ items: inOrder([...items, ...gone]), undoUntil, error: null });
    };
    const seen = (item: WaitingItem): void => {
      const { items, undoUntil } = get();
      if (items === null) return;
      const others = items.filter((other) => itemId(other) !== itemId(item));
      const until = new Map(undoUntil);
      const left = undoLeft(item);
      if (left === null) until.delete(itemId(item));
      else until.set(itemId(item), clock.steady() + left);
      set({ items: inOrder([...others, item]), undoUntil: until });
    };
    const load = async (): Promise<void> => {
      const answer = await ask<'waitingList'>(api.waitingList({}));
      if (!answer.ok) {
        set({ error: answer.error });
        return;
      }
      show(answer.value);
    };
    return {
      items: null,
      error: null,
      sending: 'idle',
      undoUntil: new Map(),
      start: () => {
        const stops = [api.on('credit', seen), api.on('newGuest', seen)];
        void load();
        return () => {
          for (const stop of stops) stop();
        };
      },
      show,
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
