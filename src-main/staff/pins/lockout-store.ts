import type { Database, RowSeals } from '../../ports.ts';
import { ALL_USED, type LockoutStore, NONE_USED, type Used } from './lockout.ts';

/** The row's name. Records of before kept a count of codes beside it, in a row that no one reads any more. */
const ROW = 'front';

/**
 * Keeps the count of tries at PINs and codes in the records. If its row was altered or restored, the number of tries is
 * unknown: that is reported, and all tries count as used.
 */
export function createLockoutStore(db: Database, seals: RowSeals): LockoutStore {
  const write = (used: Used): void =>
    db.transaction(() => {
      put(used);
      seals.seal('lockout', ROW);
    });
  const put = ({ hourMs, row, lockMs, opened }: Used): void => {
    db.run(
      `INSERT INTO lockout (keypad, hour_ms, row, lock_ms, opened) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (keypad) DO UPDATE
           SET hour_ms = excluded.hour_ms, row = excluded.row, lock_ms = excluded.lock_ms, opened = excluded.opened`,
      [ROW, Math.ceil(hourMs), row, Math.ceil(lockMs), opened ? 1 : 0],
    );
  };
  return {
    read: () => {
      const verdict = seals.check('lockout', ROW);
      if (verdict !== 'whole') {
        seals.report('lockout', ROW, verdict, null);
        db.run('DELETE FROM lockout WHERE keypad = ?', [ROW]);
        write(ALL_USED);
        return ALL_USED;
      }
      const row = db.get('SELECT hour_ms, row, lock_ms, opened FROM lockout WHERE keypad = ?', [ROW]);
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
