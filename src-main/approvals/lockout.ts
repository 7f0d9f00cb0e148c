import type { Clock, Database } from '../ports.ts';

/** After this many wrong PINs in a row the keypad locks. */
export const TRIES = 5;
const FIRST_LOCK_MS = 30_000;
const MOST_LOCK_MS = 15 * 60_000;

/**
 * Locks a keypad after five wrong PINs, for 30 s, then doubling up to 15 min. A failure is on disk before the PIN is
 * looked at, so that killing the program buys no free guess; the lock survives a restart and a changed clock.
 */
export interface Lockout {
  /** How long it is locked yet, in ms; 0 where it is not. */
  readonly leftMs: () => number;
  /** Counts a try as failed, before it is checked. Returns the tries left after it. */
  readonly beginTry: () => number;
  /** The try was right after all: the count starts again. */
  readonly tryWasRight: () => void;
  /** The try was wrong: if it was the last, the keypad locks now. Returns what {@link leftMs} then says. */
  readonly tryWasWrong: () => number;
}

interface Row {
  readonly failures: number;
  readonly locks: number;
  readonly lockedForMs: number;
  readonly lockedAt: number;
}
const FRESH: Row = { failures: 0, locks: 0, lockedForMs: 0, lockedAt: 0 };

export function createLockout(db: Database, clock: Clock, keypad: string): Lockout {
  /** Monotonic end of the lock in this run: the wall clock is believed only across a restart. */
  let until: number | null = null;

  const read = (): Row => {
    const row = db.get('SELECT failures, locks, locked_for_ms, locked_at FROM lockout WHERE keypad = ?', [
      keypad,
    ]);
    if (!row) return FRESH;
    return {
      failures: Number(row['failures']),
      locks: Number(row['locks']),
      lockedForMs: Number(row['locked_for_ms']),
      lockedAt: Number(row['locked_at']),
    };
  };
  const write = (row: Row): void => {
    db.run(
      `INSERT INTO lockout (keypad, failures, locks, locked_for_ms, locked_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (keypad) DO UPDATE SET failures = excluded.failures, locks = excluded.locks,
         locked_for_ms = excluded.locked_for_ms, locked_at = excluded.locked_at`,
      [keypad, row.failures, row.locks, row.lockedForMs, row.lockedAt],
    );
  };
  const lock = (row: Row): void => {
    const lockedForMs = Math.min(MOST_LOCK_MS, FIRST_LOCK_MS * 2 ** Math.min(row.locks, 20));
    write({ failures: 0, locks: row.locks + 1, lockedForMs, lockedAt: clock.now() });
    until = clock.monotonic() + lockedForMs;
  };
  const leftMs = (): number => {
    if (until === null) {
      const row = read();
      // Five failures and no lock: killed between the last try and its verdict. The lock begins now.
      if (row.failures >= TRIES) lock(row);
      else if (row.lockedForMs === 0) return 0;
      else {
        // After a restart: at most what it was, whichever way the clock went, and all of it if the clock went back.
        const passed = clock.now() - row.lockedAt;
        const left = passed < 0 ? row.lockedForMs : Math.max(0, row.lockedForMs - passed);
        until = clock.monotonic() + left;
      }
    }
    return Math.max(0, (until ?? 0) - clock.monotonic());
  };

  return {
    leftMs,
    beginTry: () => {
      const row = read();
      write({ ...row, failures: row.failures + 1, lockedForMs: 0 });
      return Math.max(0, TRIES - row.failures - 1);
    },
    tryWasRight: () => {
      write(FRESH);
      until = null;
    },
    tryWasWrong: () => {
      const row = read();
      if (row.failures >= TRIES) lock(row);
      return leftMs();
    },
  };
}
