import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { createRng } from '../sandbox/data/rng.ts';
import { IN_A_ROW, ROW_LOCK_MS } from '../staff/pins/lockout.ts';
import { createFakeTime } from '../testing/fakes.ts';
import { MAX_PER_HOUR } from '../testing/guess-histories.ts';
import { keyring } from '../testing/keyring.ts';
import { mustAsk, OPEN_RULES, openTestStaff } from '../testing/staff-kit.ts';

const STEP = 30_000;
let dir = '';
let path = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-codes-'));
  path = join(dir, 'kiosk.db');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** An authenticator, as it is on a phone: it has the key and a clock, and nothing else. */
function authenticator(key: string) {
  const totp = new TOTP({ secret: Secret.fromBase32(key.replaceAll(' ', '')), digits: 6, period: 30 });
  return (at: number) => totp.generate({ timestamp: at });
}

async function run(options: Parameters<typeof openTestStaff>[1] = {}) {
  // The middle of a step, so that no test depends on where one ends.
  const time =
    options.time ?? createFakeTime(Math.ceil(Date.UTC(2026, 10, 21, 23, 0) / STEP) * STEP + 10_000);
  const kit = await openTestStaff(path, { ...options, time });
  const { staffService } = kit;
  const priya = kit.who('Priya N.');
  const marco = kit.who('Marco D.');
  const enrol = async () => {
    const { enrolId, key } = staffService.codes.begin(priya, 'Bellwether');
    const code = authenticator(key);
    const confirmed = await staffService.codes.confirm(enrolId, code(time.clock.now()), priya);
    if (!confirmed.ok) throw new Error(confirmed.error.code);
    return { code, key };
  };
  const what = {
    creditId: 'credit-1',
    guestId: 'guest-1',
    amount: cents(1_500),
    reasonId: 'long-wait',
    note: '',
    asker: marco,
    rule: 'alone',
    limit: cents(1_000),
  } as const;
  kit.signIn(marco);
  return { ...kit, time, priya, marco, enrol, what, approvals: mustAsk(staffService.approvals) };
}

test('the QR code holds what every authenticator reads', async () => {
  const { staffService, priya } = await run();
  const { modules, key } = staffService.codes.begin(priya, 'Bellwether');
  expect(modules.length).toBe(modules[0]?.length);
  expect(modules.join('')).toMatch(/^[01]+$/);
  // A finder pattern in three corners.
  for (const corner of [modules[0]?.slice(0, 7), modules[0]?.slice(-7), modules.at(-1)?.slice(0, 7)]) {
    expect(corner).toBe('1111111');
  }
  // 160 bits, as RFC 4226 recommends for the secret.
  expect(Secret.fromBase32(key.replaceAll(' ', '')).bytes).toHaveLength(20);
});

test('a code from elsewhere approves exactly the request on the screen, once', async () => {
  const { enrol, approvals, what, time, priya, recordSuspicious } = await run();
  const { code } = await enrol();
  await time.pass(STEP);
  const { approvalId } = approvals.ask(what);
  expect(approvals.byCode(what)).toEqual([priya]);
  const now = code(time.clock.now());
  expect(await approvals.grantByCode(approvalId, priya.id, now)).toMatchObject({
    ok: true,
    value: { what, approver: priya, way: 'code' },
  });
  expect(await approvals.grantByCode(approvalId, priya.id, now)).toMatchObject({
    error: { code: 'approval-gone' },
  });
  expect(recordSuspicious).toEqual(['approveByCode: approval used already']);
  // Nor does it approve anything else.
  const next = approvals.ask({ ...what, creditId: 'credit-2' });
  expect(await approvals.grantByCode(next.approvalId, priya.id, now)).toEqual({
    ok: false,
    error: { code: 'code-used' },
  });
});

test('after a newer key of the system and one code, an authenticator works without the old key', async () => {
  const first = await run({ secretBox: keyring('old') });
  const { code } = await first.enrol();
  first.db.close();
  for (const keys of [['old', 'new'], ['new']]) {
    await first.time.pass(STEP);
    const { approvals, what, priya, db } = await run({ time: first.time, secretBox: keyring(...keys) });
    const { approvalId } = approvals.ask(what);
    const now = code(first.time.clock.now());
    expect(await approvals.grantByCode(approvalId, priya.id, now), keys.join()).toMatchObject({ ok: true });
    db.close();
  }
});

test('the code that proved the authenticator approves nothing, nor does an older one', async () => {
  const { enrol, approvals, what, time, priya } = await run();
  const { code } = await enrol();
  const { approvalId } = approvals.ask(what);
  const at = time.clock.now();
  for (const used of [at, at - STEP]) {
    expect(await approvals.grantByCode(approvalId, priya.id, code(used))).toEqual({
      ok: false,
      error: { code: 'code-used' },
    });
  }
});

test.each([
  [-2, 'wrong-code'],
  [-1, null],
  [0, null],
  [1, null],
  [2, 'wrong-code'],
])('a code %d steps away: %s', async (steps, error) => {
  const { enrol, approvals, what, time, priya } = await run();
  const { code } = await enrol();
  await time.pass(10 * STEP);
  const { approvalId } = approvals.ask(what);
  const answer = await approvals.grantByCode(approvalId, priya.id, code(time.clock.now() + steps * STEP));
  if (error === null) expect(answer.ok).toBe(true);
  else expect(answer).toMatchObject({ ok: false, error: { code: error } });
});

test('a used code stays used over a restart, and when the clock is set back', async () => {
  const first = await run();
  const { code } = await first.enrol();
  await first.time.pass(STEP);
  const used = first.time.clock.now();
  const one = first.approvals.ask(first.what);
  expect(await first.approvals.grantByCode(one.approvalId, first.priya.id, code(used))).toMatchObject({
    ok: true,
  });
  first.db.close();
  const second = await run({ time: createFakeTime(used) });
  const two = second.approvals.ask(second.what);
  expect(await second.approvals.grantByCode(two.approvalId, second.priya.id, code(used))).toEqual({
    ok: false,
    error: { code: 'code-used' },
  });
  second.time.jump(-10 * STEP);
  expect(
    await second.approvals.grantByCode(two.approvalId, second.priya.id, code(second.time.clock.now())),
  ).toEqual({ ok: false, error: { code: 'code-used' } });
});

test('five wrong codes lock codes, for every manager, and the keypad with them', async () => {
  const { enrol, approvals, what, time, priya, staffService, lines } = await run();
  const { code } = await enrol();
  await time.pass(STEP);
  const { approvalId } = approvals.ask(what);
  const right = code(time.clock.now());
  const wrong = right === '918273' ? '918274' : '918273';
  for (let n = 1; n < IN_A_ROW; n += 1) {
    expect(await approvals.grantByCode(approvalId, priya.id, wrong)).toEqual({
      ok: false,
      error: { code: 'wrong-code', triesLeft: IN_A_ROW - n },
    });
  }
  expect(await approvals.grantByCode(approvalId, priya.id, wrong)).toMatchObject({
    error: { code: 'code-locked', leftMs: ROW_LOCK_MS },
  });
  expect(await approvals.grantByCode(approvalId, priya.id, right)).toMatchObject({
    error: { code: 'code-locked' },
  });
  expect(lines.at(-1)).toMatchObject({ kind: 'locked-out', where: 'approval-by-code' });
  expect(JSON.stringify(lines)).not.toContain(wrong);
  expect(staffService.lockedForMs()).toBe(ROW_LOCK_MS);
  expect(await approvals.grant(approvalId, '975310')).toMatchObject({ error: { code: 'pin-locked' } });
  await time.pass(ROW_LOCK_MS);
  expect(await approvals.grant(approvalId, '975310')).toMatchObject({ ok: true });
});

test('wrong codes and wrong PINs together are at most 20 in any hour, among right ones, openings and restarts', async () => {
  const rng = createRng(7).next;
  let kit = await run();
  const key = (await kit.enrol()).key;
  const code = authenticator(key);
  const failedAt: { at: number; where: string }[] = [];
  let trueMs = 0;
  let told = 0;
  for (let step = 0; step < 1_500; step += 1) {
    const { staffService, approvals, priya, what, time } = kit;
    const roll = rng();
    if (roll < 0.45) {
      const { approvalId } = approvals.ask(what);
      const right = code(time.clock.now());
      await approvals.grantByCode(approvalId, priya.id, right === '918273' ? '918274' : '918273');
    } else if (roll < 0.7) await staffService.checkPin('000111', 'sign-in');
    else if (roll < 0.75) await staffService.openKeypad('975310');
    else if (roll < 0.8) await staffService.checkPin('975310', 'sign-in');
    else if (roll < 0.85) {
      const { approvalId } = approvals.ask(what);
      await approvals.grantByCode(approvalId, priya.id, code(time.clock.now()));
    } else if (roll < 0.88) {
      if (rng() < 0.5) staffService.keepTries();
      kit.db.close();
      kit = await run({ time: createFakeTime(time.clock.now() + Math.floor(rng() * 48) * STEP) });
      told = 0;
      continue;
    } else {
      const ms = Math.floor(rng() * 20 * 60_000);
      trueMs += ms;
      await time.pass(ms);
    }
    for (const line of kit.lines.slice(told)) {
      if (line.kind === 'pin-failed') failedAt.push({ at: trueMs, where: line.where });
    }
    told = kit.lines.length;
  }
  kit.db.close();
  const inHour = failedAt.map(({ at }) =>
    failedAt.filter((each) => each.at >= at && each.at <= at + 3_600_000),
  );
  expect(new Set(failedAt.map(({ where }) => where))).toEqual(new Set(['approval-by-code', 'sign-in']));
  const most = Math.max(...inHour.map(({ length }) => length));
  expect(most).toBeGreaterThan(10);
  expect(most).toBeLessThanOrEqual(MAX_PER_HOUR);
});

test('codes side by side are looked at one by one: one of two taps is granted', async () => {
  const { enrol, approvals, what, time, priya } = await run();
  const { code } = await enrol();
  await time.pass(STEP);
  const { approvalId } = approvals.ask(what);
  const now = code(time.clock.now());
  const both = await Promise.all([
    approvals.grantByCode(approvalId, priya.id, now),
    approvals.grantByCode(approvalId, priya.id, now),
  ]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
});

test.each([
  ['above the restaurant’s limit', { byCode: { most: cents(1_499), managers: 'enrolled' } }],
  ['where the restaurant allows none', { byCode: { most: cents(0), managers: 'enrolled' } }],
  ['by a manager who is not listed', { byCode: { most: cents(9_999), managers: ['Lee W.'] } }],
] as const)('not %s', async (_what, part) => {
  const { enrol, approvals, what, time, priya, lines } = await run({ rules: { ...OPEN_RULES, ...part } });
  const { code } = await enrol();
  await time.pass(STEP);
  const { approvalId } = approvals.ask(what);
  expect(approvals.byCode(what)).toEqual([]);
  expect(await approvals.grantByCode(approvalId, priya.id, code(time.clock.now()))).toMatchObject({
    error: { code: 'code-not-allowed' },
  });
  expect(lines.at(-1)).toMatchObject({ kind: 'approval-refused', why: 'not-by-code' });
});

test('by a manager the restaurant names, by name or by employee GUID', async () => {
  const guid = '7d9c1f0e-0000-4000-8000-00000000abcd';
  for (const named of ['priya n.', '\uff30riya\u00a0 N.', guid]) {
    const kit = await run({
      rules: { minutes: 15, own: false, byCode: { most: cents(9_999), managers: [named] } },
    });
    await kit.enrol();
    kit.staffService.admin.change(kit.priya, kit.priya.id, { employeeGuid: guid.toUpperCase() });
    expect(kit.approvals.byCode(kit.what)).toEqual([kit.priya]);
    kit.db.close();
    rmSync(path);
  }
});

test('not for the manager’s own credit, and not once the authenticator was taken away', async () => {
  const { enrol, approvals, what, priya, staffService } = await run();
  await enrol();
  expect(approvals.byCode({ ...what, asker: priya })).toEqual([]);
  staffService.admin.dropCode(priya, priya.id);
  expect(approvals.byCode(what)).toEqual([]);
});

test('an enrolment is proven by a first code, belongs to one manager, and ends', async () => {
  const { staffService, priya, marco, time } = await run();
  const { enrolId, key } = staffService.codes.begin(priya, 'Bellwether');
  const code = authenticator(key);
  const wrong = code(time.clock.now()) === '918273' ? '918274' : '918273';
  expect(await staffService.codes.confirm(enrolId, wrong, priya)).toMatchObject({
    error: { code: 'wrong-code' },
  });
  expect(await staffService.codes.confirm(enrolId, code(time.clock.now()), marco)).toEqual({
    ok: false,
    error: { code: 'enrolment-gone' },
  });
  await time.pass(10 * 60_000);
  expect(await staffService.codes.confirm(enrolId, code(time.clock.now()), priya)).toEqual({
    ok: false,
    error: { code: 'enrolment-gone' },
  });
  expect(staffService.admin.list().every(({ codeSince }) => codeSince === null)).toBe(true);
});

test('the secret is sealed: it is in no file as it was shown', async () => {
  const { enrol, db } = await run();
  const { key } = await enrol();
  db.close();
  const content = readFileSync(path, 'latin1');
  const bare = key.replaceAll(' ', '');
  const bytes = Buffer.from(Secret.fromBase32(bare).bytes);
  for (const form of [
    bare,
    bare.toLowerCase(),
    bytes.toString('hex'),
    bytes.toString('base64'),
    bytes.toString('latin1'),
  ]) {
    expect(content.includes(form)).toBe(false);
  }
});
