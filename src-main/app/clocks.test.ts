import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { compose } from '../compose.ts';
import { type ConfigInput, configSchema } from '../settings/schema.ts';
import { pinOf } from '../testing/compose-kit.ts';
import { createFakeTime, type FakeTime } from '../testing/fakes.ts';
import { asking, createKioskPorts, QUICK } from '../testing/kiosk-ports.ts';

/** The whole main process under clocks that are wrong, are set, or stand still: one tap is one credit, on the right day. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const GUEST = 'f1000000-0000-4000-8000-00000000000';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-clocks-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const turns = async (count = 8): Promise<void> => {
  for (let i = 0; i < count; i += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** A CRM with a clock of its own, over every run of a kiosk. `now`: its clock; null: it cannot be reached. */
function createCrm(now: () => number) {
  const booked: { readonly guid: string; readonly text: string }[] = [];
  const crm = { down: false, now, booked };
  const answer = (status: number, body: unknown): Response =>
    new Response(JSON.stringify(body), {
      status,
      headers: { date: new Date(crm.now()).toUTCString(), 'content-type': 'application/json' },
    });
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (crm.down) {
      throw Object.assign(new TypeError('fetch failed'), {
        cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED', syscall: 'connect' }),
      });
    }
    if (pathname.includes('login')) {
      const token = { tokenType: 'Bearer', accessToken: 'abc', expiresIn: 86_000 };
      return answer(200, {
        token: { ...token, scope: null, idToken: null, refreshToken: null },
        status: 'SUCCESS',
      });
    }
    if (request.method === 'POST' && pathname.includes('redit')) {
      const body = (await request.json()) as { guid?: string };
      booked.push({ guid: String(body.guid), text: JSON.stringify(body) });
      return answer(200, body);
    }
    if (pathname.endsWith('/creditTransactions')) return answer(200, []);
    return answer(404, { message: 'none', code: 1, requestId: 'r' });
  };
  return Object.assign(crm, { fetch });
}
type Crm = ReturnType<typeof createCrm>;

async function run(time: FakeTime, crm: Crm, config: ConfigInput = {}) {
  const { fetch } = crm;
  const composed = await compose(
    createKioskPorts(dir, { clock: time.clock, scheduler: time.scheduler, fetch }),
    {
      ...QUICK,
      config: configSchema.parse({
        training: {
          crm: { url: 'http://127.0.0.1:9', clientId: 'a', clientSecret: 'b', restaurantGuid: GUEST + 9 },
        },
        ...config,
      }),
      configProblems: [],
      dataFolder: dir,
      timing: {},
    },
  );
  if (!composed.ok) throw new Error(composed.error.code);
  const kiosk = composed.value;
  kiosk.start();
  const { ask, must } = asking(kiosk.router);
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 2_000) {
      await time.pass(Math.min(2_000, left));
      await turns();
    }
  };
  await turns(20);
  await must('signIn', { pin: pinOf('Marco D.') });
  return {
    ask,
    must,
    pass,
    open: (guest: number) => must('openCreditForm', { guestId: GUEST + guest }),
    /** Fills in the form of a guest; `shown`: the screen shows that it is saved. What the kiosk said. */
    give: async (guest: number, amount: number, shown = true): Promise<string> => {
      const opened = await must('openCreditForm', { guestId: GUEST + guest });
      if (opened.outcome !== 'form') return opened.outcome;
      const { creditId } = opened.form;
      const given = await ask('giveCredit', {
        creditId,
        amount: cents(amount),
        reasonId: 'long-wait',
        note: '',
      });
      if (!given.ok) return given.error.code;
      if (given.value.outcome === 'needs-approval') {
        const { rule, givenToday, approvalId } = given.value.approval;
        await ask('declineApproval', { approvalId, why: null });
        return `${rule} ${givenToday.sum}`;
      }
      if (shown) await ask('creditShown', { creditId });
      return given.value.outcome;
    },
    states: async () => (await must('waitingList', {})).items.map(({ state }) => state),
    stop: async () => {
      const stopped = kiosk.stop();
      await time.pass(4_000);
      await turns(20);
      await stopped;
    },
  };
}

describe('one tap is one credit', () => {
  test.each([
    ['14 minutes pass', 14 * 60_000],
    ['16 minutes pass', 16 * 60_000],
    ['the clock is set back by 12 s', -12_000],
    ['the clock is set back by a year', -365 * DAY],
    ['a year passes', 365 * DAY],
  ])('accepted, not seen as saved, the kiosk restarts and %s', async (_what, byMs) => {
    const time = createFakeTime();
    const crm = createCrm(time.clock.now);
    crm.down = true;
    const first = await run(time, crm);
    expect(await first.give(1, 500, false)).toBe('accepted');
    await first.stop();
    time.jump(byMs);
    const second = await run(time, crm);
    const opened = await second.open(1);
    expect(opened.outcome).toBe('already-given');
    if (opened.outcome === 'already-given')
      await second.must('creditShown', { creditId: opened.item.creditId });
    expect((await second.open(1)).outcome).toBe('form');
    await second.stop();
  });

  test('through any history of clocks and restarts a tap is never a second credit', async () => {
    const history = fc.array(
      fc.record({
        jump: fc.constantFrom(0, -12_000, 12_000, -20 * 60_000, 20 * 60_000, -400 * DAY, 400 * DAY),
        asleep: fc.constantFrom(0, 5_000, 16 * 60_000),
        restart: fc.boolean(),
      }),
      { minLength: 1, maxLength: 5 },
    );
    await fc.assert(
      fc
        .asyncProperty(history, async (steps) => {
          const time = createFakeTime();
          const crm = createCrm(time.clock.now);
          crm.down = true;
          let kiosk = await run(time, crm);
          const given = await kiosk.give(1, 500, false);
          expect(given).toBe('accepted');
          for (const { jump, asleep, restart } of steps) {
            if (restart) await kiosk.stop();
            time.jump(jump);
            time.sleep(asleep);
            if (restart) kiosk = await run(time, crm);
            else await kiosk.must('signIn', { pin: pinOf('Marco D.') });
            expect((await kiosk.open(1)).outcome).toBe('already-given');
          }
          await kiosk.stop();
        })
        .beforeEach(() => {
          rmSync(dir, { recursive: true, force: true });
          dir = mkdtempSync(join(tmpdir(), 'hoststand-clocks-'));
        }),
      { numRuns: 12 },
    );
  }, 60_000);

  test('a form that nothing was accepted under: a quarter of an hour of running time, no matter what the clock shows', async () => {
    const time = createFakeTime();
    const kiosk = await run(time, createCrm(time.clock.now));
    const idOf = async () => {
      const opened = await kiosk.open(1);
      return opened.outcome === 'form' ? opened.form.creditId : null;
    };
    const first = await idOf();
    for (const jump of [-5_000, 400 * DAY, -800 * DAY]) {
      time.jump(jump);
      expect(await idOf()).toBe(first);
    }
    time.sleep(15 * 60_000);
    expect(await idOf()).not.toBe(first);
    await kiosk.stop();
  });
});

describe('a credit counts on the day it was given', () => {
  const rules = { alone: { host: cents(0), server: cents(5_000), manager: cents(25_000) } };

  test('given while this PC and Toast were a year ahead: counted today, and on no later day', async () => {
    const time = createFakeTime();
    time.jump(365 * DAY);
    const crm = createCrm(time.clock.now);
    const kiosk = await run(time, crm, { rules });
    expect(await kiosk.give(1, 4_000)).toBe('accepted');
    await kiosk.pass(60_000);
    const sent = crm.booked.map(({ text }) => text);
    expect(sent).toHaveLength(1);
    time.jump(-365 * DAY);
    await kiosk.pass(3 * 60_000);
    expect(await kiosk.give(2, 1_100)).toBe('employee-day 4000');
    for (const days of [1, 7, 365]) {
      time.sleep(days * DAY);
      await kiosk.must('signIn', { pin: pinOf('Marco D.') });
      await kiosk.pass(60_000);
      expect([days, await kiosk.give(2, 1_100)]).toEqual([days, 'accepted']);
      await kiosk.pass(60_000);
    }
    expect(crm.booked.map(({ text }) => text).slice(0, 1)).toEqual(sent);
    await kiosk.stop();
  });

  test('Toast is told the time that it has itself, however wrong this PC’s clock is', async () => {
    const time = createFakeTime();
    const truth = time.clock.now();
    const began = time.clock.monotonic();
    time.jump(365 * DAY);
    const crm = createCrm(() => truth + time.clock.monotonic() - began);
    const kiosk = await run(time, crm);
    await kiosk.pass(10_000);
    await kiosk.give(1, 500);
    await kiosk.pass(60_000);
    expect(crm.booked).toHaveLength(1);
    expect(crm.booked[0]?.text).toContain('2026-11-2');
    expect(crm.booked[0]?.text).not.toContain('2027');
    await kiosk.stop();
  });

  test.each([DAY, -DAY])('a clock set by %i ms frees no limit while Toast’s says otherwise', async (byMs) => {
    const time = createFakeTime();
    const truth = time.clock.now();
    const began = time.clock.monotonic();
    const kiosk = await run(
      time,
      createCrm(() => truth + time.clock.monotonic() - began),
    );
    await kiosk.pass(10_000);
    const outcomes = [];
    for (let guest = 1; guest <= 6; guest += 1) outcomes.push(await kiosk.give(guest, 1_000));
    const over = outcomes.at(-1);
    expect(over).toMatch(/^employee-day \d+$/);
    time.jump(byMs);
    expect(await kiosk.give(7, 1_000)).toBe(over);
    await kiosk.stop();
  });

  test.each([365 * DAY, -10 * DAY])(
    'given before Toast has spoken, under a clock off by %i ms: on the right day once it speaks',
    async (offMs) => {
      const time = createFakeTime();
      const truth = time.clock.now();
      const began = time.clock.monotonic();
      const crm = createCrm(() => truth + time.clock.monotonic() - began);
      crm.down = true;
      time.jump(offMs);
      const kiosk = await run(time, crm, { rules });
      expect(await kiosk.give(1, 4_000)).toBe('accepted');
      crm.down = false;
      await kiosk.pass(10 * 60_000);
      expect(await kiosk.give(2, 1_100)).toBe('employee-day 4000');
      await kiosk.stop();
    },
  );

  test('given in a run that never heard Toast, under a clock a year ahead: today’s, once a later run hears it', async () => {
    const time = createFakeTime();
    const truth = time.clock.now();
    const began = time.clock.monotonic();
    const crm = createCrm(() => truth + time.clock.monotonic() - began);
    crm.down = true;
    time.jump(365 * DAY);
    const first = await run(time, crm, { rules });
    expect(await first.give(1, 4_000)).toBe('accepted');
    await first.stop();
    time.jump(-365 * DAY);
    crm.down = false;
    const second = await run(time, crm, { rules });
    await second.pass(5 * 60_000);
    expect(await second.give(2, 1_100)).toBe('employee-day 4000');
    expect(crm.booked).toHaveLength(1);
    time.sleep(DAY);
    await second.must('signIn', { pin: pinOf('Marco D.') });
    await second.pass(60_000);
    expect(await second.give(2, 1_100)).toBe('accepted');
    await second.stop();
  });
});

describe('delays', () => {
  test.each([-6 * HOUR, 6 * HOUR, -400 * DAY, 400 * DAY])(
    'the undo moment is as long under a clock set by %i ms in it',
    async (byMs) => {
      const time = createFakeTime();
      const crm = createCrm(time.clock.now);
      const kiosk = await run(time, crm);
      await kiosk.give(1, 500);
      await kiosk.pass(10_000);
      time.jump(byMs);
      await kiosk.pass(10_000);
      expect(crm.booked).toHaveLength(0);
      await kiosk.pass(15_000);
      expect(crm.booked).toHaveLength(1);
      await kiosk.stop();
    },
  );
});

describe('sleep', () => {
  test('80 hours asleep with a credit unsent: it is for a manager, not sent', async () => {
    const time = createFakeTime();
    const crm = createCrm(time.clock.now);
    const kiosk = await run(time, crm);
    await kiosk.pass(2_000);
    crm.down = true;
    await kiosk.give(1, 500);
    await kiosk.pass(40_000);
    time.sleep(80 * HOUR);
    crm.down = false;
    await kiosk.must('signIn', { pin: pinOf('Marco D.') });
    await kiosk.ask('sendNow', {});
    await kiosk.pass(120_000);
    expect(crm.booked).toHaveLength(0);
    expect(await kiosk.states()).toEqual(['stuck']);
    await kiosk.stop();
  });

  test('asleep in the undo moment: it is over', async () => {
    const time = createFakeTime();
    const crm = createCrm(time.clock.now);
    const kiosk = await run(time, crm);
    await kiosk.give(1, 500);
    time.sleep(HOUR);
    await kiosk.pass(4_000);
    expect(crm.booked).toHaveLength(1);
    await kiosk.stop();
  });

  test('12 hours asleep: no one is signed in, and no manager’s visit is open', async () => {
    const time = createFakeTime();
    const kiosk = await run(time, createCrm(time.clock.now));
    const pin = pinOf('Priya N.');
    await kiosk.must('signIn', { pin });
    await kiosk.must('enterManager', { pin });
    expect((await kiosk.ask('managerHome', {})).ok).toBe(true);
    time.sleep(12 * HOUR);
    expect((await kiosk.ask('managerHome', {})).ok).toBe(false);
    expect((await kiosk.ask('openCreditForm', { guestId: GUEST + 1 })).ok).toBe(false);
    await kiosk.stop();
  });
});
