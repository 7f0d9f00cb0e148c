import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRng } from '../../sandbox/data/rng.ts';
import { first } from '../../storage/migrations/0001-first.ts';
import { staffAndLedger } from '../../storage/migrations/0003-staff-ledger.ts';
import { guessBudget } from '../../storage/migrations/0010-guess-budget.ts';
import { createFakeTime } from '../../testing/fakes.ts';
import { MAX_PER_HOUR, playGreedily, playHistory } from '../../testing/guess-histories.ts';
import { openTestStaff } from '../../testing/staff-kit.ts';
import {
  afterMs,
  BACK_MS,
  createLockout,
  giveBack,
  IN_THE_HOUR,
  LIFT_TRIES,
  type LockoutStore,
  liftedBy,
  NONE_USED,
  oneMore,
  triesLeft,
  type Used,
  waitMs,
} from './lockout.ts';

const HOUR = 3_600_000;

describe('the model', () => {
  test('50,000 random histories: no hour of any holds more than twenty wrong guesses', () => {
    let most = 0;
    let lifts = 0;
    let inTraining = 0;
    for (let seed = 1; seed <= 50_000; seed += 1) {
      const history = playHistory(seed);
      lifts += history.lifts;
      inTraining += history.inTraining;
      if (history.maxInAnHour > most) most = history.maxInAnHour;
      if (most > MAX_PER_HOUR) throw new Error(`Seed ${seed}: ${most} guesses in an hour`);
    }
    // The bound is nearly reached, so the histories do guess, and managers do open.
    expect(most).toBeGreaterThan(15);
    expect(lifts).toBeGreaterThan(100_000);
    expect(inTraining).toBeGreaterThan(100_000);
  }, 60_000);

  /** As if a count opened in Training were another row. */
  const apart: typeof createLockout = (store, clock, since) => {
    let other: Used = NONE_USED;
    const memory: LockoutStore = {
      read: () => other,
      write: (used) => {
        other = used;
      },
    };
    return since === undefined ? createLockout(store, clock) : createLockout(memory, clock, since);
  };
  test.each<[string, typeof createLockout]>([
    [
      'a manager who opens it brings tries back',
      (store, clock) => {
        const real = createLockout(store, clock);
        let now = real;
        return {
          leftMs: () => now.leftMs(),
          begin: () => now.begin(),
          beginLift: () => now.beginLift(),
          keep: () => now.keep(),
          lift: () => {
            store.write(NONE_USED);
            now = createLockout(store, clock);
          },
        };
      },
    ],
    [
      'a restart brings tries back',
      (store, clock) => createLockout({ ...store, read: () => NONE_USED }, clock),
    ],
    ['Training counts apart', apart],
    [
      'what came back in Training comes back twice',
      (store, clock, since) => createLockout(store, clock, since === undefined ? since : 0),
    ],
    [
      'a right PIN brings all tries back',
      (store, clock) => {
        let real = createLockout(store, clock);
        const forgiving = (attempt: ReturnType<typeof real.begin>) =>
          attempt && {
            left: attempt.left,
            wasRight: () => {
              store.write(NONE_USED);
              real = createLockout(store, clock);
            },
          };
        return {
          leftMs: () => real.leftMs(),
          begin: () => forgiving(real.begin()),
          beginLift: () => real.beginLift(),
          keep: () => real.keep(),
          lift: () => real.lift(),
        };
      },
    ],
    [
      'tries to open it are not counted',
      (store, clock) => {
        const real = createLockout(store, clock);
        return { ...real, beginLift: () => ({ left: 1, wasRight: () => {} }) };
      },
    ],
  ])('the same histories find it where %s', (_what, make) => {
    const worst = Math.max(...Array.from({ length: 2_000 }, (_, n) => playHistory(n + 1, make).maxInAnHour));
    expect(worst).toBeGreaterThan(MAX_PER_HOUR);
  });

  test('someone who uses every try there is has ten and then ten an hour, also with a PIN of their own', () => {
    for (const lifts of [false, true]) {
      for (const own of [false, true]) {
        const day = playGreedily(24, lifts, own);
        expect(day.maxInAnHour).toBeLessThanOrEqual(MAX_PER_HOUR);
        expect(day.guesses).toBeLessThanOrEqual(IN_THE_HOUR + LIFT_TRIES + 24 * 10 + 1);
      }
    }
  });

  test('what is used never shrinks but by time, and giving back gives no more than was taken', () => {
    const rng = createRng(11).next;
    const backMs = BACK_MS;
    for (let n = 0; n < 5_000; n += 1) {
      const used: Used = {
        hourMs: rng() * 12 * backMs,
        row: Math.floor(rng() * 5),
        lockMs: 0,
        opened: rng() < 0.5,
      };
      const passed = rng() * 3 * backMs;
      expect(afterMs(used, passed).hourMs).toBeGreaterThanOrEqual(used.hourMs - passed);
      expect(afterMs(used, -passed)).toEqual({ ...used, opened: afterMs(used, 0).opened });
      expect(liftedBy(used).hourMs).toBe(used.hourMs);
      const took = rng() * 2 * backMs;
      const returned = giveBack(afterMs(oneMore(used), took), took);
      const never = afterMs(used, took);
      expect(returned.hourMs).toBeGreaterThanOrEqual(never.hourMs - 1e-6);
      // Also where someone guesses wrong while a right PIN is being checked.
      const beside = afterMs(oneMore(afterMs(oneMore(used), passed)), took);
      const alone = afterMs(oneMore(afterMs(used, passed)), took);
      expect(giveBack(beside, passed + took).hourMs).toBeGreaterThanOrEqual(alone.hourMs - 1e-6);
      expect(waitMs(used) === 0).toBe(triesLeft(used) > 0);
      // Who waits for as long as it says finds one try, and not a moment before.
      const wait = waitMs(used);
      if (wait > 1) {
        expect(triesLeft(afterMs(used, wait - 1))).toBe(0);
        expect(triesLeft(afterMs(used, wait + 1e-6))).toBeGreaterThan(0);
      }
    }
  });
});

let dir = '';
let path = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-lockout-'));
  path = join(dir, 'kiosk.db');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const MARCO = '246802';
const PRIYA = '975310';

describe('the desk over its file', () => {
  test('random days of guesses in every place, own PINs, restarts and clocks: at most twenty wrong ones an hour', async () => {
    const rng = createRng(5).next;
    /** True time, which nothing can set. */
    let trueMs = 0;
    let time = createFakeTime();
    let kit = await openTestStaff(path, { time });
    const wrongAt: number[] = [];
    let n = 100_000;
    const pass = async (ms: number): Promise<void> => {
      trueMs += ms;
      await time.pass(ms);
    };
    for (let step = 0; step < 3_000; step += 1) {
      n += 7;
      const before = kit.lines.filter(({ kind }) => kind === 'pin-failed').length;
      const roll = Math.floor(rng() * 16);
      if (roll < 5) await kit.staffService.checkPin(String(n), 'sign-in');
      else if (roll < 7) await kit.staffService.openKeypad(String(n));
      else if (roll < 8) await kit.staffService.checkPin(MARCO, 'sign-in');
      else if (roll < 9) await kit.staffService.openKeypad(PRIYA);
      else if (roll < 10)
        await kit.staffService.admin.newPin(kit.who('Priya N.'), kit.who('Sam T.').id, MARCO);
      else if (roll < 11) kit.staffService.liftLock(kit.who('Priya N.'));
      else if (roll < 12) await kit.staffService.replacePin(String(n), '730194');
      else if (roll < 13) time.jump((rng() - 0.5) * 4 * HOUR);
      else if (roll < 14) {
        const ms = rng() * 10 * 60_000;
        trueMs += ms;
        time.sleep(ms);
      } else if (roll < 15) await pass(rng() * 4 * 60_000);
      else {
        // Ended in order or not, and started with another clock.
        if (rng() < 0.5) kit.staffService.keepTries();
        kit.db.close();
        time = createFakeTime(time.clock.now() + (rng() - 0.5) * 48 * HOUR);
        kit = await openTestStaff(path, { time });
        continue;
      }
      const failed = kit.lines.filter(({ kind }) => kind === 'pin-failed').length - before;
      for (let f = 0; f < failed; f += 1) wrongAt.push(trueMs);
    }
    kit.db.close();
    const most = Math.max(...wrongAt.map((at) => wrongAt.filter((t) => t >= at && t <= at + HOUR).length));
    expect(wrongAt.length).toBeGreaterThan(100);
    expect(most).toBeGreaterThan(10);
    expect(most).toBeLessThanOrEqual(MAX_PER_HOUR);
  });

  test('an evening of right PINs, with a slip now and then, never meets a lock', async () => {
    const { staffService, time } = await openTestStaff(path);
    for (let n = 0; n < 600; n += 1) {
      // A person every 30 s for five hours; every twenty-fifth slips.
      if (n % 25 === 24)
        expect(await staffService.checkPin('246803', 'sign-in')).toMatchObject({
          error: { code: 'wrong-pin' },
        });
      expect(await staffService.checkPin(n % 2 === 0 ? MARCO : PRIYA, 'sign-in')).toMatchObject({ ok: true });
      await time.pass(30_000);
    }
    // A whole shift at once, and no time passes.
    for (let n = 0; n < 200; n += 1) expect((await staffService.checkPin(MARCO, 'sign-in')).ok).toBe(true);
  });

  test('after any guesses a manager can try within six minutes and everyone within eighteen', async () => {
    const { staffService, time } = await openTestStaff(path);
    for (let n = 0; n < 60; n += 1) {
      await staffService.checkPin('000001', 'sign-in');
      await staffService.openKeypad('000001');
      await time.pass(5_000);
    }
    const backMs = BACK_MS;
    expect(staffService.lockedForMs()).toBeGreaterThan(backMs);
    expect(staffService.lockedForMs()).toBeLessThanOrEqual(3 * backMs);
    expect(await staffService.openKeypad(PRIYA)).toMatchObject({ error: { code: 'pin-locked' } });
    await time.pass(backMs);
    expect(await staffService.openKeypad(PRIYA)).toEqual({ ok: true, value: null });
    expect(await staffService.checkPin(MARCO, 'sign-in')).toMatchObject({ ok: true });
  });
});

test('what an older version counted counts on', () => {
  const db = new DatabaseSync(':memory:');
  db.exec(first);
  db.exec(staffAndLedger);
  const old = db.prepare(
    'INSERT INTO lockout (keypad, failures, locks, locked_for_ms, locked_at, recent, lift_tries) VALUES (?, ?, 3, 900000, 5, ?, 2)',
  );
  old.run('front', 1, 4);
  old.run('new-pin', 2, 2);
  old.run('code', 0, 20);
  db.exec(guessBudget);
  expect(
    db.prepare('SELECT keypad, hour_ms, row, lock_ms, opened FROM lockout ORDER BY keypad').all(),
  ).toEqual([
    { keypad: 'code', hour_ms: 3_600_000, row: 0, lock_ms: 0, opened: 0 },
    { keypad: 'front', hour_ms: 6 * 360_000, row: 3, lock_ms: 0, opened: 0 },
  ]);
  db.close();
});
