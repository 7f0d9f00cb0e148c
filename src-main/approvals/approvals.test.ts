import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { OPEN_RULES, openTestStaff } from '../testing/staff-kit.ts';
import { APPROVAL_MS } from './approvals.ts';

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
  return { ...kit, approvals: kit.staffService.approvals, what };
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
    const { approvals, what, who, db } = await run({ rules: { ...OPEN_RULES, own } });
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

test('it lapses after two minutes, by a clock no one can set, and that is on record', async () => {
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
  expect(approvals.decline(approvalId, who('Sam T.'))).toBe(false);
  expect(recordSuspicious).toEqual(['declineApproval: asked for by somebody else']);
  expect(await approvals.grant(approvalId, PRIYA)).toMatchObject({ ok: true });
});

test('asking for something else, declining it, or signing out ends it', async () => {
  const { approvals, what, lines } = await run();
  const first = approvals.ask(what);
  const second = approvals.ask({ ...what, amount: cents(9_900) });
  expect(await approvals.grant(first.approvalId, PRIYA)).toMatchObject({ ok: false });
  expect(approvals.decline(second.approvalId, what.asker)).toBe(true);
  expect(lines.at(-1)).toMatchObject({ kind: 'approval-refused', why: 'declined' });
  expect(await approvals.grant(second.approvalId, PRIYA)).toMatchObject({ ok: false });
  const third = approvals.ask(what);
  approvals.endAll();
  expect(await approvals.grant(third.approvalId, PRIYA)).toMatchObject({ ok: false });
});
