import type { Clock } from '../ports.ts';

/** A try that was used comes back after so long, ms. Only time brings tries back. */
export const BACK_MS = 5 * 60_000;
/** How many tries there are at the most. */
export const TRIES = 5;
/** How many more there are for a manager who opens the locked keypad. */
export const LIFT_TRIES = 2;

const ALL_MS = (TRIES + LIFT_TRIES) * BACK_MS;
const ORDINARY_MS = TRIES * BACK_MS;

/**
 * What is used of the tries. Seven at once, and one more every five minutes: no hour, wherever it begins, holds more than
 * 7 + 60 / 5 = 19 wrong ones.
 */
export interface Used {
  /** The tries that have not come back yet, as the time until the last of them is back, ms. */
  readonly ms: number;
  /** A manager has opened the keypad: the tries that were kept for opening it are for everybody. */
  readonly opened: boolean;
}

export const NONE_USED: Used = { ms: 0, opened: false };

/** After so many ms of steady time. A keypad that a manager opened is as any other once it would be open by itself. */
export function afterMs(used: Used, passedMs: number): Used {
  const ms = Math.max(0, used.ms - Math.max(0, passedMs));
  return { ms, opened: used.opened && waitMs({ ms, opened: false }) > 0 };
}

/** How long until there is a try, ms; 0 where there is one. */
export function waitMs({ ms, opened }: Used): number {
  return Math.max(0, ms + BACK_MS - (opened ? ALL_MS : ORDINARY_MS));
}

/** How many tries there are. */
export function triesLeft({ ms, opened }: Used): number {
  return Math.max(0, Math.floor(((opened ? ALL_MS : ORDINARY_MS) - ms) / BACK_MS));
}

/** How many tries there are at opening the locked keypad. */
export function liftTriesLeft({ ms }: Used): number {
  return Math.min(LIFT_TRIES, Math.max(0, Math.floor((ALL_MS - ms) / BACK_MS)));
}

/** One try more. */
export function oneMore(used: Used): Used {
  return { ...used, ms: used.ms + BACK_MS };
}

/**
 * A try that was right is given back: all of it but the time that its check took. That much may have come back already, and
 * nothing comes back twice.
 */
export function giveBack(used: Used, tookMs: number): Used {
  return { ...used, ms: Math.max(0, used.ms - Math.max(0, BACK_MS - Math.max(0, tookMs))) };
}

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
  /** A manager has opened it: the tries kept for that are for everybody. Brings none back. */
  readonly lift: () => void;
  /** Writes down what has come back, before the program ends. */
  readonly keep: () => void;
}

export function createLockout(store: LockoutStore, clock: Pick<Clock, 'monotonic'>): Lockout {
  let used = store.read();
  let asOf = clock.monotonic();

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
      if (waitMs(now()) > 0) change({ ...used, opened: true });
    },
    keep: () => change(now()),
  };
}
