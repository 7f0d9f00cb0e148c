import type { Clock } from '../ports.ts';

/** How many tries there are, and how long until one that was used is back, ms. */
interface Share {
  readonly tries: number;
  readonly backMs: number;
}
/** At once: then one each half minute. It slows down a row of wrong ones, and a slip of many fingers is over soon. */
export const AT_ONCE: Share = { tries: 5, backMs: 30_000 };
/** In the hour. This one is the bound. */
export const IN_THE_HOUR: Share = { tries: 8, backMs: 6 * 60_000 };
/** How many more of both there are for a manager who opens the locked keypad. */
export const LIFT_TRIES = 2;

/**
 * What is used of the tries: of each share the time until the last of them is back, ms. Ten in the hour at once, and one more
 * every six minutes: no hour, wherever it begins, holds more than 10 + 60 / 6 = 20 wrong ones.
 */
export interface Used {
  readonly hourMs: number;
  readonly rowMs: number;
  /** A manager has opened the keypad: the tries that were kept for opening it are for everybody. */
  readonly opened: boolean;
}

export const NONE_USED: Used = { hourMs: 0, rowMs: 0, opened: false };

const waitOf = (ms: number, { tries, backMs }: Share, more = 0): number =>
  Math.max(0, ms - (tries + more - 1) * backMs);
const leftOf = (ms: number, { tries, backMs }: Share, more = 0): number =>
  Math.max(0, Math.floor(tries + more - ms / backMs));
const less = (ms: number, byMs: number): number => Math.max(0, ms - Math.max(0, byMs));

/** After so many ms of steady time. A keypad that a manager opened is as any other once it would be open by itself. */
export function afterMs({ hourMs, rowMs, opened }: Used, passedMs: number): Used {
  const hour = less(hourMs, passedMs);
  return { hourMs: hour, rowMs: less(rowMs, passedMs), opened: opened && waitOf(hour, IN_THE_HOUR) > 0 };
}

/** How long until there is a try, ms; 0 where there is one. */
export function waitMs({ hourMs, rowMs, opened }: Used): number {
  return Math.max(waitOf(hourMs, IN_THE_HOUR, opened ? LIFT_TRIES : 0), waitOf(rowMs, AT_ONCE));
}

/** How many tries there are. */
export function triesLeft({ hourMs, rowMs, opened }: Used): number {
  return Math.min(leftOf(hourMs, IN_THE_HOUR, opened ? LIFT_TRIES : 0), leftOf(rowMs, AT_ONCE));
}

/** How many tries there are at opening the locked keypad. */
export function liftTriesLeft({ hourMs, rowMs }: Used): number {
  return Math.min(LIFT_TRIES, leftOf(hourMs, IN_THE_HOUR, LIFT_TRIES), leftOf(rowMs, AT_ONCE, LIFT_TRIES));
}

/** One try more. */
export function oneMore({ hourMs, rowMs, opened }: Used): Used {
  return { hourMs: hourMs + IN_THE_HOUR.backMs, rowMs: rowMs + AT_ONCE.backMs, opened };
}

/**
 * A try that was right is given back: all of it but the time that its check took. That much may have come back already, and
 * nothing comes back twice.
 */
export function giveBack({ hourMs, rowMs, opened }: Used, tookMs: number): Used {
  const took = Math.max(0, tookMs);
  return {
    hourMs: less(hourMs, IN_THE_HOUR.backMs - took),
    rowMs: less(rowMs, AT_ONCE.backMs - took),
    opened,
  };
}

/** A manager has opened it: the row is over, and where the hour's tries are used up, those kept for opening are for all. */
export function liftedBy(used: Used): Used {
  return { ...used, rowMs: 0, opened: used.opened || waitOf(used.hourMs, IN_THE_HOUR) > 0 };
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
  /** A manager has opened it. Brings back none of the hour's tries. */
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
      if (waitMs(now()) > 0) change(liftedBy(used));
    },
    keep: () => change(now()),
  };
}
