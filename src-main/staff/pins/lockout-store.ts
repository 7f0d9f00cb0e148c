import type { Database, RowSeals } from '../../ports.ts';
import { ALL_USED, type LockoutStore, NONE_USED, type Used } from './lockout.ts';

/** What is guessed against what: PINs, the codes of authenticators, or, from Training, PINs of the live records. */
export type Guessed = 'front' | 'code' | 'live';

/**
 * Keeps one count of tries in the records. Where its row is not as this kiosk wrote it, or was put back, nobody knows what was
 * tried: that is reported, and all tries count as used.
 */
export function createLockoutStore(db: Database, guessed: Guessed, seals: RowSeals): LockoutStore {
  const write = (used: Used): void =>
    db.transaction(() => {
      put(used);
      seals.seal('lockout', guessed);
    });
  const put = ({ hourMs, row, lockMs, opened }: Used): void => {
    db.run(
      `INSERT INTO lockout (keypad, hour_ms, row, lock_ms, opened) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (keypad) DO UPDATE
           SET hour_ms = excluded.hour_ms, row = excluded.row, lock_ms = excluded.lock_ms, opened = excluded.opened`,
      [guessed, Math.ceil(hourMs), row, Math.ceil(lockMs), opened ? 1 : 0],
    );
  };
  return {
    read: () => {
      const verdict = seals.check('lockout', guessed);
      if (verdict !== 'whole') {
        seals.report('lockout', guessed, verdict, null);
        db.run('DELETE FROM lockout WHERE keypad = ?', [guessed]);
        write(ALL_USED);
        return ALL_USED;
      }
      const row = db.get('SELECT hour_ms, row, lock_ms, opened FROM lockout WHERE keypad = ?', [guessed]);
      if (!row) return NONE_USED;
      return {
        hourMs: Number(row['hour_ms']),
        row: Number(row['row']),
        lockMs: Number(row['lock_ms']),
        opened: row['opened'] === 1,
      };
    },
    write,
  };
}
