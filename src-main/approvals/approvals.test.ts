import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { openBooks } from '../storage/open-books.ts';
import { createFakeIds, createFakeTime, type FakeTime } from '../testing/fakes.ts';
import { APPROVAL_MS, createApprovals } from './approvals.ts';
import { createLockout, TRIES } from './lockout.ts';
import { createPinCheck } from './pin-check.ts';
import { DEFAULT_COST, hashPin, pinDigest, verifyPin } from './pin-hash.ts';
import { createRoster } from './roster.ts';

const key = Buffer.alloc(32, 7);
/** Cheap on purpose: what is tested here is not how long scrypt takes. */
const cost = { logN: 4 };

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-staff-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function run(time: FakeTime = createFakeTime()) {
  const opened = openBooks(join(dir, 'kiosk.db'), 'training');
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  const ids = createFakeIds();
  const roster = createRoster(db, ids, key, cost);
  if (!roster.byPin('220022')) {
    await roster.add({ shortName: 'Marco D.', role: 'server', pin: '220022' });
    await roster.add({ shortName: 'Priya N.', role: 'manager', pin: '440044' });
  }
  const lockout = createLockout(db, time.clock, 'front');
  const decoy = await hashPin(key, 'nobody', cost);
  const checkPin = createPinCheck({ roster, lockout, clock: time.clock, key, decoy });
  return { db, roster, checkPin, time, approvals: createApprovals(time.clock, ids, checkPin) };
}

test('a PIN finds its owner; no digits of it are in the file', async () => {
  const { checkPin, db } = await run();
  expect(await checkPin('220022')).toMatchObject({
    ok: true,
    value: { shortName: 'Marco D.', role: 'server' },
  });
  const all = JSON.stringify(db.all('SELECT * FROM staff'));
  expect(all).not.toContain('220022');
  expect(all).not.toContain('440044');
});

test('two people cannot have one PIN', async () => {
  const { roster } = await run();
  await expect(roster.add({ shortName: 'Sam T.', role: 'server', pin: '220022' })).rejects.toThrow(/UNIQUE/);
});

test('the digest needs the key, and the hash needs it too', async () => {
  const other = Buffer.alloc(32, 8);
  expect(pinDigest(key, '220022')).not.toBe(pinDigest(other, '220022'));
  const stored = await hashPin(key, '220022', cost);
  expect(await verifyPin(key, '220022', stored)).toBe(true);
  expect(await verifyPin(key, '220023', stored)).toBe(false);
  expect(await verifyPin(other, '220022', stored)).toBe(false);
  await expect(verifyPin(key, '220022', { ...stored, hash: 'plain:220022' })).rejects.toThrow('not readable');
});

test('the cost in force is what OWASP asks for, and fits in memory', async () => {
  expect(DEFAULT_COST.logN).toBe(17);
  const stored = await hashPin(key, '220022');
  expect(await verifyPin(key, '220022', stored)).toBe(true);
});

test('five wrong PINs lock the keypad, then twice as long; a right one starts again', async () => {
  const { checkPin, time } = await run();
  for (let left = TRIES - 1; left > 0; left -= 1) {
    expect(await checkPin('000000')).toEqual({ ok: false, error: { code: 'wrong-pin', triesLeft: left } });
  }
  expect(await checkPin('000000')).toMatchObject({
    ok: false,
    error: { code: 'pin-locked', leftMs: 30_000 },
  });
  expect(await checkPin('220022')).toMatchObject({ ok: false, error: { code: 'pin-locked' } });
  await time.pass(30_000);
  for (let i = 0; i < TRIES - 1; i += 1) await checkPin('000000');
  expect(await checkPin('000000')).toMatchObject({
    ok: false,
    error: { code: 'pin-locked', leftMs: 60_000 },
  });
  await time.pass(60_000);
  expect(await checkPin('220022')).toMatchObject({ ok: true });
  expect(await checkPin('000000')).toEqual({ ok: false, error: { code: 'wrong-pin', triesLeft: TRIES - 1 } });
});

test('guesses side by side are counted one by one', async () => {
  const { checkPin } = await run();
  const answers = await Promise.all(Array.from({ length: 8 }, () => checkPin('000000')));
  expect(answers.filter((a) => !a.ok && a.error.code === 'pin-locked')).toHaveLength(4);
});

test('the lock survives a restart and a changed clock', async () => {
  for (const jump of [-365 * 86_400_000, 1_000]) {
    const first = await run();
    for (let i = 0; i < TRIES; i += 1) await first.checkPin('000000');
    first.db.close();
    const second = await run(createFakeTime(first.time.clock.now() + jump));
    const answer = await second.checkPin('220022');
    expect(answer).toMatchObject({ ok: false, error: { code: 'pin-locked' } });
    await second.time.pass(30_000);
    expect(await second.checkPin('220022')).toMatchObject({ ok: true });
    second.db.close();
  }
});

test('killed while a PIN is checked, the try still counts', async () => {
  const first = await run();
  for (let i = 0; i < TRIES - 1; i += 1) await first.checkPin('000000');
  // The count is written before the check: this is what a kill in the middle leaves.
  const lockout = createLockout(first.db, first.time.clock, 'front');
  lockout.beginTry();
  first.db.close();
  const second = await run(createFakeTime(first.time.clock.now()));
  expect(await second.checkPin('220022')).toMatchObject({ ok: false, error: { code: 'pin-locked' } });
});

const marco = { id: 'marco', shortName: 'Marco D.', role: 'server' } as const;
const what = {
  creditId: 'credit-1',
  guestId: 'guest-1',
  amount: cents(1_500),
  reasonId: 'long-wait',
  note: '',
  asker: marco,
};

test('an approval is for exactly what was asked, once', async () => {
  const { approvals } = await run();
  const { approvalId } = approvals.ask(what);
  const granted = await approvals.grant(approvalId, '440044');
  expect(granted).toMatchObject({ ok: true, value: { what, approver: { shortName: 'Priya N.' } } });
  expect(await approvals.grant(approvalId, '440044')).toEqual({
    ok: false,
    error: { code: 'approval-gone' },
  });
});

test('two taps on Approve grant once', async () => {
  const { approvals } = await run();
  const { approvalId } = approvals.ask(what);
  const both = await Promise.all([
    approvals.grant(approvalId, '440044'),
    approvals.grant(approvalId, '440044'),
  ]);
  expect(both.filter((answer) => answer.ok)).toHaveLength(1);
});

test('a server cannot approve, nor a wrong PIN; the request stays open for the manager', async () => {
  const { approvals } = await run();
  const { approvalId } = approvals.ask(what);
  expect(await approvals.grant(approvalId, '220022')).toEqual({
    ok: false,
    error: { code: 'approver-not-manager' },
  });
  expect(await approvals.grant(approvalId, '111111')).toMatchObject({ error: { code: 'wrong-pin' } });
  expect(await approvals.grant(approvalId, '440044')).toMatchObject({ ok: true });
});

test('nobody approves their own', async () => {
  const { approvals, roster } = await run();
  const priya = roster.byPin('440044')?.staff ?? marco;
  const { approvalId } = approvals.ask({ ...what, asker: priya });
  expect(await approvals.grant(approvalId, '440044')).toEqual({
    ok: false,
    error: { code: 'approver-is-giver' },
  });
});

test('it lapses after two minutes, by a clock nobody can set', async () => {
  const { approvals, time } = await run();
  const first = approvals.ask(what);
  time.jump(-86_400_000);
  await time.pass(APPROVAL_MS);
  expect(await approvals.grant(first.approvalId, '440044')).toEqual({
    ok: false,
    error: { code: 'approval-gone' },
  });
});

test('asking for something else, ending it, or signing out ends it', async () => {
  const { approvals } = await run();
  const first = approvals.ask(what);
  const second = approvals.ask({ ...what, amount: cents(9_900) });
  expect(await approvals.grant(first.approvalId, '440044')).toMatchObject({ ok: false });
  approvals.end(second.approvalId);
  expect(await approvals.grant(second.approvalId, '440044')).toMatchObject({ ok: false });
  const third = approvals.ask(what);
  approvals.endAll();
  expect(await approvals.grant(third.approvalId, '440044')).toMatchObject({ ok: false });
});
