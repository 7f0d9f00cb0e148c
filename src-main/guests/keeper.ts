import type { GuestMemory } from '../../src-preload/contract/guest.ts';
import type { Clock, Database, Logger, Scheduler, SecretBox } from '../ports.ts';
import type { HistoryHead } from './history-head.ts';
import { createSeal } from './seal.ts';
import { createVault, type Vault, type VaultEntry } from './vault.ts';
import { type KeyStore, makeVaultKey, type VaultKey } from './vault-key.ts';

/**
 * Keeps guests beyond memory, where that is allowed: writes a little later and together, so that a look-up never waits
 * for the disk. What a power cut takes with it is asked for again.
 */
export interface Keeper {
  readonly open: (each: (entry: VaultEntry, text: string) => void) => Promise<void>;
  readonly memory: GuestMemory;
  readonly changed: (entry: VaultEntry) => void;
  readonly history: (slot: number) => HistoryHead | null;
  /** Whatever is still to be written of a slot is not written any more. */
  readonly dropped: (slot: number) => void;
  readonly remove: (slots: readonly number[]) => void;
  /** Gone from the disk when this returns. Throws where the disk refuses. */
  readonly shred: (slots: readonly number[]) => void;
  /** Everything is gone, and the key with it. */
  readonly shredAll: () => Promise<void>;
  readonly flush: () => void;
  readonly stop: () => void;
}

export interface KeeperOptions {
  readonly db: Database;
  readonly keys: KeyStore;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly logger: Logger;
  /** The key of this start: see `loadVaultKey`. */
  readonly vaultKey: VaultKey;
}

/** Changes are collected for so long, ms. */
const WRITE_AFTER_MS = 400;
/** Histories in memory where nothing may be on disk. */
const MOST_HISTORIES = 500;

export function createKeeper(options: KeeperOptions): Keeper {
  const { db, keys, secretBox, clock, scheduler, logger, vaultKey } = options;
  const { memory } = vaultKey;
  let cancel: (() => void) | null = null;
  const dirty = new Map<number, VaultEntry>();
  /** Histories not on disk: still to be written, or never to be. */
  const histories = new Map<number, HistoryHead>();

  const vaultUnder = (key: Buffer): Vault =>
    createVault({ db, seal: createSeal(key), scheduler, monotonic: clock.monotonic });
  let vault = vaultKey.key && vaultUnder(vaultKey.key);

  const flush = (): void => {
    cancel?.();
    cancel = null;
    if (!vault || dirty.size === 0) return;
    try {
      vault.write([...dirty.values()]);
    } catch (error) {
      // A full disk must not keep anybody from looking a guest up: it stays in memory.
      logger.warn('guests-not-written', { error: error instanceof Error ? error.message : String(error) });
    }
    dirty.clear();
    histories.clear();
  };

  return {
    open: async (each) => {
      if (vaultKey.fresh)
        createVault({ db, seal: NO_SEAL, scheduler, monotonic: clock.monotonic }).shred('all');
      if (!vault || vaultKey.fresh) return;
      const lost = await vault.load(each);
      if (lost > 0) logger.warn('guests-unreadable', { count: lost });
    },
    memory,
    changed: (entry) => {
      if (entry.history) {
        histories.delete(entry.slot);
        histories.set(entry.slot, entry.history);
      }
      if (!vault) {
        for (const oldest of histories.keys()) {
          if (histories.size <= MOST_HISTORIES) break;
          histories.delete(oldest);
        }
        return;
      }
      const history = entry.history ?? dirty.get(entry.slot)?.history;
      dirty.set(entry.slot, { ...entry, ...(history && { history }) });
      cancel ??= scheduler.after(WRITE_AFTER_MS, flush);
    },
    history: (slot) => histories.get(slot) ?? vault?.history(slot) ?? null,
    dropped: (slot) => {
      dirty.delete(slot);
      histories.delete(slot);
    },
    remove: (slots) => {
      try {
        vault?.remove(slots);
      } catch (error) {
        logger.warn('guests-not-removed', { error: error instanceof Error ? error.message : String(error) });
      }
    },
    shred: (slots) => vault?.shred(slots),
    shredAll: async () => {
      dirty.clear();
      histories.clear();
      if (!vault) return;
      vault.shred('all');
      vault = vaultUnder(await makeVaultKey(keys, secretBox, memory === 'sealed'));
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
