import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeSecretBox, createFakeTime } from '../../testing/fakes.ts';
import { openTestStaff } from '../../testing/staff-kit.ts';
import { TRAINING_STAFF } from '../training-staff.ts';
import { BACK_MS, IN_A_ROW, IN_THE_HOUR, LIFT_TRIES, ROW_LOCK_MS } from './lockout.ts';
import { DEFAULT_COST, hashPin, pinDigest, verifyPin } from './pin-hash.ts';

const key = Buffer.alloc(32, 7);
const cost = { logN: 4 };
const MARCO = '246802';
const PRIYA = '975310';
const WRONG = '000000';
const TRIES = IN_A_ROW;

let dir = '';
let path = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-pin-'));
  path = join(dir, 'kiosk.db');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function run(options: Parameters<typeof openTestStaff>[1] = {}) {
  const kit = await openTestStaff(path, options);
  const check = (pin: string) => kit.staffService.checkPin(pin, 'sign-in');
  const lock = async () => {
    for (let i = 0; i < TRIES; i += 1) await check(WRONG);
  };
  return { ...kit, check, lock };
}

test('a PIN finds its owner; no digits of it, and no key, are in any file', async () => {
  const { check, db, staffService, who } = await run();
  expect(await check(MARCO)).toMatchObject({ ok: true, value: { shortName: 'Marco D.', role: 'server' } });
  const made = await staffService.admin.newPin(who('Priya N.'), who('Joss K.').id, null);
  const chosen = await staffService.admin.newPin(who('Priya N.'), who('Sam T.').id, '83051947');
  expect(chosen.ok).toBe(true);
  const pins = [...TRAINING_STAFF.map(({ pin }) => pin), '83051947', made.ok ? (made.value.pin ?? '') : ''];
  db.close();
  const files = readdirSync(dir);
  expect(files).toContain('kiosk.db');
  for (const name of files) {
    const content = readFileSync(join(dir, name), 'latin1');
    for (const pin of pins) {
      expect(pin).toMatch(/^\d{6,8}$/);
      expect(content.includes(pin), `${pin} in ${name}`).toBe(false);
      for (const reversible of [
        Buffer.from(pin).toString('base64').replaceAll('=', ''),
        Buffer.from(pin).toString('hex'),
        [...pin].reverse().join(''),
      ]) {
        expect(content.includes(reversible), `${reversible} in ${name}`).toBe(false);
      }
    }
  }
});

test('the digest needs the key, and the hash needs it too', async () => {
  const other = Buffer.alloc(32, 8);
  expect(pinDigest(key, MARCO)).not.toBe(pinDigest(other, MARCO));
  const stored = await hashPin(key, MARCO, cost);
  expect(await verifyPin(key, MARCO, stored)).toBe(true);
  expect(await verifyPin(key, '220023', stored)).toBe(false);
  expect(await verifyPin(other, MARCO, stored)).toBe(false);
  await expect(verifyPin(key, MARCO, { ...stored, hash: 'plain:246802' })).rejects.toThrow('not readable');
});

test('the cost in effect is what OWASP asks for, and fits in memory', async () => {
  expect(DEFAULT_COST.logN).toBe(17);
  const stored = await hashPin(key, MARCO);
  expect(await verifyPin(key, MARCO, stored)).toBe(true);
});

test('five wrong PINs in a row lock the keypad for half a minute; a right one costs none and ends the row', async () => {
  const { check, lock, time } = await run();
  for (let left = TRIES - 1; left > 0; left -= 1) {
    expect(await check(WRONG)).toEqual({ ok: false, error: { code: 'wrong-pin', triesLeft: left } });
  }
  expect(await check(WRONG)).toMatchObject({ ok: false, error: { code: 'pin-locked', leftMs: ROW_LOCK_MS } });
  expect(await check(MARCO)).toMatchObject({ ok: false, error: { code: 'pin-locked' } });
  await time.pass(ROW_LOCK_MS);
  for (let n = 0; n < 10; n += 1) expect(await check(MARCO)).toMatchObject({ ok: true });
  await time.pass(3_600_000);
  for (let n = 1; n < TRIES; n += 1) await check(WRONG);
  expect(await check(MARCO)).toMatchObject({ ok: true });
  expect(await check(WRONG)).toMatchObject({ error: { code: 'wrong-pin' } });
  await time.pass(3_600_000);
  expect(await check(MARCO)).toMatchObject({ ok: true });
  await lock();
  expect(await check(MARCO)).toMatchObject({ ok: false, error: { code: 'pin-locked' } });
});

test('the eighth in the hour locks it until there is one more: six minutes', async () => {
  const { check, lock, time } = await run();
  await lock();
  await time.pass(ROW_LOCK_MS);
  for (let left = IN_THE_HOUR - TRIES - 1; left > 0; left -= 1) {
    expect(await check(WRONG)).toEqual({ ok: false, error: { code: 'wrong-pin', triesLeft: left } });
    // A right one ends the row, and brings back none of the hour's.
    expect(await check(MARCO)).toMatchObject({ ok: true });
  }
  const leftMs = BACK_MS - ROW_LOCK_MS;
  expect(await check(WRONG)).toMatchObject({ error: { code: 'pin-locked', leftMs } });
  await time.pass(leftMs);
  expect(await check(MARCO)).toMatchObject({ ok: true });
  expect(await check(WRONG)).toMatchObject({ error: { code: 'pin-locked', leftMs: BACK_MS } });
});

test('guesses side by side are counted one by one', async () => {
  const { check } = await run();
  const answers = await Promise.all(Array.from({ length: 8 }, () => check(WRONG)));
  expect(answers.filter((a) => !a.ok && a.error.code === 'pin-locked')).toHaveLength(4);
});

test('a right PIN between the guesses buys none', async () => {
  const { check } = await run();
  for (let guesses = 1; guesses < IN_THE_HOUR; guesses += 1) {
    const triesLeft = Math.min(TRIES - 1, IN_THE_HOUR - guesses);
    expect(await check(WRONG)).toMatchObject({ error: { code: 'wrong-pin', triesLeft } });
    expect(await check(MARCO)).toMatchObject({ ok: true });
  }
  expect(await check(WRONG)).toMatchObject({ error: { code: 'pin-locked', leftMs: BACK_MS } });
});

test('switching the kiosk off and on brings no try back, for however long it was off', async () => {
  let now = createFakeTime().clock.now();
  for (let guesses = 1; guesses < TRIES; guesses += 1) {
    const kit = await run({ time: createFakeTime(now) });
    expect(await kit.check(WRONG)).toMatchObject({
      error: { code: 'wrong-pin', triesLeft: TRIES - guesses },
    });
    kit.db.close();
    now += 3_600_000;
  }
  const last = await run({ time: createFakeTime(now) });
  expect(await last.check(WRONG)).toMatchObject({ error: { code: 'pin-locked' } });
});

test('time that the kiosk ran counts over a restart in order', async () => {
  const first = await run();
  await first.lock();
  await first.time.pass(ROW_LOCK_MS - 1_000);
  first.staffService.keepTries();
  first.db.close();
  const second = await run();
  expect(second.staffService.lockedForMs()).toBe(1_000);
});

test('the lock survives a restart and a changed clock', async () => {
  for (const jump of [-365 * 86_400_000, 1_000, 365 * 86_400_000]) {
    const first = await run();
    await first.lock();
    first.db.close();
    const second = await run({ time: createFakeTime(first.time.clock.now() + jump) });
    expect(second.staffService.lockedForMs()).toBe(ROW_LOCK_MS);
    second.time.jump(jump);
    expect(await second.check(MARCO)).toMatchObject({ ok: false, error: { code: 'pin-locked' } });
    second.time.sleep(ROW_LOCK_MS);
    expect(await second.check(MARCO)).toMatchObject({ ok: true });
    await second.time.pass(3_600_000);
    second.staffService.keepTries();
    second.db.close();
  }
});

test('killed while a PIN is checked, the try still counts', async () => {
  const first = await run();
  for (let i = 0; i < TRIES - 1; i += 1) await first.check(WRONG);
  // The count is written before the check: this is what a kill in the middle leaves.
  first.lockout().begin();
  first.db.close();
  const second = await run({ time: createFakeTime(first.time.clock.now()) });
  expect(await second.check(MARCO)).toMatchObject({ ok: false, error: { code: 'pin-locked' } });
});

test('every failure and every lock is on record, and never what was typed', async () => {
  const { lines, lock } = await run();
  lines.length = 0;
  await lock();
  expect(lines.map(({ kind }) => kind)).toEqual([...Array(TRIES).fill('pin-failed'), 'locked-out']);
  expect(lines.at(-1)).toEqual({ kind: 'locked-out', where: 'sign-in', forMs: ROW_LOCK_MS });
  expect(JSON.stringify(lines)).not.toContain(WRONG);
});

test('a manager’s PIN opens the locked keypad, signs no one in, and brings no try back', async () => {
  const { staffService, lock, check, lines } = await run();
  await lock();
  expect(staffService.lockedForMs()).toBe(ROW_LOCK_MS);
  expect(await staffService.openKeypad(PRIYA)).toEqual({ ok: true, value: null });
  expect(lines.at(-1)).toMatchObject({ kind: 'lock-lifted', how: 'pin', by: { shortName: 'Priya N.' } });
  expect(staffService.lockedForMs()).toBe(0);
  expect(await check(MARCO)).toMatchObject({ ok: true });
  // The row is over; what the hour has left is what there is.
  const left = IN_THE_HOUR - TRIES;
  for (let n = left - 1; n > 0; n -= 1) {
    expect(await check(WRONG)).toEqual({ ok: false, error: { code: 'wrong-pin', triesLeft: n } });
  }
  expect(await check(WRONG)).toMatchObject({ error: { code: 'pin-locked', leftMs: BACK_MS } });
  // Opened again: those that were kept for it, and no more.
  expect(await staffService.openKeypad(PRIYA)).toEqual({ ok: true, value: null });
  for (let n = LIFT_TRIES - 1; n > 0; n -= 1) {
    expect(await check(WRONG)).toEqual({ ok: false, error: { code: 'wrong-pin', triesLeft: n } });
  }
  expect(await check(WRONG)).toMatchObject({ error: { code: 'pin-locked', leftMs: BACK_MS } });
  expect(await staffService.openKeypad(PRIYA)).toMatchObject({ error: { code: 'pin-locked' } });
});

test('opening is no way to guess: two tries, one answer for a wrong PIN and for a server’s', async () => {
  const { staffService, lock, time, check } = await run();
  await lock();
  const wrong = await staffService.openKeypad(WRONG);
  expect(wrong).toMatchObject({ ok: false, error: { code: 'keypad-not-opened', triesLeft: 1 } });
  const servers = await staffService.openKeypad(MARCO);
  expect(servers).toMatchObject({ ok: false, error: { code: 'keypad-not-opened', triesLeft: 0 } });
  for (let n = 0; n < 3; n += 1) {
    expect(await staffService.openKeypad(PRIYA)).toMatchObject({ ok: false, error: { code: 'pin-locked' } });
  }
  // The lock itself was not shortened by any of it. The next tries are of the hour, where three are left of ten.
  expect(staffService.lockedForMs()).toBe(ROW_LOCK_MS);
  await time.pass(ROW_LOCK_MS);
  expect(await check(WRONG)).toMatchObject({ error: { code: 'pin-locked', leftMs: BACK_MS - ROW_LOCK_MS } });
  expect(await staffService.openKeypad(WRONG)).toMatchObject({
    error: { code: 'keypad-not-opened', triesLeft: 1 },
  });
  expect(await staffService.openKeypad(WRONG)).toMatchObject({
    error: { code: 'keypad-not-opened', triesLeft: 0 },
  });
  expect(await staffService.openKeypad(PRIYA)).toMatchObject({ error: { code: 'pin-locked' } });
  await time.pass(BACK_MS);
  expect(await staffService.openKeypad(PRIYA)).toMatchObject({ ok: true });
});

test('the tries to open it survive a restart', async () => {
  const first = await run();
  await first.lock();
  for (let n = 0; n < LIFT_TRIES; n += 1) await first.staffService.openKeypad(WRONG);
  first.db.close();
  const second = await run({ time: createFakeTime(first.time.clock.now()) });
  expect(await second.staffService.openKeypad(PRIYA)).toMatchObject({ error: { code: 'pin-locked' } });
});

test('a signed-in manager opens the keypad from their own session', async () => {
  const { staffService, lock, who, lines, check } = await run();
  await lock();
  staffService.liftLock(who('Priya N.'));
  expect(lines.at(-1)).toMatchObject({ kind: 'lock-lifted', how: 'session' });
  expect(await check(MARCO)).toMatchObject({ ok: true });
});

test('with the keyring lost no one can sign in, the desk says so, and nothing is thrown away', async () => {
  const first = await run();
  first.db.close();
  const box = createFakeSecretBox();
  const broken = { ...box, open: () => Promise.reject(new Error('another user')) };
  const second = await run({ secretBox: broken });
  expect(await second.check(MARCO)).toEqual({ ok: false, error: { code: 'keys-lost' } });
  expect(await second.staffService.openKeypad(PRIYA)).toEqual({ ok: false, error: { code: 'keys-lost' } });
  second.db.close();
  const third = await run();
  expect(await third.check(MARCO)).toMatchObject({ ok: true });
});

test('a live kiosk on a PC that cannot seal is refused; one kept in the open is not believed there', async () => {
  const { loadKey } = await import('../../lib/sealed-key.ts');
  const kept = new Map<string, string>();
  const store = { get: (k: string) => kept.get(k) ?? null, set: (k: string, v: string) => kept.set(k, v) };
  const weak = createFakeSecretBox('weak');
  await expect(loadKey(store, weak, 'staffKey', false)).rejects.toThrow('cannot seal');
  expect(kept.size).toBe(0);
  expect(await loadKey(store, weak, 'staffKey', true)).toMatchObject({ ok: true });
  expect(await loadKey(store, weak, 'staffKey', false)).toEqual({ ok: false, error: 'lost' });
});

test('a disk that takes nothing any more does not keep the desk from stopping', async () => {
  const { staffService, db, check } = await run();
  await check(WRONG);
  db.close();
  expect(() => staffService.keepTries()).not.toThrow();
});
