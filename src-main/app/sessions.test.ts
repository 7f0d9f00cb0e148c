import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { compose } from '../compose.ts';
import { configSchema } from '../settings/schema.ts';
import { createSessionHolder, SESSION_SILENCE_MS } from '../staff/session.ts';
import { pinOf } from '../testing/compose-kit.ts';
import { createFakeTime } from '../testing/fakes.ts';
import { type Asking, asking, createKioskPorts, QUICK } from '../testing/kiosk-ports.ts';
import type { ComposeInput, Kiosk } from '../wiring/kiosk.ts';

/** Sessions and visits of the whole main process end by themselves, also where the page does nothing. */

const GUEST = 'f1000000-0000-4000-8000-000000000001';
const ten = { amount: cents(1_000), reasonId: 'cold-food', note: '' };
const out = { ok: false, error: { code: 'not-signed-in' } };

let dir = '';
const open: Kiosk[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-sessions-'));
});
afterEach(async () => {
  for (const kiosk of open.splice(0)) await kiosk.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** A kiosk whose line is down. */
async function run(more: Partial<ComposeInput> = {}) {
  const time = createFakeTime(Date.now());
  const pushed: string[] = [];
  const composed = await compose(
    createKioskPorts(dir, {
      clock: time.clock,
      scheduler: time.scheduler,
      announce: (name) => pushed.push(name),
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
        training: {
          crm: { url: 'http://127.0.0.1:9', clientId: 'a', clientSecret: 'b', restaurantGuid: GUEST },
        },
      }),
      configProblems: [],
      dataFolder: dir,
      ...more,
    },
  );
  if (!composed.ok) throw new Error(composed.error.code);
  const kiosk = composed.value;
  open.push(kiosk);
  kiosk.start();
  const { ask, must } = asking(kiosk.router);
  const idOf = async (name: string): Promise<string> =>
    (await must('staffList', {})).members.find(({ shortName }) => shortName === name)?.id ?? '';
  const session = async () => (await must('status', {})).session?.staff.shortName ?? null;
  const signedOutLines = async (): Promise<readonly string[]> => {
    await must('enterManager', { pin: pinOf('Priya N.') });
    const { lines } = await must('auditPage', { before: null, filter: 'all' });
    return lines.filter(({ kind }) => kind === 'signed-out').map((line) => JSON.stringify(line));
  };
  return { kiosk, time, pushed, ask, must, idOf, session, signedOutLines };
}

type Change = (kiosk: Asking & { idOf: (name: string) => Promise<string> }) => Promise<unknown>;

describe('who is changed on the staff list is not signed in any more', () => {
  const marco: Change = async ({ must, idOf }) => must('staffRemove', { staffId: await idOf('Marco D.') });
  test.each<[string, Change]>([
    ['taken off it', marco],
    [
      'may not sign in',
      async ({ must, idOf }) => must('staffChange', { staffId: await idOf('Marco D.'), active: false }),
    ],
    [
      'made a host',
      async ({ must, idOf }) => must('staffChange', { staffId: await idOf('Marco D.'), role: 'host' }),
    ],
    [
      'made a manager',
      async ({ must, idOf }) => must('staffChange', { staffId: await idOf('Marco D.'), role: 'manager' }),
    ],
    [
      'given another PIN',
      async ({ must, idOf }) => must('staffNewPin', { staffId: await idOf('Marco D.'), pin: null }),
    ],
  ])('%s', async (_what, change) => {
    const kiosk = await run();
    await kiosk.must('signIn', { pin: pinOf('Marco D.') });
    const opened = await kiosk.must('openCreditForm', { guestId: GUEST });
    if (opened.outcome !== 'form') throw new Error(opened.outcome);
    await kiosk.must('enterManager', { pin: pinOf('Priya N.') });
    kiosk.pushed.length = 0;
    await change(kiosk);
    // At once, without anyone asking for anything.
    expect(kiosk.pushed).toContain('signedOut');
    await kiosk.must('leaveManager', {});
    expect(await kiosk.session()).toBeNull();
    const { creditId } = opened.form;
    expect(await kiosk.ask('giveCredit', { creditId, ...ten })).toEqual(out);
    expect(await kiosk.ask('undoCredit', { creditId })).toEqual(out);
    const lines = await kiosk.signedOutLines();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('changed');
  });

  test('another name leaves the session, which has it', async () => {
    const kiosk = await run();
    await kiosk.must('signIn', { pin: pinOf('Marco D.') });
    await kiosk.must('enterManager', { pin: pinOf('Priya N.') });
    await kiosk.must('staffChange', { staffId: await kiosk.idOf('Marco D.'), shortName: 'Marco V.' });
    expect(await kiosk.session()).toBe('Marco V.');
  });

  test('a manager who was made a host gives nothing alone, and has no visit', async () => {
    const kiosk = await run();
    await kiosk.must('signIn', { pin: pinOf('Priya N.') });
    await kiosk.must('enterManager', { pin: pinOf('Priya N.') });
    await kiosk.must('staffAdd', {
      shortName: 'Olga R.',
      role: 'manager',
      employeeGuid: null,
      pin: '508217',
    });
    await kiosk.must('enterManager', { pin: '508217' });
    await kiosk.must('staffChange', { staffId: await kiosk.idOf('Priya N.'), role: 'host' });
    expect(await kiosk.session()).toBeNull();
    expect(await kiosk.ask('openCreditForm', { guestId: GUEST })).toEqual(out);
    expect(await kiosk.ask('enterManager', { pin: pinOf('Priya N.') })).toMatchObject({
      error: { code: 'approver-not-manager' },
    });
  });

  test('a start with other settings takes over no one whose role is another now', async () => {
    const first = await run();
    await first.must('signIn', { pin: pinOf('Priya N.') });
    await first.must('enterManager', { pin: pinOf('Priya N.') });
    const handover = first.kiosk.carry(null);
    await first.must('staffAdd', {
      shortName: 'Olga R.',
      role: 'manager',
      employeeGuid: null,
      pin: '508217',
    });
    await first.must('enterManager', { pin: '508217' });
    await first.must('staffChange', { staffId: await first.idOf('Priya N.'), role: 'server' });
    await open.splice(0)[0]?.stop();
    const second = await run({ handover });
    expect(await second.session()).toBeNull();
    expect(await second.ask('staffList', {})).toEqual(out);
  });
});

describe('silence ends them in main', () => {
  test.each(['awake', 'asleep'] as const)('after half an hour, %s, with no one asking', async (how) => {
    const kiosk = await run();
    await kiosk.must('signIn', { pin: pinOf('Priya N.') });
    await kiosk.must('enterManager', { pin: pinOf('Priya N.') });
    kiosk.pushed.length = 0;
    if (how === 'asleep') {
      kiosk.time.sleep(SESSION_SILENCE_MS);
      // The first request after waking is refused, before any timer ran.
      expect(await kiosk.ask('openCreditForm', { guestId: GUEST })).toEqual(out);
    } else await kiosk.time.pass(SESSION_SILENCE_MS);
    expect(kiosk.pushed).toContain('signedOut');
    expect(await kiosk.session()).toBeNull();
    expect(await kiosk.ask('staffList', {})).toEqual(out);
    const lines = await kiosk.signedOutLines();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('idle');
  });

  test('what the page asks automatically keeps no one signed in; what a person asks does', async () => {
    const kiosk = await run();
    await kiosk.must('signIn', { pin: pinOf('Marco D.') });
    for (let n = 0; n < 8; n += 1) {
      await kiosk.time.pass(SESSION_SILENCE_MS / 4);
      await kiosk.must('openCreditForm', { guestId: GUEST });
    }
    for (let n = 0; n < 3; n += 1) {
      await kiosk.time.pass(SESSION_SILENCE_MS / 4);
      expect(await kiosk.session()).toBe('Marco D.');
      await kiosk.must('waitingList', {});
      await kiosk.must('sendNow', {});
    }
    await kiosk.time.pass(SESSION_SILENCE_MS / 4);
    expect(await kiosk.session()).toBeNull();
  });

  test('a visit ends after ten minutes, and looking at who is there does not prolong it', async () => {
    const kiosk = await run();
    await kiosk.must('signIn', { pin: pinOf('Priya N.') });
    await kiosk.must('enterManager', { pin: pinOf('Priya N.') });
    for (let n = 0; n < 3; n += 1) {
      await kiosk.time.pass(4 * 60_000);
      await kiosk.must('status', {});
    }
    expect(await kiosk.ask('staffList', {})).toEqual({ ok: false, error: { code: 'visit-over' } });
  });

  test('a session that was signed out leaves no timer, and one after it has its own time', async () => {
    const time = createFakeTime();
    const marco = { id: 'm', shortName: 'Marco D.', role: 'server' } as const;
    const holder = createSessionHolder({ ...time, listed: () => marco, onOver: () => {} });
    holder.begin(marco);
    holder.begin(marco);
    expect(time.timers()).toBe(1);
    holder.end();
    expect(time.timers()).toBe(0);
    const kiosk = await run();
    await kiosk.must('signIn', { pin: pinOf('Marco D.') });
    await kiosk.time.pass(SESSION_SILENCE_MS / 2);
    await kiosk.must('signIn', { pin: pinOf('Sam T.') });
    await kiosk.time.pass(SESSION_SILENCE_MS / 2 + 1);
    expect(await kiosk.session()).toBe('Sam T.');
  });
});

test('a page that ended leaves no one signed in and no visit; what waits for a manager waits on', async () => {
  const kiosk = await run();
  await kiosk.must('signIn', { pin: pinOf('Marco D.') });
  const opened = await kiosk.must('openCreditForm', { guestId: GUEST });
  if (opened.outcome !== 'form') throw new Error(opened.outcome);
  const asked = await kiosk.must('giveCredit', {
    creditId: opened.form.creditId,
    ...ten,
    amount: cents(2_000),
  });
  if (asked.outcome !== 'needs-approval') throw new Error(asked.outcome);
  await kiosk.must('enterManager', { pin: pinOf('Priya N.') });
  kiosk.kiosk.pageGone();
  expect(await kiosk.session()).toBeNull();
  expect(await kiosk.ask('staffList', {})).toEqual(out);
  await kiosk.must('signIn', { pin: pinOf('Marco D.') });
  const { approvalId } = asked.approval;
  expect(await kiosk.ask('approve', { approvalId, pin: pinOf('Priya N.') })).toMatchObject({
    ok: true,
    value: { amount: 2_000, givenBy: 'Marco D.', approvedBy: 'Priya N.' },
  });
  expect((await kiosk.signedOutLines())[0]).toContain('page-gone');
});

describe('a credit is its giver’s', () => {
  async function given() {
    const kiosk = await run();
    await kiosk.must('signIn', { pin: pinOf('Marco D.') });
    const opened = await kiosk.must('openCreditForm', { guestId: GUEST });
    if (opened.outcome !== 'form') throw new Error(opened.outcome);
    const { creditId } = opened.form;
    await kiosk.must('giveCredit', { creditId, ...ten });
    return { ...kiosk, creditId };
  }

  test.each(['Sam T.', 'Joss K.', 'Priya N.'])('%s does not undo it, nor close its form', async (name) => {
    const { ask, must, creditId } = await given();
    await must('signIn', { pin: pinOf(name) });
    const not = { ok: false, error: { code: 'not-yours' } };
    expect(await ask('undoCredit', { creditId })).toEqual(not);
    expect(await ask('creditShown', { creditId })).toEqual(not);
    // It is still shown in place of a form; and who was shown it has seen it.
    expect(await must('openCreditForm', { guestId: GUEST })).toMatchObject({ outcome: 'already-given' });
    expect(await ask('undoCredit', { creditId })).toEqual(not);
    expect(await ask('creditShown', { creditId })).toEqual({ ok: true, value: null });
    expect(await must('openCreditForm', { guestId: GUEST })).toMatchObject({ outcome: 'form' });
    await must('signIn', { pin: pinOf('Marco D.') });
    expect(await must('undoCredit', { creditId })).toMatchObject({ undone: true });
    await must('enterManager', { pin: pinOf('Priya N.') });
    const { lines } = await must('auditPage', { before: null, filter: 'all' });
    expect(lines.filter(({ kind }) => kind === 'impossible-request')).toHaveLength(3);
  });

  test('no one signed in declines nothing, and neither does anyone but who asked', async () => {
    const { ask, must, creditId } = await given();
    await must('creditShown', { creditId });
    const opened = await must('openCreditForm', { guestId: GUEST });
    if (opened.outcome !== 'form') throw new Error(opened.outcome);
    const asked = await must('giveCredit', { creditId: opened.form.creditId, ...ten, amount: cents(2_000) });
    if (asked.outcome !== 'needs-approval') throw new Error(asked.outcome);
    const { approvalId } = asked.approval;
    expect(await ask('declineApproval', { approvalId, why: null })).toEqual({ ok: true, value: null });
    await must('signOut', {});
    expect(await ask('declineApproval', { approvalId, why: null })).toEqual(out);
    expect(await ask('undoCredit', { creditId: crypto.randomUUID() })).toEqual(out);
    await must('signIn', { pin: pinOf('Marco D.') });
    expect(await ask('undoCredit', { creditId: crypto.randomUUID() })).toEqual({
      ok: false,
      error: { code: 'not-found' },
    });
  });
});
