import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { compose } from '../compose.ts';
import { configSchema } from '../settings/schema.ts';
import { pinOf } from '../testing/compose-kit.ts';
import { createFakeTime } from '../testing/fakes.ts';
import { asking, createKioskPorts, QUICK } from '../testing/kiosk-ports.ts';
import type { ComposeInput, Kiosk } from '../wiring/kiosk.ts';

/** Requests for approval of the whole main process, over sign-outs, pages, settings and restarts. */

const GUEST = 'f1000000-0000-4000-8000-000000000001';
const OTHER = 'f1000000-0000-4000-8000-000000000002';
const MINUTE = 60_000;

let dir = '';
const open: Kiosk[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-parked-'));
});
afterEach(async () => {
  for (const kiosk of open.splice(0)) await kiosk.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** A kiosk whose line is down; `time` is shared by those that follow one another in one run of the program. */
async function run(
  more: Partial<ComposeInput> & { readonly rules?: Readonly<Record<string, unknown>> } = {},
  time = createFakeTime(Date.now()),
) {
  const pushed: (readonly [string, unknown])[] = [];
  const { rules = {}, ...input } = more;
  const composed = await compose(
    createKioskPorts(dir, {
      clock: time.clock,
      scheduler: time.scheduler,
      announce: (name, payload) => pushed.push([name, payload]),
      fetch: async () => {
        throw Object.assign(new TypeError('fetch failed'), {
          cause: { code: 'ECONNREFUSED', syscall: 'connect' },
        });
      },
    }),
    {
      ...QUICK,
      config: configSchema.parse({
        undoSeconds: 120,
        rules,
        training: {
          crm: { url: 'http://127.0.0.1:9', clientId: 'a', clientSecret: 'b', restaurantGuid: GUEST },
        },
      }),
      configProblems: [],
      dataFolder: dir,
      ...input,
    },
  );
  if (!composed.ok) throw new Error(composed.error.code);
  const kiosk = composed.value;
  open.push(kiosk);
  kiosk.start();
  const { ask, must } = asking(kiosk.router);
  const signIn = (name: Parameters<typeof pinOf>[0]) => must('signIn', { pin: pinOf(name) });
  /** Marco asks for $20 for a guest, which takes a manager. */
  const request = async (guestId = GUEST, amount = 2_000) => {
    const opened = await must('openCreditForm', { guestId });
    if (opened.outcome !== 'form') throw new Error(opened.outcome);
    const asked = await must('giveCredit', {
      creditId: opened.form.creditId,
      amount: cents(amount),
      reasonId: 'cold-food',
      note: 'window seat',
    });
    if (asked.outcome !== 'needs-approval') throw new Error(asked.outcome);
    return asked.approval;
  };
  const approve = (approvalId: string) => ask('approve', { approvalId, pin: pinOf('Priya N.') });
  const waiting = async () => (await must('status', {})).waiting.count;
  const stop = async () => {
    const at = open.indexOf(kiosk);
    if (at >= 0) open.splice(at, 1);
    await kiosk.stop();
  };
  return { kiosk, time, pushed, ask, must, signIn, request, approve, waiting, stop };
}

test('the giver signs out and serves on; a manager approves it as the giver’s, and both may undo it', async () => {
  for (const by of ['Marco D.', 'Priya N.'] as const) {
    const { must, ask, signIn, request, approve, time } = await run();
    await signIn('Marco D.');
    const { approvalId, creditId } = await request(by === 'Marco D.' ? GUEST : OTHER);
    await must('signOut', {});
    expect((await must('status', {})).approvals).toEqual({ open: 1, answered: null });
    // No one is signed in: nothing of the guest is told.
    expect(await ask('approvalList', {})).toMatchObject({ ok: false });
    await time.pass(10 * MINUTE);
    await signIn('Priya N.');
    expect((await must('approvalList', {})).open).toMatchObject([
      { approvalId, mine: false, note: 'window seat', askedBy: { shortName: 'Marco D.' } },
    ]);
    expect(await approve(approvalId)).toMatchObject({
      // The undo time begins when it is accepted.
      value: { creditId, givenBy: 'Marco D.', approvedBy: 'Priya N.', state: 'held', undoLeftMs: 120_000 },
    });
    expect(await must('creditShown', { creditId })).toBeNull();
    await signIn('Sam T.');
    expect(await ask('undoCredit', { creditId })).toMatchObject({ error: { code: 'not-yours' } });
    await signIn(by);
    expect(await must('undoCredit', { creditId })).toMatchObject({ state: 'cancelled' });
    await open.pop()?.stop();
    rmSync(dir, { recursive: true, force: true });
  }
});

test('two requests for one guest are two forms; each is given once', async () => {
  const { signIn, request, approve, waiting, must } = await run();
  await signIn('Marco D.');
  const first = await request();
  const second = await request(GUEST, 2_500);
  expect(second.creditId).not.toBe(first.creditId);
  const taps = await Promise.all([
    approve(first.approvalId),
    approve(first.approvalId),
    approve(second.approvalId),
  ]);
  expect(taps.filter(({ ok }) => ok)).toHaveLength(2);
  expect(await waiting()).toBe(2);
  expect((await must('approvalList', {})).open).toEqual([]);
});

test('a form that waits stays open beyond the time of a form that was left', async () => {
  const { signIn, request, approve, time, must } = await run({ rules: { approval: { minutes: 40 } } });
  await signIn('Marco D.');
  const { approvalId, creditId } = await request();
  await time.pass(20 * MINUTE);
  const next = await must('openCreditForm', { guestId: GUEST });
  expect(next).not.toMatchObject({ form: { creditId } });
  await signIn('Marco D.');
  expect(await approve(approvalId)).toMatchObject({ ok: true, value: { creditId } });
});

test('day limits are counted when it is approved, and the giver is told', async () => {
  const { signIn, request, approve, must, waiting } = await run({
    rules: { employeeDay: { most: 3_000 } },
  });
  await signIn('Marco D.');
  const first = await request();
  const second = await request(OTHER);
  expect(await approve(first.approvalId)).toMatchObject({ ok: true });
  await signIn('Priya N.');
  expect(await approve(second.approvalId)).toMatchObject({ error: { code: 'over-employee-day' } });
  expect(await waiting()).toBe(1);
  await signIn('Marco D.');
  expect((await must('approvalList', {})).ended).toMatchObject([{ how: 'refused', by: 'Priya N.' }]);
});

test('its time is over in words, seen once; 80 hours of sleep and a clock set back change nothing', async () => {
  const { signIn, request, approve, must, time } = await run();
  await signIn('Marco D.');
  const { approvalId } = await request();
  await must('signOut', {});
  time.jump(-86_400_000);
  time.sleep(80 * 60 * MINUTE);
  await signIn('Marco D.');
  expect((await must('status', {})).approvals).toMatchObject({ open: 0, answered: { how: 'expired' } });
  expect(await approve(approvalId)).toMatchObject({ error: { code: 'approval-gone' } });
  await must('approvalsSeen', {});
  expect((await must('status', {})).approvals).toEqual({ open: 0, answered: null });
});

test('who was taken off the list is given nothing in their name', async () => {
  const { signIn, request, approve, must, waiting } = await run();
  await signIn('Marco D.');
  const { approvalId } = await request();
  await signIn('Priya N.');
  await must('enterManager', { pin: pinOf('Priya N.') });
  const { members } = await must('staffList', {});
  await must('staffRemove', { staffId: members.find(({ shortName }) => shortName === 'Marco D.')?.id ?? '' });
  expect(await approve(approvalId)).toMatchObject({ error: { code: 'approval-gone' } });
  expect(await waiting()).toBe(0);
});

test('a server sees only their own requests, and declines no one else’s', async () => {
  const { signIn, request, must, ask } = await run();
  await signIn('Marco D.');
  const { approvalId } = await request();
  await signIn('Sam T.');
  expect((await must('approvalList', {})).open).toEqual([]);
  expect((await must('status', {})).approvals.open).toBe(0);
  expect(await ask('declineApproval', { approvalId, why: null })).toMatchObject({
    error: { code: 'not-yours' },
  });
  await signIn('Priya N.');
  await must('declineApproval', { approvalId, why: 'too-much' });
  await signIn('Marco D.');
  expect((await must('approvalList', {})).ended).toMatchObject([
    { how: 'declined', by: 'Priya N.', why: 'too-much' },
  ]);
});

describe('another start', () => {
  test('with other settings keeps requests, their time and the form', async () => {
    const time = createFakeTime(Date.now());
    const first = await run({}, time);
    await first.signIn('Marco D.');
    const { approvalId, creditId } = await first.request();
    await time.pass(10 * MINUTE);
    const handover = first.kiosk.carry(null);
    await first.stop();
    const second = await run({ handover, rules: { approval: { minutes: 60 } } }, time);
    expect((await second.must('approvalList', {})).open).toMatchObject([{ approvalId, creditId }]);
    await time.pass(5 * MINUTE - 1);
    expect((await second.must('approvalList', {})).open).toHaveLength(1);
    expect(await second.approve(approvalId)).toMatchObject({ ok: true, value: { creditId } });
  });

  test('does not carry one that was accepted while the kiosk was replaced', async () => {
    const time = createFakeTime(Date.now());
    const first = await run({}, time);
    await first.signIn('Marco D.');
    const { approvalId } = await first.request();
    const handover = first.kiosk.carry(null);
    expect(await first.approve(approvalId)).toMatchObject({ ok: true });
    await first.stop();
    const second = await run({ handover }, time);
    expect((await second.must('approvalList', {})).open).toEqual([]);
    expect(await second.waiting()).toBe(1);
  });

  test('of the program ends a request, tells the giver once, and gives nothing', async () => {
    const first = await run();
    await first.signIn('Marco D.');
    const { approvalId } = await first.request();
    await first.stop();
    const second = await run();
    await second.signIn('Priya N.');
    expect((await second.must('approvalList', {})).open).toEqual([]);
    expect(await second.approve(approvalId)).toMatchObject({ error: { code: 'approval-gone' } });
    await second.signIn('Marco D.');
    expect((await second.must('approvalList', {})).ended).toMatchObject([{ approvalId, how: 'restarted' }]);
    await second.must('approvalsSeen', {});
    await second.stop();
    const third = await run();
    await third.signIn('Marco D.');
    expect((await third.must('approvalList', {})).ended).toEqual([]);
    expect(await third.waiting()).toBe(0);
  });

  test('of the program keeps what was answered and not yet seen', async () => {
    const first = await run();
    await first.signIn('Marco D.');
    const approved = await first.request();
    const declined = await first.request(OTHER);
    await first.signIn('Priya N.');
    expect(await first.approve(approved.approvalId)).toMatchObject({ ok: true });
    await first.must('declineApproval', { approvalId: declined.approvalId, why: 'see-me' });
    await first.stop();
    const second = await run();
    await second.signIn('Marco D.');
    expect((await second.must('approvalList', {})).ended).toMatchObject([
      { how: 'declined', by: 'Priya N.', why: 'see-me' },
      { how: 'approved', by: 'Priya N.' },
    ]);
    expect(await second.waiting()).toBe(1);
  });
});
