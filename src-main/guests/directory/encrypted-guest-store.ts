import type { Seal } from '../../lib/seal.ts';
import type { Database, Scheduler } from '../../ports.ts';
import { type HistoryHead, readHistoryHead } from './history-head.ts';

/** So many neighbouring slots are sealed together: setting up a cipher costs more than what one card takes to open. */
const PAGE_SLOTS = 32;

/** The page a slot is on. */
export const pageOf = (slot: number): number => Math.floor(slot / PAGE_SLOTS);

/** The slots of a page, in order. */
export const slotsOf = (page: number): readonly number[] =>
  Array.from({ length: PAGE_SLOTS }, (_, at) => page * PAGE_SLOTS + at);

/** A card as it is on a page. */
export interface StoredRecord {
  readonly slot: number;
  /** When the guest was last met here (UTC ms): decides when they go. */
  readonly seenAt: number;
  /** As `writeRecord` has it: one line. */
  readonly text: string;
}

/** What is to be different on disk. */
export interface GuestStoreChanges {
  /** Pages with all the cards they are to have; one without any is deleted. */
  readonly pages: ReadonlyMap<number, readonly StoredRecord[]>;
  /** Heads of histories by slot; null where there is to be none any more. */
  readonly histories: ReadonlyMap<number, HistoryHead | null>;
}

/** Guests on disk, every row sealed by itself. */
export interface EncryptedGuestStore {
  /**
   * Reads every card, in slices, so that nothing else waits. `take` answers false where a card makes no sense. Pages
   * that cannot be opened are deleted. Returns how many pages and cards could not be read.
   */
  readonly load: (take: (record: StoredRecord) => boolean) => Promise<number>;
  /** All or nothing: throws if the disk refuses. Previous bytes are overwritten. */
  readonly write: (changes: GuestStoreChanges) => void;
  readonly history: (slot: number) => HistoryHead | null;
  /** As {@link Vault.write}, and older versions of the rows are gone from the write-ahead log as well. */
  readonly shred: (changes: GuestStoreChanges) => void;
  readonly shredAll: () => void;
}

/** Pages read at once, and the most a slice may hold the main process, ms. */
const SLICE_PAGES = 8;
const SLICE_MS = 8;

const pagePlace = (page: number): string => `guests ${page}`;
const historyPlace = (slot: number): string => `history ${slot}`;

export interface GuestStoreOptions {
  readonly db: Database;
  readonly seal: Seal;
  readonly scheduler: Scheduler;
  readonly monotonic: () => number;
}

export function createEncryptedGuestStore({
  db,
  seal,
  scheduler,
  monotonic,
}: GuestStoreOptions): EncryptedGuestStore {
  const pause = (): Promise<void> => new Promise((resolve) => scheduler.after(0, resolve));
  /** Runs `work` with freed bytes overwritten: a forgotten guest must not remain in unused parts of the file. */
  const overwriting = (work: () => void): void => {
    db.exec('PRAGMA secure_delete = ON');
    try {
      work();
    } finally {
      db.exec('PRAGMA secure_delete = OFF');
    }
  };
  /** Older versions of the rows are in the log until it is folded into the file and cut. */
  const cutLog = (): void => db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const apply = ({ pages, histories }: GuestStoreChanges): void => {
    for (const [page, records] of pages) {
      if (records.length === 0) {
        db.run('DELETE FROM guest_page WHERE page = ?', [page]);
        continue;
      }
      db.run(
        `INSERT INTO guest_page (page, cards) VALUES (?, ?)
         ON CONFLICT (page) DO UPDATE SET cards = excluded.cards`,
        [page, seal.close(writePage(records), pagePlace(page))],
      );
    }
    for (const [slot, head] of histories) {
      if (head === null) {
        db.run('DELETE FROM guest_history WHERE slot = ?', [slot]);
        continue;
      }
      db.run(
        `INSERT INTO guest_history (slot, head) VALUES (?, ?)
         ON CONFLICT (slot) DO UPDATE SET head = excluded.head`,
        [slot, seal.close(JSON.stringify(head), historyPlace(slot))],
      );
    }
  };
  const write = (changes: GuestStoreChanges): void => overwriting(() => db.transaction(() => apply(changes)));

  return {
    load: async (take) => {
      const unreadable = new Map<number, readonly StoredRecord[]>();
      let lost = 0;
      let after = -1;
      let since = monotonic();
      for (;;) {
        const rows = db.all('SELECT page, cards FROM guest_page WHERE page > ? ORDER BY page LIMIT ?', [
          after,
          SLICE_PAGES,
        ]);
        for (const row of rows) {
          after = Number(row['page']);
          const text = seal.open(String(row['cards']), pagePlace(after));
          if (text === null) unreadable.set(after, []);
          else for (const record of readPage(text)) if (!take(record)) lost += 1;
        }
        if (rows.length < SLICE_PAGES) break;
        if (monotonic() - since < SLICE_MS) continue;
        await pause();
        since = monotonic();
      }
      if (unreadable.size > 0) write({ pages: unreadable, histories: new Map() });
      return lost + unreadable.size;
    },
    write,
    history: (slot) => {
      const sealed = db.get('SELECT head FROM guest_history WHERE slot = ?', [slot])?.['head'];
      const text = typeof sealed === 'string' ? seal.open(sealed, historyPlace(slot)) : null;
      return text === null ? null : readHistoryHead(text);
    },
    shred: (changes) => {
      write(changes);
      cutLog();
    },
    shredAll: () => {
      overwriting(() =>
        db.transaction(() => {
          db.run('DELETE FROM guest_page');
          db.run('DELETE FROM guest_history');
        }),
      );
      cutLog();
    },
  };
}

/** A line a card: its slot, when it was met, and its text, which has no line break of its own. */
function writePage(records: readonly StoredRecord[]): string {
  return records.map(({ slot, seenAt, text }) => `${slot} ${seenAt} ${text}`).join('\n');
}

function readPage(page: string): readonly StoredRecord[] {
  return page.split('\n').map((line) => {
    const slotEnd = line.indexOf(' ');
    const seenEnd = line.indexOf(' ', slotEnd + 1);
    return {
      slot: Number(line.slice(0, slotEnd)),
      seenAt: Number(line.slice(slotEnd + 1, seenEnd)),
      text: line.slice(seenEnd + 1),
    };
  });
}
