import type { Database } from '../ports.ts';
import { type LockoutStore, NONE_USED } from './lockout.ts';

/** What is guessed against what: PINs, the codes of authenticators, or, from Training, PINs of the live records. */
export type Guessed = 'front' | 'code' | 'live';

/** Keeps one count of tries in the records. */
export function createLockoutStore(db: Database, guessed: Guessed): LockoutStore {
  return {
    read: () => {
      const row = db.get('SELECT hour_ms, row_ms, opened FROM lockout WHERE keypad = ?', [guessed]);
      if (!row) return NONE_USED;
      return { hourMs: Number(row['hour_ms']), rowMs: Number(row['row_ms']), opened: row['opened'] === 1 };
    },
    write: ({ hourMs, rowMs, opened }) => {
      db.run(
        `INSERT INTO lockout (keypad, hour_ms, row_ms, opened) VALUES (?, ?, ?, ?)
         ON CONFLICT (keypad) DO UPDATE
           SET hour_ms = excluded.hour_ms, row_ms = excluded.row_ms, opened = excluded.opened`,
        [guessed, Math.ceil(hourMs), Math.ceil(rowMs), opened ? 1 : 0],
      );
    },
  };
}
