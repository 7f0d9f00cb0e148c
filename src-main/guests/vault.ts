import type { Database, Scheduler } from '../ports.ts';
import { type Card, readCard, writeCard } from './card.ts';
import { type HistoryHead, readHistoryHead } from './history-head.ts';
import type { Seal } from './seal.ts';

/** A card as it is to be written; `history` only where it changed. */
export interface VaultEntry {
  readonly slot: number;
  readonly card: Card;
  /** When the guest was last met here (UTC ms): stands beside the sealed card, to tell when it is to go. */
  readonly metAt: number;
  readonly history?: HistoryHead;
}

/** Guests on disk, every row sealed by itself. */
export interface Vault {
  /** Reads every card, in slices, so that nothing else waits. Rows that cannot be read are deleted; returns how many. */
  readonly load: (each: (entry: VaultEntry, text: string) => void) => Promise<number>;
  readonly write: (entries: readonly VaultEntry[]) => void;
  readonly history: (slot: number) => HistoryHead | null;
  readonly remove: (slots: readonly number[]) => void;
  /** Deletes rows so that their bytes are gone from the file and its log as well. */
  readonly shred: (slots: readonly number[] | 'all') => void;
}

const SLICE_ROWS = 128;
/** The most a slice may hold the main process, ms. */
const SLICE_MS = 8;

const cardPlace = (slot: number): string => `guest ${slot}`;
const historyPlace = (slot: number): string => `history ${slot}`;

export interface VaultOptions {
  readonly db: Database;
  readonly seal: Seal;
  readonly scheduler: Scheduler;
  readonly monotonic: () => number;
}

export function createVault({ db, seal, scheduler, monotonic }: VaultOptions): Vault {
  const pause = (): Promise<void> => new Promise((resolve) => scheduler.after(0, resolve));
  const remove = (slots: readonly number[]): void => {
    if (slots.length === 0) return;
    db.transaction(() => {
      for (const slot of slots) db.run('DELETE FROM guest_directory WHERE slot = ?', [slot]);
    });
  };
  return {
    load: async (each) => {
      const unreadable: number[] = [];
      let after = -1;
      let since = monotonic();
      for (;;) {
        const rows = db.all(
          'SELECT slot, met_at, card FROM guest_directory WHERE slot > ? ORDER BY slot LIMIT ?',
          [after, SLICE_ROWS],
        );
        for (const row of rows) {
          const slot = Number(row['slot']);
          const text = seal.open(String(row['card']), cardPlace(slot));
          const card = text === null ? null : readCard(text);
          if (text !== null && card) each({ slot, card, metAt: Number(row['met_at']) }, text);
          else unreadable.push(slot);
          after = slot;
        }
        if (rows.length < SLICE_ROWS) break;
        if (monotonic() - since < SLICE_MS) continue;
        await pause();
        since = monotonic();
      }
      remove(unreadable);
      return unreadable.length;
    },
    write: (entries) => {
      if (entries.length === 0) return;
      db.transaction(() => {
        for (const { slot, card, metAt, history } of entries) {
          db.run(
            `INSERT INTO guest_directory (slot, met_at, card) VALUES (?, ?, ?)
             ON CONFLICT (slot) DO UPDATE SET met_at = excluded.met_at, card = excluded.card`,
            [slot, metAt, seal.close(writeCard(card), cardPlace(slot))],
          );
          if (history) {
            db.run('UPDATE guest_directory SET history = ? WHERE slot = ?', [
              seal.close(JSON.stringify(history), historyPlace(slot)),
              slot,
            ]);
          }
        }
      });
    },
    history: (slot) => {
      const sealed = db.get('SELECT history FROM guest_directory WHERE slot = ?', [slot])?.['history'];
      const text = typeof sealed === 'string' ? seal.open(sealed, historyPlace(slot)) : null;
      return text === null ? null : readHistoryHead(text);
    },
    remove,
    shred: (slots) => {
      db.exec('PRAGMA secure_delete = ON');
      try {
        if (slots === 'all') db.run('DELETE FROM guest_directory');
        else remove(slots);
        // Older versions of the rows stand in the log until it is folded into the file and cut.
        db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } finally {
        db.exec('PRAGMA secure_delete = OFF');
      }
    },
  };
}
