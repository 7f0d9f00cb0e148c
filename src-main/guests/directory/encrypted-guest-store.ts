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

/** A card as it stands on a page. */
export interface KeptCard {
  readonly slot: number;
  /** When the guest was last met here (UTC ms): decides when they go. */
  readonly metAt: number;
  /** As `writeCard` has it: one line. */
  readonly text: string;
}

/** What is to be different on disk. */
export interface VaultChanges {
  /** Pages with all the cards they are to have; one without any is deleted. */
  readonly pages: ReadonlyMap<number, readonly KeptCard[]>;
  /** Heads of histories by slot; null where there is to be none any more. */
  readonly histories: ReadonlyMap<number, HistoryHead | null>;
}

/** Guests on disk, every row sealed by itself. */
export interface Vault {
  /**
   * Reads every card, in slices, so that nothing else waits. `take` answers false where a card makes no sense. Pages
   * that cannot be opened are deleted. Returns how many pages and cards could not be read.
   */
  readonly load: (take: (card: KeptCard) => boolean) => Promise<number>;
  /** All of it or, where the disk refuses, nothing: then it throws. Bytes that were there before are overwritten. */
  readonly write: (changes: VaultChanges) => void;
  readonly history: (slot: number) => HistoryHead | null;
  /** As {@link Vault.write}, and older versions of the rows are gone from the write-ahead log as well. */
  readonly shred: (changes: VaultChanges) => void;
  readonly shredAll: () => void;
}

/** Pages read at once, and the most a slice may hold the main process, ms. */
const SLICE_PAGES = 8;
const SLICE_MS = 8;

const pagePlace = (page: number): string => `guests ${page}`;
const historyPlace = (slot: number): string => `history ${slot}`;

export interface VaultOptions {
  readonly db: Database;
  readonly seal: Seal;
  readonly scheduler: Scheduler;
  readonly monotonic: () => number;
}

export function createVault({ db, seal, scheduler, monotonic }: VaultOptions): Vault {
  const pause = (): Promise<void> => new Promise((resolve) => scheduler.after(0, resolve));
  /** Does `work` with freed bytes overwritten: a guest who was forgotten must not stand in a gap of the file. */
  const overwriting = (work: () => void): void => {
    db.exec('PRAGMA secure_delete = ON');
    try {
      work();
    } finally {
      db.exec('PRAGMA secure_delete = OFF');
    }
  };
  /** Older versions of the rows stand in the log until it is folded into the file and cut. */
  const cutLog = (): void => db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const apply = ({ pages, histories }: VaultChanges): void => {
    for (const [page, cards] of pages) {
      if (cards.length === 0) {
        db.run('DELETE FROM guest_page WHERE page = ?', [page]);
        continue;
      }
      db.run(
        `INSERT INTO guest_page (page, cards) VALUES (?, ?)
         ON CONFLICT (page) DO UPDATE SET cards = excluded.cards`,
        [page, seal.close(writePage(cards), pagePlace(page))],
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
  const write = (changes: VaultChanges): void => overwriting(() => db.transaction(() => apply(changes)));

  return {
    load: async (take) => {
      const unreadable = new Map<number, readonly KeptCard[]>();
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
          else for (const card of readPage(text)) if (!take(card)) lost += 1;
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
function writePage(cards: readonly KeptCard[]): string {
  return cards.map(({ slot, metAt, text }) => `${slot} ${metAt} ${text}`).join('\n');
}

function readPage(page: string): readonly KeptCard[] {
  return page.split('\n').map((line) => {
    const slotEnd = line.indexOf(' ');
    const metEnd = line.indexOf(' ', slotEnd + 1);
    return {
      slot: Number(line.slice(0, slotEnd)),
      metAt: Number(line.slice(slotEnd + 1, metEnd)),
      text: line.slice(metEnd + 1),
    };
  });
}
