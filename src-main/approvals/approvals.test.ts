import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { mustAsk, OPEN_RULES, openTestStaff } from '../testing/staff-kit.ts';

const APPROVAL_MS = OPEN_RULES.minutes * 60_000;

const MARCO = '246802';
const PRIYA = '975310';

let dir = '';
let path = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-approvals-'));
  path = join(dir, 'kiosk.db');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function run(options: Parameters<typeof openTestStaff>[1] = {}) {
  const kit = await openTestStaff(path, options);
  const marco = kit.who('Marco D.');
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
  kit.lines.length = 0;
  return { ...kit, approvals: mustAsk(kit.staffService.approvals), what };
}

test('an approval is for exactly what was asked, once; the second use is on record', async () => {
  const { approvals, what, recordSuspicious } = await run();
  const { approvalId } = approvals.ask(what);
  const granted = await approvals.grant(approvalId, PRIYA);
  expect(granted).toMatchObject({
    ok: true,
    value: { what, way: 'here', approver: { shortName: 'Priya N.' } },
  });
  expect(await approvals.grant(approvalId, PRIYA)).toEqual({ ok: false, error: { code: 'approval-gone' } });
  expect(recordSuspicious).toEqual(['approve: approval used already']);
});

test('one that was never asked for is on record', async () => {
  const { approvals, recordSuspicious } = await run();
  expect(await approvals.grant('made-up', PRIYA)).toEqual({ ok: false, error: { code: 'approval-gone' } });
  expect(recordSuspicious).toEqual(['approve: approval never asked for']);
});

test.each([
  ['is no manager any more', { role: 'server' }],
  ['may not sign in any more', { active: false }],
] as const)('a manager who %s when their PIN has been checked approves nothing', async (_, to) => {
  const { approvals, what, staffService, who, kinds } = await run();
  const { admin } = staffService;
  const lee = { shortName: 'Lee W.', role: 'manager', employeeGuid: null } as const;
  const added = await admin.add(who('Priya N.'), lee, '730194');
  if (!added.ok) throw new Error(added.error.code);
  const { approvalId } = approvals.ask(what);
  const granting = approvals.grant(approvalId, '730194');
  // The hash is under way on another thread: it cannot be done before this turn of the loop is.
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  admin.change(who('Priya N.'), added.value.member.id, to);
  expect(await granting).toMatchObject({ ok: false });
  expect(kinds()).not.toContain('approval-granted');
  expect(await approvals.grant(approvalId, PRIYA)).toMatchObject({ ok: true });
});

test('two taps on Approve grant once', async () => {
  const { approvals, what } = await run();
  const { approvalId } = approvals.ask(what);
  const both = await Promise.all([approvals.grant(approvalId, PRIYA), approvals.grant(approvalId, PRIYA)]);
  expect(both.filter((answer) => answer.ok)).toHaveLength(1);
});

test('a server cannot approve, nor a wrong PIN; the request stays open for the manager', async () => {
  const { approvals, what, kinds } = await run();
  const { approvalId } = approvals.ask(what);
  expect(await approvals.grant(approvalId, MARCO)).toEqual({
    ok: false,
    error: { code: 'approver-not-manager' },
  });
  expect(await approvals.grant(approvalId, '111111')).toMatchObject({ error: { code: 'wrong-pin' } });
  expect(await approvals.grant(approvalId, PRIYA)).toMatchObject({ ok: true });
  expect(kinds()).toEqual(['approval-asked', 'approval-refused', 'pin-failed']);
});

test('no one approves their own, unless the restaurant allows it', async () => {
  for (const own of [false, true]) {
    const { approvals, what, who, db, signIn } = await run({ rules: { ...OPEN_RULES, own } });
    signIn(who('Priya N.'));
    const { approvalId } = approvals.ask({ ...what, asker: who('Priya N.') });
    const answer = await approvals.grant(approvalId, PRIYA);
    if (own) expect(answer).toMatchObject({ ok: true });
    else expect(answer).toEqual({ ok: false, error: { code: 'approver-is-giver' } });
    db.close();
  }
});

test('a manager who was deactivated meanwhile cannot approve', async () => {
  const { approvals, what, staffService, who } = await run();
  await staffService.admin.add(
    who('Priya N.'),
    { shortName: 'Lee W.', role: 'manager', employeeGuid: null },
    '730194',
  );
  staffService.admin.change(who('Priya N.'), who('Lee W.').id, { active: false });
  const { approvalId } = approvals.ask(what);
  expect(await approvals.grant(approvalId, '730194')).toMatchObject({ error: { code: 'wrong-pin' } });
});

test('it lapses after its time, by a clock no one can set, and that is on record', async () => {
  const { approvals, time, what, lines, recordSuspicious } = await run();
  const { approvalId } = approvals.ask(what);
  time.jump(-86_400_000);
  await time.pass(APPROVAL_MS);
  expect(lines.at(-1)).toEqual({ kind: 'approval-expired', approvalId });
  expect(await approvals.grant(approvalId, PRIYA)).toEqual({ ok: false, error: { code: 'approval-gone' } });
  // A screen of ours may well ask for one that ran out.
  expect(recordSuspicious).toEqual([]);
  expect(lines.filter(({ kind }) => kind === 'approval-expired')).toHaveLength(1);
});

test('no one declines what someone else asked for; it stays open, and that is on record', async () => {
  const { approvals, what, who, recordSuspicious } = await run();
  const { approvalId } = approvals.ask(what);
  expect(approvals.decline(approvalId, who('Sam T.'), null)).toBe(false);
  expect(recordSuspicious).toEqual(['declineApproval: asked for by somebody else']);
  expect(await approvals.grant(approvalId, PRIYA)).toMatchObject({ ok: true });
});

test('asking again for the form, or declining, ends it; signing out does not', async () => {
  const { approvals, what, lines, signIn } = await run();
  const first = approvals.ask(what);
  const second = approvals.ask({ ...what, amount: cents(9_900) });
  expect(await approvals.grant(first.approvalId, PRIYA)).toMatchObject({ ok: false });
  expect(approvals.decline(second.approvalId, what.asker, null)).toBe(true);
  expect(lines.at(-1)).toMatchObject({ kind: 'approval-refused', why: 'declined' });
  expect(await approvals.grant(second.approvalId, PRIYA)).toMatchObject({ ok: false });
  // Nothing to tell the person who did it.
  expect(approvals.endedFor(what.asker)).toEqual([]);
  const third = approvals.ask(what);
  signIn(null);
  expect(await approvals.grant(third.approvalId, PRIYA)).toMatchObject({ ok: true });
});

test('several wait at once, the one with the least time left first; others see only their own', async () => {
  const { approvals, what, who, time } = await run();
  const first = approvals.ask(what);
  await time.pass(1_000);
  const second = approvals.ask({ ...what, creditId: 'credit-2' });
  expect(approvals.holds('credit-1') && approvals.holds('credit-2')).toBe(true);
  const ids = (name: string) => approvals.openFor(who(name)).map(({ approvalId }) => approvalId);
  expect(ids('Priya N.')).toEqual([first.approvalId, second.approvalId]);
  expect(ids('Marco D.')).toEqual(ids('Priya N.'));
  expect(ids('Sam T.')).toEqual([]);
  expect(approvals.summary(who('Sam T.'))).toEqual({ open: 0, answered: null });
  expect(approvals.summary(null)).toEqual({ open: 2, answered: null });
  const granted = await approvals.grant(second.approvalId, PRIYA);
  if (!granted.ok) throw new Error(granted.error.code);
  approvals.conclude(granted.value, 'approved', who('Priya N.'));
  expect(ids('Priya N.')).toEqual([first.approvalId]);
});

test('what a manager declines is told to the person who asked, once, with the reason', async () => {
  const { approvals, what, who, lines } = await run();
  const { approvalId } = approvals.ask(what);
  expect(approvals.decline(approvalId, who('Priya N.'), 'helped-already')).toBe(true);
  expect(lines.at(-1)).toMatchObject({ kind: 'approval-refused', why: 'declined', said: 'helped-already' });
  expect(approvals.summary(what.asker)).toMatchObject({ open: 0, answered: { count: 1, how: 'declined' } });
  expect(approvals.endedFor(what.asker)).toMatchObject([{ by: 'Priya N.', why: 'helped-already' }]);
  expect(approvals.endedFor(who('Sam T.'))).toEqual([]);
  approvals.seen(what.asker);
  expect(approvals.summary(what.asker).answered).toBeNull();
});

test('a request that could not be saved waits again, and is approved once', async () => {
  const { approvals, what, recordSuspicious } = await run();
  const { approvalId } = approvals.ask(what);
  const first = await approvals.grant(approvalId, PRIYA);
  if (!first.ok) throw new Error(first.error.code);
  // While it is being accepted no other tap takes it.
  expect(await approvals.grant(approvalId, PRIYA)).toMatchObject({ ok: false });
  expect(recordSuspicious).toEqual(['approve: approval used already']);
  approvals.conclude(first.value, 'open', what.asker);
  const second = await approvals.grant(approvalId, PRIYA);
  if (!second.ok) throw new Error(second.error.code);
  approvals.conclude(second.value, 'approved', what.asker);
  expect(await approvals.grant(approvalId, PRIYA)).toMatchObject({ ok: false });
});

test('who was taken off the list meanwhile is given nothing in their name', async () => {
  const { approvals, what, staffService, who, lines } = await run();
  const { approvalId } = approvals.ask(what);
  staffService.admin.remove(who('Priya N.'), what.asker.id);
  expect(await approvals.grant(approvalId, PRIYA)).toEqual({ ok: false, error: { code: 'approval-gone' } });
  expect(lines.at(-1)).toEqual({ kind: 'approval-expired', approvalId, why: 'giver' });
});

test('who has another role now asks with it; the name stays as it was', async () => {
  const { approvals, what, staffService, who } = await run();
  const { approvalId } = approvals.ask(what);
  staffService.admin.change(who('Priya N.'), what.asker.id, { role: 'host', shortName: 'Marco V.' });
  expect(await approvals.grant(approvalId, PRIYA)).toMatchObject({
    value: { what: { asker: { shortName: 'Marco D.', role: 'host' } } },
  });
});

test('after 80 hours of sleep it is over at the first look, before any timer', async () => {
  const { approvals, time, what, who } = await run();
  const { approvalId } = approvals.ask(what);
  time.sleep(80 * 3_600_000);
  expect(approvals.openFor(who('Priya N.'))).toEqual([]);
  expect(await approvals.grant(approvalId, PRIYA)).toEqual({ ok: false, error: { code: 'approval-gone' } });
  expect(approvals.endedFor(what.asker)).toMatchObject([{ how: 'expired', by: null }]);
});

test('a clock that is set shortens and lengthens nothing, and the time shown goes by it', async () => {
  const { approvals, time, what } = await run();
  approvals.ask(what);
  for (const by of [86_400_000, -2 * 86_400_000]) {
    time.jump(by);
    expect(approvals.openFor(what.asker)[0]?.expiresAt).toBe(time.clock.now() + APPROVAL_MS);
  }
});

test('more than forty are not accepted, and none is lost for it', async () => {
  const { staffService, what } = await run();
  const { approvals } = staffService;
  for (let n = 0; n < 40; n += 1) expect(approvals.ask({ ...what, creditId: `credit-${n}` }).ok).toBe(true);
  expect(approvals.ask({ ...what, creditId: 'credit-40' })).toEqual({
    ok: false,
    error: { code: 'approvals-full', most: 40 },
  });
  // Asking again for a form that waits takes its place.
  expect(approvals.ask({ ...what, creditId: 'credit-7', amount: cents(2_000) }).ok).toBe(true);
  expect(approvals.openFor(what.asker)).toHaveLength(40);
});

test('a kiosk that takes over the requests keeps their time', async () => {
  const first = await run();
  first.approvals.ask(first.what);
  await first.time.pass(60_000);
  const carried = first.approvals.carry();
  first.approvals.stop();
  first.db.close();
  const second = await run({ time: first.time, requests: carried });
  await second.time.pass(APPROVAL_MS - 60_001);
  expect(second.approvals.openFor(second.what.asker)).toMatchObject([{ creditId: 'credit-1' }]);
  await second.time.pass(1);
  expect(second.approvals.openFor(second.what.asker)).toEqual([]);
});

test('where the disk takes no line, a request ends when its time is over nevertheless', async () => {
  const { approvals, time, what, lines } = await run();
  approvals.ask(what);
  lines.push = () => {
    throw new Error('database or disk is full');
  };
  await time.pass(APPROVAL_MS);
  expect(approvals.openFor(what.asker)).toEqual([]);
});

test('a request is approved on the screen of the person who asked, or a manager’s, and on no one else’s', async () => {
  const { approvals, what, who, signIn, recordSuspicious } = await run();
  const { approvalId } = approvals.ask(what);
  signIn(who('Sam T.'));
  expect(await approvals.grant(approvalId, PRIYA)).toEqual({ ok: false, error: { code: 'approval-gone' } });
  expect(recordSuspicious).toEqual(['approve: asked for by somebody else']);
  signIn(who('Priya N.'));
  expect(await approvals.grant(approvalId, PRIYA)).toMatchObject({ ok: true });
});
