import type { Clock, Database, RowSeals } from '../ports.ts';

/** After this many wrong ones in a row the keypad locks. */
export const TRIES = 5;
/** After this many in all, less one for every {@link FORGET_MS}, it locks as well: a right PIN in between wipes none out. */
export const MOST_RECENT = 20;
export const FORGET_MS = 3 * 60_000;
/** How often a manager may try to open a locked keypad, each lock. */
export const LIFT_TRIES = 2;
const FIRST_LOCK_MS = 30_000;
const MOST_LOCK_MS = 15 * 60_000;

/**
 * Locks a keypad after five wrong PINs, for 30 s, then doubling up to 15 min. A failure is on disk before the PIN is
 * looked at, so that killing the program buys no free guess; the lock survives a restart and a changed clock.
 *
 * A second count goes down only with time: whoever has a PIN of their own could otherwise guess four times, sign in,
 * and guess four times more, for ever.
 */
export interface Lockout {
  /** How long it is locked yet, in ms; 0 where it is not. */
  readonly leftMs: () => number;
  /** Counts a try as failed, before it is checked. Returns the tries left after it. */
  readonly beginTry: () => number;
  /** The try was right after all: the count in a row starts again. */
  readonly tryWasRight: () => void;
  /** The try was wrong: if it was the last, the keypad locks now. Returns what {@link leftMs} then says. */
  readonly tryWasWrong: () => number;
  /** Counts a manager's try to open it, before it is checked. Returns the tries left after it; null where none was left. */
  readonly beginLift: () => number | null;
  /** A manager has opened it: every count starts again. */
  readonly lift: () => void;
  /** To be called just before the ledger's line about a wrong try: a row from before that line counts for nothing. */
  readonly bind: () => void;
}

interface Row {
  readonly failures: number;
  readonly locks: number;
  readonly lockedForMs: number;
  readonly lockedAt: number;
  readonly recent: number;
  readonly liftTries: number;
}
const FRESH: Row = { failures: 0, locks: 0, lockedForMs: 0, lockedAt: 0, recent: 0, liftTries: 0 };

/** Where the row is not as this kiosk wrote it, or was put back: nobody knows what was tried, so it is locked for as long as it can be. */
const UNKNOWN: Omit<Row, 'lockedAt'> = {
  failures: 0,
  locks: 1,
  lockedForMs: MOST_LOCK_MS,
  recent: MOST_RECENT,
  liftTries: LIFT_TRIES,
};

export function createLockout(db: Database, clock: Clock, keypad: string, seals: RowSeals): Lockout {
  /** Monotonic end of the lock in this run: the wall clock is believed only across a restart. */
  let until: number | null = null;
  /** Monotonic moment up to which failures have been forgotten. Time while the kiosk is off forgets none. */
  let forgotten = clock.monotonic();

  const read = (): Row => {
    const verdict = seals.check('lockout', keypad);
    if (verdict !== 'whole') {
      seals.report('lockout', keypad, verdict, null);
      const locked = { ...UNKNOWN, lockedAt: clock.now() };
      db.run('DELETE FROM lockout WHERE keypad = ?', [keypad]);
      write(locked);
      until = clock.monotonic() + MOST_LOCK_MS;
      return locked;
    }
    const row = db.get(
      'SELECT failures, locks, locked_for_ms, locked_at, recent, lift_tries FROM lockout WHERE keypad = ?',
      [keypad],
    );
    if (!row) return FRESH;
    return {
      failures: Number(row['failures']),
      locks: Number(row['locks']),
      lockedForMs: Number(row['locked_for_ms']),
      lockedAt: Number(row['locked_at']),
      recent: Number(row['recent']),
      liftTries: Number(row['lift_tries']),
    };
  };
  const write = (row: Row): void => {
    db.run(
      `INSERT INTO lockout (keypad, failures, locks, locked_for_ms, locked_at, recent, lift_tries)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (keypad) DO UPDATE SET failures = excluded.failures, locks = excluded.locks,
         locked_for_ms = excluded.locked_for_ms, locked_at = excluded.locked_at, recent = excluded.recent,
         lift_tries = excluded.lift_tries`,
      [keypad, row.failures, row.locks, row.lockedForMs, row.lockedAt, row.recent, row.liftTries],
    );
    seals.seal('lockout', keypad);
  };
  const forget = (recent: number): number => {
    const steps = Math.floor((clock.monotonic() - forgotten) / FORGET_MS);
    forgotten += steps * FORGET_MS;
    return Math.max(0, recent - steps);
  };
  const isOver = (row: Row): boolean =>
    row.failures >= TRIES || (row.failures > 0 && row.recent >= MOST_RECENT);
  const lock = (row: Row): void => {
    const lockedForMs = Math.min(MOST_LOCK_MS, FIRST_LOCK_MS * 2 ** Math.min(row.locks, 20));
    const { recent } = row;
    write({ failures: 0, locks: row.locks + 1, lockedForMs, lockedAt: clock.now(), recent, liftTries: 0 });
    until = clock.monotonic() + lockedForMs;
  };
  const leftMs = (): number => {
    if (until === null) {
      const row = read();
      // Failures enough and no lock: killed between the last try and its verdict. The lock begins now.
      if (isOver(row)) lock(row);
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
      const failures = row.failures + 1;
      const recent = forget(row.recent) + 1;
      write({ ...row, failures, recent, lockedForMs: 0 });
      return Math.max(0, Math.min(TRIES - failures, MOST_RECENT - recent));
    },
    tryWasRight: () => {
      const { recent } = read();
      write({ ...FRESH, recent: Math.max(0, recent - 1) });
      until = null;
    },
    tryWasWrong: () => {
      const row = read();
      if (isOver(row)) lock(row);
      return leftMs();
    },
    beginLift: () => {
      const row = read();
      if (row.liftTries >= LIFT_TRIES) return null;
      write({ ...row, liftTries: row.liftTries + 1 });
      return LIFT_TRIES - row.liftTries - 1;
    },
    lift: () => {
      write(FRESH);
      until = null;
    },
    bind: () => write(read()),
  };
}
