import type { Database } from '../ports.ts';
import { type LockoutStore, NONE_USED } from './lockout.ts';

/** What is guessed against what: PINs, or the codes of authenticators. */
export type Guessed = 'front' | 'code';

/** Keeps one count of tries in the records. */
export function createLockoutStore(db: Database, guessed: Guessed): LockoutStore {
  return {
    read: () => {
      const row = db.get('SELECT used_ms, opened FROM lockout WHERE keypad = ?', [guessed]);
      return row ? { ms: Number(row['used_ms']), opened: row['opened'] === 1 } : NONE_USED;
    },
    write: ({ ms, opened }) => {
      db.run(
        `INSERT INTO lockout (keypad, used_ms, opened) VALUES (?, ?, ?)
         ON CONFLICT (keypad) DO UPDATE SET used_ms = excluded.used_ms, opened = excluded.opened`,
        [guessed, Math.ceil(ms), opened ? 1 : 0],
      );
    },
  };
}
