import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import type { Resolution } from '../../src-preload/contract/outbox.ts';
import type { Result } from '../../src-preload/contract/result.ts';
import type { CrmError } from '../ports.ts';
import { createScriptedCrm, errors } from '../testing/crm/scripted-crm.ts';
import { createFakeTime } from '../testing/fakes.ts';
import { createBench, credit, HOUR, newGuest, SETTLE, UNDO } from '../testing/outbox-kit.ts';
import { DEFAULT_TIMING } from './timing/default-timing.ts';

let bench: ReturnType<typeof createBench>;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

const BY = 'Priya N.';
const BAD = { do: 'fail-before', error: errors.bad } as const;
const GIVE_UP: Resolution = { do: 'discard', reason: 'typed wrong' };
const AS_NEW: Resolution = { do: 'send-as-new' };
const DECISIONS: readonly Resolution[] = [
  GIVE_UP,
  {
    do: 'correct-guest',
    guest: { firstName: 'Ana', lastName: 'Petrescu', phone: '4155550199', email: null },
  },
  { do: 'use-existing', guestId: 'guest-9' },
];
const no = (code: string) => ({ ok: false, error: { code } });
const OK = { ok: true, value: null };

/** A CRM whose answers to questions can be kept waiting. */
function waitable() {
  const crm = createScriptedCrm();
  const waiting: (() => void)[] = [];
  const state = { wait: false };
  const wait = async <T>(answer: Promise<Result<T, CrmError>>): Promise<Result<T, CrmError>> => {
    if (state.wait) await new Promise<void>((go) => waiting.push(go));
    return answer;
  };
  const gateway = {
    ...crm,
    findCredit: (id: string) => wait(crm.findCredit(id)),
    findGuest: (id: string) => wait(crm.findGuest(id)),
  };
  const answer = (): void => {
    state.wait = false;
    for (const go of waiting.splice(0)) go();
  };
  return { crm, gateway, state, answer };
}

async function refusedCredit() {
  const { crm, gateway, state, answer } = waitable();
  const run = bench.run(crm, createFakeTime(), { gateway });
  crm.script(BAD);
  const given = credit();
  run.outbox.accept(given);
  await run.time.pass(UNDO + 2 * SETTLE);
  expect(run.outbox.find(given.id)?.state).toBe('refused');
  return { ...run, crm, state, answer, given };
}

async function refusedGuest() {
  const { crm, gateway, state, answer } = waitable();
  const run = bench.run(crm, createFakeTime(), { gateway });
  crm.scriptGuest(BAD);
  const ana = newGuest();
  const { guestId } = ana.guest;
  run.outbox.acceptGuest(ana);
  const given = credit({ guestId });
  run.outbox.accept(given);
  await run.time.pass(UNDO + 2 * SETTLE);
  return { ...run, crm, state, answer, ana, guestId, given };
}

test.each<[string, CrmError]>([
  ['400', errors.bad],
  ['404', errors.missing],
  ['409', errors.conflict],
  ['403', errors.denied],
  ['410', errors.gone],
  ['500', errors.server],
  ['a 429 page', errors.busyPage],
])('carried out and answered %s: asked about, settled, posted once', async (_what, error) => {
  const crm = createScriptedCrm();
  crm.script({ do: 'fail-after', error });
  const { outbox, time } = bench.run(crm);
  const given = credit();
  outbox.accept(given);
  await time.pass(UNDO + 2 * SETTLE);
  expect(outbox.find(given.id)?.state).toBe('settled');
  expect([crm.posts.length, crm.recorded.length]).toEqual([1, 1]);
});

describe('carried out long after Toast refused it and showed nothing', () => {
  test.each([AS_NEW, GIVE_UP])('$do finds it there: settled, nothing new', async (resolution) => {
    const { outbox, time, crm, given } = await refusedCredit();
    crm.recorded.push(...crm.posts);
    expect(await outbox.resolve(given.id, resolution, BY)).toEqual(no('already-at-toast'));
    expect(outbox.find(given.id)?.state).toBe('settled');
    await time.pass(HOUR);
    expect([crm.posts.length, crm.recorded.length]).toEqual([1, 1]);
  });

  test('with another amount: nothing new is made, and a person looks', async () => {
    const { outbox, crm, given } = await refusedCredit();
    crm.recorded.push(...crm.posts.map((post) => ({ ...post, amount: cents(1) })));
    expect(await outbox.resolve(given.id, AS_NEW, BY)).toEqual(no('already-at-toast'));
    expect(outbox.find(given.id)).toMatchObject({ state: 'stuck', stuck: 'different-content' });
    expect(await outbox.resolve(given.id, AS_NEW, BY)).toEqual(no('already-at-toast'));
    expect(await outbox.resolve(given.id, GIVE_UP, BY)).toEqual(OK);
    expect(crm.posts).toHaveLength(1);
  });

  test.each(DECISIONS)(
    'a new guest, and $do: they are settled, their credit follows as it is',
    async (it) => {
      const { outbox, time, crm, ana, guestId, given } = await refusedGuest();
      crm.guests.push(ana.guest);
      expect(await outbox.resolve(guestId, it, BY)).toEqual(no('already-at-toast'));
      await time.pass(SETTLE);
      expect(crm.guestPosts).toHaveLength(1);
      expect(crm.recorded.map(({ creditId }) => creditId)).toEqual([given.id]);
      expect(outbox.waiting().count).toBe(0);
    },
  );
});

describe('Toast cannot be asked', () => {
  test('nothing new is made of a credit, until it can', async () => {
    const { outbox, time, crm, given } = await refusedCredit();
    crm.scriptGet(errors.notSent);
    expect(await outbox.resolve(given.id, AS_NEW, BY)).toEqual(no('cannot-ask'));
    expect(outbox.find(given.id)?.state).toBe('refused');
    expect(await outbox.resolve(given.id, AS_NEW, BY)).toEqual(OK);
    await time.pass(SETTLE);
    expect(crm.recorded).toHaveLength(1);
  });

  test('nor of a guest, where one of several questions is not answered', async () => {
    const { outbox, crm, guestId } = await refusedGuest();
    for (const decision of DECISIONS.slice(1)) {
      crm.scriptGet('nothing', errors.server);
      expect(await outbox.resolve(guestId, decision, BY)).toEqual(no('cannot-ask'));
      expect(outbox.waiting()).toMatchObject({ count: 2, needPerson: 2 });
    }
  });

  test('giving up makes nothing, so it is done', async () => {
    const { outbox, time, crm, guestId, given } = await refusedGuest();
    crm.scriptGet(errors.notSent, errors.notSent);
    expect(await outbox.resolve(guestId, GIVE_UP, BY)).toEqual(OK);
    expect(outbox.find(given.id)?.state).toBe('cancelled');
    await time.pass(HOUR);
    expect(crm.posts).toEqual([]);
  });
});

describe('while Toast is asked', () => {
  test('two managers at once: one of them decides', async () => {
    const { outbox, time, crm, state, answer, given } = await refusedCredit();
    state.wait = true;
    const both = [AS_NEW, AS_NEW].map((it) => outbox.resolve(given.id, it, BY));
    await time.pass(0);
    answer();
    expect(await Promise.all(both)).toEqual([OK, no('not-possible')]);
    await time.pass(SETTLE);
    expect(crm.recorded).toHaveLength(1);
  });

  test('one gives a guest up, another corrects them: one of them decides', async () => {
    const { outbox, time, crm, state, answer, guestId } = await refusedGuest();
    state.wait = true;
    const both = DECISIONS.slice(0, 2).map((it) => outbox.resolve(guestId, it, BY));
    await time.pass(0);
    answer();
    expect(await Promise.all(both)).toEqual([OK, no('not-possible')]);
    await time.pass(SETTLE);
    expect([crm.recorded.length, outbox.waiting().count]).toEqual([0, 0]);
  });

  test.each(DECISIONS)('credit that comes in behind the guest is not left behind ($do)', async (decision) => {
    const { outbox, time, crm, state, answer, guestId } = await refusedGuest();
    state.wait = true;
    const decided = outbox.resolve(guestId, decision, BY);
    expect(outbox.accept(credit({ guestId })).ok).toBe(true);
    answer();
    expect(await decided).toEqual(no('not-possible'));
    expect(outbox.list().items[0]).toMatchObject({ state: 'refused', creditBehind: { count: 2 } });
    expect(await outbox.resolve(guestId, decision, BY)).toEqual(OK);
    await time.pass(UNDO + SETTLE);
    expect([crm.recorded.length, outbox.waiting().count]).toEqual([decision === GIVE_UP ? 0 : 2, 0]);
  });

  test('an undo in that time is an undo: the decision is not carried out in part', async () => {
    const { outbox, time, crm, state, answer, guestId } = await refusedGuest();
    const late = credit({ guestId });
    outbox.accept(late);
    state.wait = true;
    const decided = outbox.resolve(guestId, DECISIONS[2] ?? GIVE_UP, BY);
    expect(outbox.undo(late.id).ok).toBe(true);
    answer();
    expect(await decided).toEqual(no('not-possible'));
    expect(await outbox.resolve(guestId, DECISIONS[2] ?? GIVE_UP, BY)).toEqual(OK);
    await time.pass(UNDO + SETTLE);
    expect(crm.recorded).toHaveLength(1);
  });

  test('the end of its undo moment does not stop a decision', async () => {
    const { outbox, time, state, answer, guestId } = await refusedGuest();
    outbox.accept(credit({ guestId }));
    state.wait = true;
    const decided = outbox.resolve(guestId, GIVE_UP, BY);
    await time.pass(UNDO);
    answer();
    expect(await decided).toEqual(OK);
    expect(outbox.waiting().count).toBe(0);
  });

  test('an entry whose row is gone is not made again', async () => {
    const { outbox, db, time, crm, state, answer, given } = await refusedCredit();
    state.wait = true;
    const decided = outbox.resolve(given.id, AS_NEW, BY);
    db.run('DELETE FROM outbox');
    answer();
    expect(await decided).toEqual(no('not-possible'));
    await time.pass(HOUR);
    expect(crm.posts).toHaveLength(1);
  });
});

describe('a file that went back in time', () => {
  /** Three credits, a copy of the file before they go, and then the copy in place of the file. */
  async function putBack(before: 'held' | 'queued') {
    const crm = createScriptedCrm();
    const first = bench.run(crm);
    const given = ['a', 'b', 'c'].map((guestId) => credit({ guestId }));
    for (const each of given) first.outbox.accept(each);
    if (before === 'queued') {
      crm.script(...given.map(() => ({ do: 'fail-before', error: errors.notSent }) as const));
      await first.time.pass(UNDO);
    }
    first.crash();
    const [file, copy] = [join(bench.dir, 'kiosk.db'), join(bench.dir, 'copy.db')];
    cpSync(file, copy);
    const second = bench.run(crm);
    await second.time.pass(UNDO + 4 * SETTLE);
    expect([crm.recorded.length, second.outbox.waiting().count]).toEqual([3, 0]);
    second.crash();
    for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
    cpSync(copy, file);
    return { crm, given };
  }

  test.each(['held', 'queued'] as const)(
    'is not believed: asked about by GUID, sent once (%s)',
    async (before) => {
      const { crm, given } = await putBack(before);
      const posts = crm.posts.length;
      const third = bench.run(crm);
      expect(third.outbox.waiting().count).toBe(3);
      await third.time.pass(UNDO + 4 * SETTLE);
      expect([crm.recorded.length, crm.posts.length]).toEqual([3, posts]);
      for (const { id } of given) expect(third.outbox.find(id)?.state).toBe('settled');
    },
  );

  test('nothing is sent while Toast cannot be asked', async () => {
    const { crm } = await putBack('held');
    const posts = crm.posts.length;
    const gateway = { ...crm, findCredit: async () => ({ ok: false, error: errors.server }) as const };
    const third = bench.run(crm, createFakeTime(), { gateway });
    await third.time.pass(5 * HOUR);
    expect(crm.posts).toHaveLength(posts);
    expect(third.outbox.waiting().count).toBe(3);
  });

  test('on two PCs at once, where one was told not to send: each credit once', async () => {
    const crm = createScriptedCrm();
    const first = bench.run(crm);
    for (const guestId of ['a', 'b', 'c']) first.outbox.accept(credit({ guestId }));
    first.crash();
    const other = createBench();
    cpSync(join(bench.dir, 'kiosk.db'), join(other.dir, 'kiosk.db'));
    let held = true;
    const one = bench.run(crm);
    const two = other.run(crm, createFakeTime(), { mayNotSend: () => held });
    for (let i = 0; i < 10; i += 1) for (const { time } of [one, two]) await time.pass(UNDO);
    held = false;
    two.outbox.wake();
    await two.time.pass(HOUR);
    expect([crm.recorded.length, one.outbox.waiting().count, two.outbox.waiting().count]).toEqual([3, 0, 0]);
    two.crash();
    other.remove();
  });
});

describe('a form that an earlier run opened', () => {
  test.each([UNDO, 0])(
    'with %i ms to undo: what was sent from it is found, and not posted again',
    async (undoMs) => {
      const crm = createScriptedCrm();
      const given = credit();
      crm.recorded.push({
        creditId: given.id,
        guestId: given.guestId,
        amount: given.amount,
        note: given.note,
        givenAt: given.givenAt,
      });
      const { outbox, time } = bench.run(crm, createFakeTime(), {
        isOfEarlierRun: (id) => id === given.id,
        timing: { ...DEFAULT_TIMING, undoMs },
      });
      outbox.accept(given);
      await time.pass(UNDO + 1);
      expect(outbox.find(given.id)?.state).toBe('settled');
      expect(crm.posts).toHaveLength(0);
    },
  );

  test('carries a new credit after the proof that nothing was sent from it', async () => {
    const crm = createScriptedCrm();
    const given = credit();
    const { outbox, time } = bench.run(crm, createFakeTime(), { isOfEarlierRun: () => true });
    outbox.accept(given);
    await time.pass(UNDO + 1);
    expect(crm.posts).toHaveLength(0);
    await time.pass(2 * SETTLE);
    expect(crm.posts).toHaveLength(1);
    expect(outbox.find(given.id)?.state).toBe('settled');
  });
});

test('a guest that a manager calls new is asked about first: an older copy may not know that they were created', async () => {
  const crm = createScriptedCrm();
  const known = newGuest().guest;
  crm.guests.push(known);
  const time = createFakeTime();
  const first = bench.run(crm, time);
  const ana = newGuest();
  first.outbox.acceptGuest(ana);
  await time.pass(0);
  const copy = join(bench.dir, 'copy.db');
  first.db.run('VACUUM INTO ?', [copy]);
  await first.outbox.resolve(ana.guest.guestId, { do: 'create-anyway' }, BY);
  await time.pass(2 * SETTLE);
  expect(crm.guestPosts).toHaveLength(1);
  first.crash();
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(bench.dir, `kiosk.db${suffix}`), { force: true });
  cpSync(copy, join(bench.dir, 'kiosk.db'));
  const second = bench.run(crm, time);
  await second.outbox.resolve(ana.guest.guestId, { do: 'create-anyway' }, BY);
  await time.pass(3 * SETTLE);
  expect(crm.guestPosts).toHaveLength(1);
  expect(second.outbox.list().items).toEqual([]);
});
