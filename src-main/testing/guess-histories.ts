import { createRng } from '../sandbox/data/rng.ts';
import {
  createLockout,
  type Lockout,
  type LockoutStore,
  NONE_USED,
  type Try,
  type Used,
} from '../staff/pins/lockout.ts';

/** The promise: no hour, wherever it begins, holds more wrong guesses than this. */
export const MAX_PER_HOUR = 20;
const HOUR_MS = 3_600_000;
const STEPS = 160;

/** What a history came to. */
export interface History {
  /** The most wrong guesses in any hour of it, both ends counted. */
  readonly maxInAnHour: number;
  readonly guesses: number;
  readonly lifts: number;
  readonly rightPins: number;
  readonly restarts: number;
  /** Right PINs that found the keypad locked. */
  readonly turnedAway: number;
  /** Wrong guesses that were made in Training. */
  readonly inTraining: number;
}

/**
 * One kiosk in true time. The attacker guesses, also at opening the keypad, has a PIN of their own, may be a manager who opens
 * it, ends the program at any moment (also between a guess and its verdict), lets the PC sleep, sets the clock, and switches to
 * Training, where the same count is opened for each PIN alone. Time is kept apart from everything that the program can read, so that
 * it cannot lie here.
 */
function createWorld(make: typeof createLockout) {
  let trueMs = 0;
  let bootMs = 0;
  /** In Training: until when what came back is written. */
  let countedAt: number | null = null;
  let disk: Used = NONE_USED;
  const store: LockoutStore = {
    read: () => disk,
    // What a file keeps: whole ms.
    write: (used) => {
      disk = { ...used, hourMs: Math.ceil(used.hourMs), lockMs: Math.ceil(used.lockMs) };
    },
  };
  const open = (since?: number): Lockout => make(store, { monotonic: () => trueMs - bootMs }, since);
  const start = (): Lockout => {
    bootMs = trueMs;
    if (countedAt !== null) countedAt = 0;
    return open();
  };
  let lockout = start();
  return {
    pass: (ms: number) => {
      trueMs += ms;
    },
    now: () => trueMs,
    lockout: () => lockout,
    training: () => countedAt !== null,
    /** One PIN in Training: the count is opened, and kept with what came of it, or the program ends before. */
    inTraining: (look: (count: Lockout) => void, killed: boolean) => {
      const count = open(countedAt ?? 0);
      look(count);
      if (killed) return;
      count.keep();
      countedAt = trueMs - bootMs;
    },
    restart: (inOrder: boolean, offMs: number, training: boolean) => {
      if (inOrder && countedAt === null) lockout.keep();
      trueMs += offMs;
      countedAt = training ? 0 : null;
      lockout = start();
    },
  };
}

/** Plays one random history, of the product's own lock-out or of another. The same seed plays the same. */
export function playHistory(seed: number, make: typeof createLockout = createLockout): History {
  const rng = createRng(seed).next;
  const world = createWorld(make);
  const wrongAt: number[] = [];
  let lifts = 0;
  let rightPins = 0;
  let restarts = 0;
  let turnedAway = 0;
  let inTraining = 0;
  /** Each history leans another way, so that the corners are met: impatient, sleepy, always restarting. */
  const pace = 10 ** (2 + 5 * rng());
  const leans = {
    restart: rng() * 0.3,
    lift: rng() * 0.5,
    own: rng() * 0.5,
    wait: rng(),
    training: rng(),
  };

  /** Checks take time, and several are under way at once (a code and a PIN are). */
  const open: { readonly attempt: Try; readonly right: boolean }[] = [];
  const guess = (attempt: Try | null, right: boolean): boolean => {
    if (!attempt) return false;
    if (!right) wrongAt.push(world.now());
    open.push({ attempt, right });
    return true;
  };
  const settle = (): void => {
    const [one] = open.splice(Math.floor(rng() * open.length), 1);
    if (one?.right) one.attempt.wasRight();
  };

  for (let step = 0; step < STEPS; step += 1) {
    const lockout = world.lockout();
    const roll = rng();
    if (roll < leans.restart * 0.5) {
      restarts += 1;
      open.length = 0;
      world.restart(rng() < 0.5, rng() < 0.5 ? 0 : rng() * pace, rng() < leans.training);
    } else if (world.training()) {
      const right = rng() < leans.own;
      const took = rng() < 0.5 ? 0 : rng() * pace;
      const killed = rng() < 0.1;
      if (rng() < 0.3) world.pass(rng() * pace);
      world.inTraining((count) => {
        const attempt = count.begin();
        if (attempt === null) turnedAway += right ? 1 : 0;
        else if (!right) {
          wrongAt.push(world.now());
          inTraining += 1;
        }
        world.pass(took);
        if (right && !killed) attempt?.wasRight();
      }, killed);
      if (killed) world.restart(false, 0, true);
    } else if (roll < 0.25) {
      const locked = lockout.leftMs();
      // To the very millisecond, a little before, after, or anything.
      world.pass(rng() < leans.wait ? Math.max(0, locked + Math.floor(rng() * 3) - 1) : rng() * pace);
    } else if (roll < 0.25 + leans.lift * 0.3) {
      const mine = rng() < 0.3;
      const attempt = lockout.beginLift();
      if (attempt && mine) {
        attempt.wasRight();
        lockout.lift();
        lifts += 1;
      } else guess(attempt, false);
    } else if (roll < 0.3 + leans.lift * 0.3) {
      lockout.lift();
      lifts += 1;
    } else if (roll < 0.4 + leans.own * 0.5) {
      rightPins += 1;
      if (!guess(lockout.begin(), true)) turnedAway += 1;
    } else guess(lockout.begin(), false);
    if (open.length > 2 || rng() < 0.8) settle();
  }
  return {
    maxInAnHour: maxInAnHour(wrongAt),
    guesses: wrongAt.length,
    lifts,
    rightPins,
    restarts,
    turnedAway,
    inTraining,
  };
}

/** The most moments within one hour, both ends counted. */
function maxInAnHour(moments: readonly number[]): number {
  let most = 0;
  let first = 0;
  for (const [at, moment] of moments.entries()) {
    while (moment - (moments[first] ?? moment) > HOUR_MS) first += 1;
    most = Math.max(most, at - first + 1);
  }
  return most;
}

/** Uses every try at once that there is, for so many hours. */
export function playGreedily(hours: number, lifts: boolean, ownPin: boolean): History {
  const world = createWorld(createLockout);
  const wrongAt: number[] = [];
  let lifted = 0;
  let rightPins = 0;
  while (world.now() < hours * HOUR_MS) {
    const lockout = world.lockout();
    if (lockout.begin()) wrongAt.push(world.now());
    else if (lifts && lockout.beginLift()) {
      wrongAt.push(world.now());
      lockout.lift();
      lifted += 1;
    } else world.pass(1_000);
    if (ownPin) {
      const own = lockout.begin();
      if (own) rightPins += 1;
      own?.wasRight();
    }
  }
  return {
    maxInAnHour: maxInAnHour(wrongAt),
    guesses: wrongAt.length,
    lifts: lifted,
    rightPins,
    restarts: 0,
    turnedAway: 0,
    inTraining: 0,
  };
}
