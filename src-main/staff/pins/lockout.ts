import type { Clock } from '../../ports.ts';

/** After so many wrong ones in a row the keypad locks, for so long, ms: it slows guessing down, and a slip is over soon. */
export const IN_A_ROW = 5;
export const ROW_LOCK_MS = 30_000;
/** So many tries there are in the hour. One that was used is back after so long, ms. This is the bound. */
export const IN_THE_HOUR = 8;
export const BACK_MS = 6 * 60_000;
/** How many more there are for a manager who opens the locked keypad. */
export const LIFT_TRIES = 2;

/**
 * What is used of the tries. {@link IN_THE_HOUR} and {@link LIFT_TRIES} at once, and one more every {@link BACK_MS}:
 * no hour, wherever it begins, holds more than 8 + 2 + 60 / 6 = 20 wrong ones.
 */
export interface Used {
  /** The time until the last of the hour's tries is back, ms. */
  readonly hourMs: number;
  /** Wrong ones in a row, and how long they lock the keypad yet, ms. */
  readonly row: number;
  readonly lockMs: number;
  /** A manager has opened the keypad: the tries that were kept for opening it are for everyone. */
  readonly opened: boolean;
}

export const NONE_USED: Used = { hourMs: 0, row: 0, lockMs: 0, opened: false };

const hourTries = ({ opened }: Used): number => (opened ? IN_THE_HOUR + LIFT_TRIES : IN_THE_HOUR);
const hourWaitMs = (used: Used): number => Math.max(0, used.hourMs - (hourTries(used) - 1) * BACK_MS);
const hourLeft = ({ hourMs }: Used, tries: number): number =>
  Math.max(0, Math.floor(tries - hourMs / BACK_MS));

/** After so many ms of steady time. A keypad that a manager opened is as any other once it would be open by itself. */
export function afterMs(used: Used, passedMs: number): Used {
  const passed = Math.max(0, passedMs);
  const hourMs = Math.max(0, used.hourMs - passed);
  const lockMs = Math.max(0, used.lockMs - passed);
  const row = lockMs === 0 && used.row >= IN_A_ROW ? 0 : used.row;
  return { hourMs, row, lockMs, opened: used.opened && hourWaitMs({ ...used, hourMs, opened: false }) > 0 };
}

/** How long until there is a try, ms; 0 where there is one. */
export function waitMs(used: Used): number {
  return Math.max(used.lockMs, hourWaitMs(used));
}

/** How many tries there are. */
export function triesLeft(used: Used): number {
  return used.lockMs > 0 ? 0 : Math.min(IN_A_ROW - used.row, hourLeft(used, hourTries(used)));
}

/** How many tries there are at opening the locked keypad. */
function liftTriesLeft(used: Used): number {
  const inThisLock = used.lockMs > 0 ? IN_A_ROW + LIFT_TRIES - used.row : LIFT_TRIES;
  return Math.max(0, Math.min(inThisLock, hourLeft(used, IN_THE_HOUR + LIFT_TRIES)));
}

/** One try more. The fifth in a row locks at once: a program that is killed before its verdict is locked as well. */
export function oneMore(used: Used): Used {
  const row = used.row + 1;
  return {
    ...used,
    hourMs: used.hourMs + BACK_MS,
    row,
    lockMs: row === IN_A_ROW ? ROW_LOCK_MS : used.lockMs,
  };
}

/**
 * A try that was right is given back: all of it but the time that its check took. That much may have come back already, and
 * nothing comes back twice. The row is over.
 */
export function giveBack(used: Used, tookMs: number): Used {
  const back = Math.max(0, BACK_MS - Math.max(0, tookMs));
  return { ...used, hourMs: Math.max(0, used.hourMs - back), row: 0, lockMs: 0 };
}

/** A manager has opened it: the row is over, and where the hour's tries are used up, those kept for opening are for all. */
export function liftedBy(used: Used): Used {
  return { ...used, row: 0, lockMs: 0, opened: used.opened || hourWaitMs(used) > 0 };
}

/** All tries used: the value that applies if the number of tries is unknown. */
export const ALL_USED: Used = {
  hourMs: (IN_THE_HOUR + LIFT_TRIES) * BACK_MS,
  row: IN_A_ROW,
  lockMs: ROW_LOCK_MS,
  opened: false,
};

/** Where it is kept. `write` returns once it is on the disk, and throws where the disk refuses. */
export interface LockoutStore {
  readonly read: () => Used;
  readonly write: (used: Used) => void;
}

/** A try that counts as wrong already. */
export interface Try {
  /** Tries left after this one. */
  readonly left: number;
  /** It was right: it is given back. */
  readonly wasRight: () => void;
}

/**
 * Counts what is guessed, by whom and where ever on this kiosk. A try is on the disk before the PIN is looked at, so that
 * killing the program buys no guess. Only time that the kiosk runs brings tries back: neither a right PIN, nor a manager who
 * opens the keypad, nor a restart, nor a changed clock does. A right PIN costs nothing but the time its check took.
 */
export interface Lockout {
  /** How long it is locked yet, in ms; 0 where it is not. */
  readonly leftMs: () => number;
  /** Uses a try, before the PIN is looked at; null where there is none: then nothing may be looked at. */
  readonly begin: () => Try | null;
  /** The same for a manager's try to open the locked keypad. */
  readonly beginLift: () => Try | null;
  /** A manager has opened it. Brings back none of the hour's tries. */
  readonly lift: () => void;
  /**
   * Writes down what has come back: before the program ends, and with the ledger's line about a wrong try, since a row from
   * before that line counts for nothing.
   */
  readonly keep: () => void;
}

/** @param since the steady moment (ms) from which on what was kept comes back. */
export function createLockout(
  store: LockoutStore,
  clock: Pick<Clock, 'monotonic'>,
  since = clock.monotonic(),
): Lockout {
  let used = store.read();
  let asOf = since;

  const now = (): Used => {
    const at = clock.monotonic();
    used = afterMs(used, at - asOf);
    asOf = at;
    return used;
  };
  /** On the disk first: where it is refused, nothing has changed here either. */
  const change = (next: Used): void => {
    store.write(next);
    used = next;
  };
  const takeTry = (left: (of: Used) => number): Try | null => {
    const before = now();
    if (left(before) === 0) return null;
    change(oneMore(before));
    const begunAt = asOf;
    let open = true;
    return {
      left: left(used),
      wasRight: () => {
        if (!open) return;
        open = false;
        const then = now();
        change(giveBack(then, asOf - begunAt));
      },
    };
  };

  return {
    leftMs: () => waitMs(now()),
    begin: () => takeTry(triesLeft),
    beginLift: () => takeTry(liftTriesLeft),
    lift: () => {
      if (waitMs(now()) > 0) change(liftedBy(used));
    },
    keep: () => change(now()),
  };
}
