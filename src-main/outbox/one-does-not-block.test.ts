import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { err } from '../../src-preload/contract/result.ts';
import type { CrmError } from '../ports.ts';
import { createScriptedCrm, errors, type ScriptedCrm } from '../testing/crm/scripted-crm.ts';
import { createFakeTime, type FakeTime } from '../testing/fakes.ts';
import { createBench, credit, HOUR, newGuest, SETTLE, UNDO } from '../testing/outbox-kit.ts';
import type { OutboxGateway } from './gateway.ts';

let bench: ReturnType<typeof createBench>;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

const MINUTE = 60_000;
const DECLINED = ['bad-0', 'bad-1', 'bad-2'];
const GOOD = ['good-0', 'good-1', 'good-2', 'good-3', 'good-4', 'good-5'];
const AN_HOUR_OFF: CrmError = {
  kind: 'server-error',
  status: 503,
  requestId: null,
  retryAfterMs: 15 * MINUTE,
};

/** Time for many entries that come due at one moment. */
async function inSteps(time: FakeTime, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 10_000) await time.pass(10_000);
}

/** A CRM that answers requests about some guests with an error, for ever or until told otherwise, and serves all others. */
function declining(crm: ScriptedCrm, error: CrmError, what: 'sending' | 'all') {
  const state = { on: true };
  const requests: string[] = [];
  const sent = new Map<string, string>();
  const stopped = (guestId: string | undefined): boolean =>
    state.on && guestId !== undefined && DECLINED.includes(guestId);
  const gateway: OutboxGateway = {
    ...crm,
    addCredit: async (given) => {
      requests.push(given.guestId);
      sent.set(given.creditId, given.guestId);
      return stopped(given.guestId) ? err(error) : crm.addCredit(given);
    },
    findCredit: async (id) => {
      requests.push('question');
      return what === 'all' && stopped(sent.get(id)) ? err(error) : crm.findCredit(id);
    },
  };
  return { gateway, state, requests };
}

describe.each<[string, CrmError]>([
  ['403', errors.denied],
  ['410', errors.gone],
  ['Toast’s own 429', errors.busy],
  ['a 429 page', errors.busyPage],
  ['500', errors.server],
  ['503 with a long Retry-After', AN_HOUR_OFF],
  ['a time-out', errors.timeout],
  ['a cut connection', errors.cut],
])('three credits that alone are answered with %s', (_what, error) => {
  test.each(['sending', 'all'] as const)(
    'hold up no one, and need a person before new credit stops (%s)',
    async (what) => {
      const crm = createScriptedCrm();
      const { gateway, state, requests } = declining(crm, error, what);
      const { outbox, time } = bench.run(crm, createFakeTime(), { gateway });
      const bad = DECLINED.map((guestId) => credit({ guestId }));
      for (const each of [...bad, ...GOOD.map((guestId) => credit({ guestId }))]) outbox.accept(each);
      // Toast's own pause is kept once; nothing of theirs holds the others up a second time.
      await time.pass(UNDO + 16 * MINUTE);
      expect(crm.recorded.map(({ guestId }) => guestId).sort()).toEqual(GOOD);
      await time.pass(23 * HOUR);
      expect(outbox.list().items.map(({ state, stuck }) => [state, stuck])).toEqual(
        DECLINED.map(() => ['stuck', 'singled-out']),
      );
      expect(outbox.waiting().needPerson).toBe(3);
      const asked = requests.length;
      await time.pass(3 * HOUR);
      expect(requests).toHaveLength(asked);
      expect(outbox.accept(credit({ guestId: 'good-6' })).ok).toBe(true);
      // Asked about again once the trouble is over, each goes once.
      state.on = false;
      for (const { id } of bad)
        expect((await outbox.resolve(id, { do: 'recheck' }, 'Priya N.')).ok).toBe(true);
      await time.pass(10 * SETTLE);
      expect(crm.recorded.map(({ creditId }) => creditId).slice(6)).toHaveLength(4);
      expect(new Set(crm.recorded.map(({ creditId }) => creditId)).size).toBe(10);
      expect(outbox.waiting().count).toBe(0);
    },
  );
});

test.each<[string, CrmError]>([
  ['403', errors.denied],
  ['410', errors.gone],
  ['a 429 page', errors.busyPage],
  ['500', errors.server],
  ['a time-out', errors.timeout],
])('%s to everyone blames no one, and all goes once when it ends', async (_what, error) => {
  const crm = createScriptedCrm();
  let ended = false;
  let requests = 0;
  const gateway: OutboxGateway = {
    ...crm,
    addCredit: async (given) => {
      requests += 1;
      return ended ? crm.addCredit(given) : err(error);
    },
    findCredit: async (id) => {
      requests += 1;
      return ended ? crm.findCredit(id) : err(error);
    },
  };
  const { outbox, time } = bench.run(crm, createFakeTime(), { gateway });
  for (const guestId of GOOD) outbox.accept(credit({ guestId }));
  await time.pass(UNDO + 2 * HOUR);
  expect(outbox.waiting()).toMatchObject({ count: 6, needPerson: 0 });
  expect(requests).toBeLessThan(2 * 400);
  ended = true;
  await time.pass(15 * MINUTE);
  expect(crm.recorded).toHaveLength(6);
  expect(outbox.waiting().count).toBe(0);
});

test('credit that may be asked about but not sent, by anyone, blames no one', async () => {
  const crm = createScriptedCrm();
  const gateway: OutboxGateway = { ...crm, addCredit: async () => err(errors.denied) };
  const { outbox, time } = bench.run(crm, createFakeTime(), { gateway });
  for (const guestId of GOOD) outbox.accept(credit({ guestId }));
  await time.pass(UNDO + 2 * HOUR);
  expect(outbox.waiting()).toMatchObject({ count: 6, needPerson: 0 });
});

test('a new guest that alone Toast puts off needs a person, though looking for one like them is answered', async () => {
  const crm = createScriptedCrm();
  const gateway: OutboxGateway = { ...crm, createGuest: async () => err(errors.busy) };
  const { outbox, time } = bench.run(crm, createFakeTime(), { gateway });
  outbox.acceptGuest(newGuest());
  await time.pass(0);
  for (const guestId of GOOD) outbox.accept(credit({ guestId }));
  await time.pass(UNDO + HOUR);
  expect(crm.recorded).toHaveLength(6);
  expect(outbox.list().items).toMatchObject([{ state: 'stuck', stuck: 'singled-out' }]);
});

test('a pause that Toast asks for one entry alone does not hold up what comes in later', async () => {
  const crm = createScriptedCrm();
  const { gateway, requests } = declining(crm, AN_HOUR_OFF, 'sending');
  const { outbox, time } = bench.run(crm, createFakeTime(), { gateway });
  for (const guestId of ['bad-0', 'good-0']) outbox.accept(credit({ guestId }));
  const tries = () => requests.filter((guestId) => guestId === 'bad-0').length;
  for (let i = 0; i < 200 && tries() < 2; i += 1) await time.pass(1_000);
  expect(tries()).toBe(2);
  outbox.accept(credit({ guestId: 'good-1' }));
  await time.pass(UNDO);
  expect(crm.recorded.map(({ guestId }) => guestId)).toEqual(['good-0', 'good-1']);
});

describe('503', () => {
  /** Everything is answered 503 for this long; counts the requests. */
  async function maintenance(waiting: number, retryAfterMs: number | undefined, forMs: number) {
    const crm = createScriptedCrm();
    const error: CrmError = {
      ...{ kind: 'server-error', status: 503, requestId: null },
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    };
    let requests = 0;
    let over = false;
    const gateway: OutboxGateway = {
      ...crm,
      addCredit: async (given) => {
        requests += 1;
        return over ? crm.addCredit(given) : err(error);
      },
      findCredit: async (id) => {
        requests += 1;
        return over ? crm.findCredit(id) : err(error);
      },
    };
    const { outbox, time } = bench.run(crm, createFakeTime(), { gateway });
    for (let i = 0; i < waiting; i += 1) outbox.accept(credit({ guestId: `guest-${i}`, amount: cents(100) }));
    await inSteps(time, UNDO + forMs);
    const during = requests;
    over = true;
    await inSteps(time, 30 * MINUTE);
    return { crm, outbox, during };
  }

  test.each([1, 30, 100])('is a pause of the whole queue, however many wait (%i)', async (waiting) => {
    const { crm, outbox, during } = await maintenance(waiting, undefined, HOUR);
    expect(during).toBeLessThan(400);
    expect(crm.recorded).toHaveLength(waiting);
    expect(outbox.waiting().count).toBe(0);
  });

  test('keeps its own wait', async () => {
    const { crm, during } = await maintenance(30, 15 * MINUTE, HOUR);
    expect(during).toBeLessThan(20);
    expect(crm.recorded).toHaveLength(30);
  });
});

describe('while nothing may be sent', () => {
  test('nothing is, what an earlier run left is asked about, and all goes when it may', async () => {
    const crm = createScriptedCrm();
    const first = bench.run(crm);
    crm.script({ do: 'fail-after', error: errors.timeout });
    const there = credit({ guestId: 'there' });
    first.outbox.accept(there);
    await first.time.pass(UNDO);
    crm.scriptGet(errors.notSent);
    first.crash();
    let held = true;
    const second = bench.run(crm, createFakeTime(), { mayNotSend: () => held });
    second.outbox.accept(credit({ guestId: 'new' }));
    await second.time.pass(UNDO + 10 * MINUTE);
    expect(crm.posts).toHaveLength(1);
    expect(second.outbox.find(there.id)?.state).toBe('settled');
    held = false;
    second.outbox.wake();
    await second.time.pass(0);
    expect(crm.posts.map(({ guestId }) => guestId)).toEqual(['there', 'new']);
    expect(second.outbox.waiting().count).toBe(0);
  });
});

describe('an old entry that is declined', () => {
  /** Declined for more than a day in which no one gave anything, so that nothing shows whether it is declined alone. */
  async function aDayLater(what: 'sending' | 'all', error: CrmError, declined = 1) {
    const crm = createScriptedCrm();
    const { gateway } = declining(crm, error, what);
    const run = bench.run({ ...crm, ...gateway });
    const old = DECLINED.slice(0, declined).map((guestId) => credit({ guestId }));
    for (const each of old) run.outbox.accept(each);
    await inSteps(run.time, 25 * HOUR);
    return { ...run, crm, old };
  }

  test.each<[string, 'sending' | 'all', CrmError]>([
    ['when it is sent, with a 403', 'sending', errors.denied],
    ['at every question, with a 403', 'all', errors.denied],
    ['at every question, with a 410', 'all', errors.gone],
    ['at every question, with a 429', 'all', errors.busy],
  ])('%s, does not stop what is new, and needs a person once others passed', async (_what, what, error) => {
    const { outbox, time, old, crm } = await aDayLater(what, error, 2);
    expect(outbox.waiting().needPerson).toBe(0);
    for (const guestId of ['good-0', 'good-1', 'good-2']) {
      expect(outbox.accept(credit({ guestId })).ok).toBe(true);
    }
    await inSteps(time, HOUR);
    expect(crm.recorded).toHaveLength(3);
    for (const { id } of old) expect(outbox.find(id)).toMatchObject({ state: 'stuck', stuck: 'singled-out' });
    expect(outbox.accept(credit({ guestId: 'good-3' })).ok).toBe(true);
  });

  test('does not stop what is new either by what is waiting behind it for the same guest', async () => {
    const crm = createScriptedCrm();
    const { gateway } = declining(crm, errors.denied, 'sending');
    const { outbox, time } = bench.run({ ...crm, ...gateway });
    const guestId = 'bad-0';
    const [first, behind] = [credit({ guestId }), credit({ guestId })];
    for (const each of [first, behind]) outbox.accept(each);
    await inSteps(time, 25 * HOUR);
    for (const good of ['good-0', 'good-1', 'good-2']) {
      expect(outbox.accept(credit({ guestId: good })).ok).toBe(true);
    }
    await inSteps(time, HOUR);
    expect(crm.recorded).toHaveLength(3);
    expect(outbox.find(first.id)).toMatchObject({ state: 'stuck', stuck: 'singled-out' });
  });

  test('lets in three others where they pass no more than it does', async () => {
    const { outbox, time } = await aDayLater('sending', errors.denied, 1);
    const others = ['bad-1', 'bad-1', 'bad-2'].map((guestId) => credit({ guestId }));
    for (const each of others) expect(outbox.accept(each).ok).toBe(true);
    expect(outbox.accept(credit({ guestId: 'good-0' }))).toMatchObject({
      error: { code: 'waiting-too-long' },
    });
    await inSteps(time, HOUR);
    expect(outbox.accept(credit({ guestId: 'good-0' }))).toMatchObject({
      error: { code: 'waiting-too-long' },
    });
    expect(outbox.waiting()).toMatchObject({ count: 4, needPerson: 0 });
  });
});

test('one that is always declined needs a person within hours, beside others that get through at the fourth try', async () => {
  const crm = createScriptedCrm();
  const tries = new Map<string, number>();
  let asked = 0;
  const { outbox, time } = bench.run(crm, createFakeTime(), {
    gateway: {
      ...crm,
      addCredit: async (given) => {
        const nth = (tries.get(given.creditId) ?? 0) + 1;
        tries.set(given.creditId, nth);
        if (given.guestId === 'never') asked += 1;
        const isDeclined = given.guestId === 'never' || (given.guestId.includes('fourth') && nth % 4 !== 0);
        return isDeclined ? err(errors.denied) : crm.addCredit(given);
      },
    },
  });
  outbox.accept(credit({ guestId: 'never' }));
  const stuck = () => outbox.list().items.filter(({ state }) => state === 'stuck');
  for (let at = 0; at < 12 * 6 && stuck().length === 0; at += 1) {
    for (const who of ['fourth', 'other-fourth', 'good']) {
      outbox.accept(credit({ guestId: who === 'good' ? `good-${at}` : `${who}-${at}` }));
    }
    await inSteps(time, 10 * MINUTE);
  }
  expect(stuck()).toMatchObject([{ guestId: 'never', stuck: 'singled-out' }]);
  expect(asked).toBeLessThan(40);
});
