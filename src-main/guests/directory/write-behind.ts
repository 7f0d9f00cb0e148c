import type { GuestMemory } from '../../../src-preload/contract/guest.ts';
import { errorText } from '../../lib/error-words.ts';
import { createSeal } from '../../lib/seal.ts';
import type { Clock, Database, KeyStore, Logger, Scheduler, SecretBox } from '../../ports.ts';
import {
  createEncryptedGuestStore,
  type EncryptedGuestStore,
  type GuestStoreChanges,
  pageOf,
  type StoredRecord,
} from './encrypted-guest-store.ts';
import { type GuestKey, makeGuestKey } from './guest-key.ts';
import type { HistoryHead } from './history-head.ts';

/**
 * Keeps guests beyond memory, where that is allowed: writes a little later and together, so that a look-up never waits
 * for the disk. What a power cut takes with it is asked for again.
 */
export interface WriteBehind {
  /** Reads what was kept; `take` answers false where a card makes no sense. */
  readonly open: (take: (record: StoredRecord) => boolean) => Promise<void>;
  readonly memory: GuestMemory;
  /** The card of this slot is another, and its history, where one is given. */
  readonly changed: (slot: number, history?: HistoryHead) => void;
  readonly history: (slot: number) => HistoryHead | null;
  /** The card of this slot is gone, and its history with it. */
  readonly dropped: (slot: number) => void;
  /** What was dropped is gone from the disk when this returns. Throws where the disk refuses. */
  readonly shred: (slots: readonly number[]) => void;
  /** Everything is gone, and the key with it. */
  readonly shredAll: () => Promise<void>;
  readonly flush: () => void;
  readonly stop: () => void;
}

export interface WriteBehindOptions {
  readonly db: Database;
  readonly keys: KeyStore;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly logger: Logger;
  /** The key of this start: see `loadGuestKey`. */
  readonly guestKey: GuestKey;
}

/** Changes are collected for so long, ms. */
const WRITE_AFTER_MS = 400;
/** So many pages are written at once and the rest a moment later: hundreds of guests may expire in one go. */
const MAX_PAGES = 64;
const WRITE_MORE_MS = 20;
/** Histories in memory where nothing may be on disk. */
const MAX_HISTORIES = 500;

/** `recordsOn` gives what a page is to hold at the moment it is written. */
export function createWriteBehind(
  options: WriteBehindOptions,
  recordsOn: (page: number) => readonly StoredRecord[],
): WriteBehind {
  const { db, keys, secretBox, clock, scheduler, logger, guestKey } = options;
  const { memory } = guestKey;
  let cancel: (() => void) | null = null;
  /** Pages to be rewritten. */
  const dirty = new Set<number>();
  /** Histories that are not on disk as they should be: still to be written, or (null) to be taken away. */
  const histories = new Map<number, HistoryHead | null>();

  const storeUnder = (key: Buffer): EncryptedGuestStore =>
    createEncryptedGuestStore({ db, seal: createSeal(key), scheduler, monotonic: clock.monotonic });
  let guestStore = guestKey.key && storeUnder(guestKey.key);

  /** What is to change on these pages; it counts as written. */
  const takeChanges = (pages: readonly number[]): GuestStoreChanges => {
    const on = new Set(pages);
    const theirs = new Map([...histories].filter(([slot]) => on.has(pageOf(slot))));
    for (const page of on) dirty.delete(page);
    for (const slot of theirs.keys()) histories.delete(slot);
    return { pages: new Map(pages.map((page) => [page, recordsOn(page)])), histories: theirs };
  };
  const write = (most: number): void => {
    cancel?.();
    cancel = null;
    if (!guestStore || dirty.size === 0) return;
    try {
      guestStore.write(takeChanges([...dirty].slice(0, most)));
    } catch (error) {
      // A full disk must not keep anyone from looking a guest up: it stays in memory.
      logger.warn('guests-not-written', { error: errorText(error) });
    }
    if (dirty.size > 0) cancel = scheduler.after(WRITE_MORE_MS, () => write(MAX_PAGES));
  };
  const touched = (slot: number): void => {
    if (!guestStore) return;
    dirty.add(pageOf(slot));
    cancel ??= scheduler.after(WRITE_AFTER_MS, () => write(MAX_PAGES));
  };
  const flush = (): void => write(Number.POSITIVE_INFINITY);

  return {
    open: async (take) => {
      if (guestKey.fresh)
        createEncryptedGuestStore({ db, seal: NO_SEAL, scheduler, monotonic: clock.monotonic }).shredAll();
      if (!guestStore || guestKey.fresh) return;
      const lost = await guestStore.load(take);
      if (lost > 0) logger.warn('guests-unreadable', { count: lost });
    },
    memory,
    changed: (slot, history) => {
      if (history) {
        histories.delete(slot);
        histories.set(slot, history);
      }
      if (!guestStore) {
        for (const oldest of histories.keys()) {
          if (histories.size <= MAX_HISTORIES) break;
          histories.delete(oldest);
        }
      }
      touched(slot);
    },
    history: (slot) => {
      const pending = histories.get(slot);
      return pending === undefined ? (guestStore?.history(slot) ?? null) : pending;
    },
    dropped: (slot) => {
      if (guestStore) histories.set(slot, null);
      else histories.delete(slot);
      touched(slot);
    },
    shred: (slots) => guestStore?.shred(takeChanges([...new Set(slots.map(pageOf))])),
    shredAll: async () => {
      dirty.clear();
      histories.clear();
      if (!guestStore) return;
      guestStore.shredAll();
      guestStore = storeUnder(await makeGuestKey(keys, secretBox, memory === 'sealed'));
    },
    flush,
    stop: flush,
  };
}

/** For deleting what can no longer be read. */
const NO_SEAL = {
  close: (): never => {
    throw new Error('Nothing is sealed without a key');
  },
  open: () => null,
};
