import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Resolution } from '../../src-preload/contract/outbox.ts';
import { createScriptedCrm, errors } from '../testing/crm/scripted-crm.ts';
import { createFakeRowSeals, createFakeSealer, createFakeTime } from '../testing/fakes.ts';
import { createBench, credit, HOUR, newGuest, SETTLE, UNDO } from '../testing/outbox-kit.ts';
import { reverifyOpenEntries } from './recover-entries.ts';

let bench: ReturnType<typeof createBench>;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

const BY = 'Priya N.';
const BAD = { do: 'fail-before', error: errors.bad } as const;
const OK = { ok: true, value: null };
const GIVE_UP: Resolution = { do: 'discard', reason: 'typed wrong' };
const CORRECT: Resolution = {
  do: 'correct-guest',
  guest: { firstName: 'Ana', lastName: 'Petrescu', phone: '4155550199', email: null },
};

/** A new guest that Toast refused, and credit given to them. */
async function refusedGuest() {
  const crm = createScriptedCrm();
  const run = bench.run(crm);
  crm.scriptGuest(BAD);
  const ana = newGuest();
  const { guestId } = ana.guest;
  run.outbox.acceptGuest(ana);
  const given = credit({ guestId });
  run.outbox.accept(given);
  await run.time.pass(UNDO + 2 * SETTLE);
  return { ...run, crm, guestId, given };
}

describe('credit behind a new guest that Toast refused', () => {
  test('needs a person at once, with what it comes to', async () => {
    const { outbox, given } = await refusedGuest();
    expect(outbox.list()).toMatchObject({
      items: [
        { kind: 'create-guest', state: 'refused', creditBehind: { count: 1, sum: given.amount } },
        { kind: 'add-credit', state: 'queued', guestNeedsPerson: true },
      ],
      summary: { count: 2, needPerson: 2 },
    });
  });

  test('never stops credit for others, and grows too old by itself', async () => {
    const { outbox, time, crm, given } = await refusedGuest();
    for (const hours of [1, 23, 25, 47, 71]) {
      await time.pass(hours * HOUR - (time.clock.monotonic() - 1_000));
      expect(outbox.accept(credit({ guestId: `guest-${hours}` })).ok).toBe(true);
    }
    await time.pass(HOUR);
    expect(outbox.find(given.id)).toMatchObject({ state: 'queued' });
    await time.pass(2 * HOUR);
    expect(outbox.find(given.id)).toMatchObject({ state: 'stuck', stuck: 'too-old' });
    expect(outbox.accept(credit({ guestId: 'guest-74' })).ok).toBe(true);
    await time.pass(UNDO);
    expect(crm.recorded).toHaveLength(6);
  });

  describe.each<[string, number]>([
    ['soon', 0],
    ['after a day', 25],
    ['when it is too old', 100],
  ])('ends %s', (_when, hours) => {
    test('with the guest given up', async () => {
      const { outbox, time, crm, guestId, given } = await refusedGuest();
      await time.pass(hours * HOUR);
      expect(await outbox.resolve(guestId, GIVE_UP, BY)).toEqual(OK);
      expect(outbox.find(given.id)?.state).toBe('cancelled');
      expect([outbox.waiting().count, crm.posts.length]).toEqual([0, 0]);
    });

    test('with the guest corrected: created again, their credit after them, once', async () => {
      const { outbox, time, crm, guestId, given } = await refusedGuest();
      await time.pass(hours * HOUR);
      expect(await outbox.resolve(guestId, CORRECT, BY)).toEqual(OK);
      await time.pass(SETTLE);
      const [created] = crm.guests;
      expect(created).toMatchObject({ phone: '4155550199', firstName: 'Ana' });
      expect(created?.guestId).not.toBe(guestId);
      expect(crm.recorded).toMatchObject([
        { guestId: created?.guestId, amount: given.amount, note: given.note },
      ]);
      expect(crm.recorded[0]?.creditId).not.toBe(given.id);
      expect(outbox.waiting().count).toBe(0);
    });

    test('with the credit given to another guest', async () => {
      const { outbox, time, crm, guestId } = await refusedGuest();
      await time.pass(hours * HOUR);
      expect(await outbox.resolve(guestId, { do: 'use-existing', guestId: 'guest-9' }, BY)).toEqual(OK);
      await time.pass(SETTLE);
      expect(crm.recorded.map((line) => line.guestId)).toEqual(['guest-9']);
      expect([outbox.waiting().count, crm.guestPosts.length]).toEqual([0, 1]);
    });
  });

  test.each<[string, Resolution, number]>([
    ['given up', GIVE_UP, 0],
    ['corrected', CORRECT, 1],
    ['given to another', { do: 'use-existing', guestId: 'guest-9' }, 1],
  ])('after a restart, too: %s', async (_how, resolution, credits) => {
    const { crash, crm, guestId, given } = await refusedGuest();
    crash();
    const { outbox, time } = bench.run(crm);
    await time.pass(80 * HOUR);
    expect(outbox.find(given.id)).toMatchObject({ guestNeedsPerson: true });
    expect(outbox.accept(credit({ guestId: 'guest-3' })).ok).toBe(true);
    await time.pass(UNDO);
    expect(await outbox.resolve(guestId, resolution, BY)).toEqual(OK);
    await time.pass(SETTLE);
    expect([outbox.waiting().count, crm.recorded.length]).toEqual([0, 1 + credits]);
  });
});

test('a corrected guest is looked for like any new one', async () => {
  const { outbox, time, crm, guestId } = await refusedGuest();
  crm.guests.push(newGuest({ phone: '4155550199' }).guest);
  expect(await outbox.resolve(guestId, CORRECT, BY)).toEqual(OK);
  await time.pass(SETTLE);
  expect(outbox.list().items).toMatchObject([
    { state: 'stuck', stuck: 'guest-exists' },
    { guestNeedsPerson: true },
  ]);
});

test('a correction that nothing on this disk could keep sealed changes nothing', async () => {
  const { crash, crm, guestId, given } = await refusedGuest();
  crash();
  const sealer = { seal: () => null, open: () => null };
  const { outbox } = bench.run(crm, createFakeTime(), { sealer });
  expect(await outbox.resolve(guestId, CORRECT, BY)).toMatchObject({ error: { code: 'not-possible' } });
  expect(outbox.waiting().count).toBe(2);
  expect(await outbox.resolve(guestId, GIVE_UP, BY)).toEqual(OK);
  expect(outbox.find(given.id)?.state).toBe('cancelled');
});

test('something else at Toast under a credit’s GUID can be given up', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = bench.run(crm);
  crm.script({ do: 'fail-after', error: errors.timeout });
  const given = credit();
  outbox.accept(given);
  crm.scriptGet('other');
  await time.pass(UNDO + 2 * SETTLE);
  expect(outbox.find(given.id)).toMatchObject({ state: 'stuck', stuck: 'different-content' });
  crm.scriptGet('other');
  expect(await outbox.resolve(given.id, GIVE_UP, BY)).toEqual(OK);
  expect(outbox.find(given.id)?.state).toBe('cancelled');
});

describe('after the records were recovered, credit in doubt behind a new guest that Toast refused', () => {
  test.each<[string, Resolution]>([
    ['the guest given up', GIVE_UP],
    ['the guest corrected', CORRECT],
    ['somebody else chosen', { do: 'use-existing', guestId: 'guest-9' }],
  ])('is asked about, and ends with %s', async (_how, resolution) => {
    const { db, crash, time, guestId, given } = await refusedGuest();
    db.transaction(() =>
      reverifyOpenEntries(db, createFakeSealer(), createFakeRowSeals(db), new Set(), time.clock.now()),
    );
    crash();
    const crm = createScriptedCrm();
    const second = bench.run(crm, time);
    await time.pass(3 * SETTLE);
    expect(crm.gets).toContain(given.id);
    expect(await second.outbox.resolve(guestId, resolution, BY)).toEqual(OK);
    await time.pass(UNDO + 3 * SETTLE);
    expect(second.outbox.list().items).toEqual([]);
    expect(crm.posts).toHaveLength(resolution.do === 'discard' ? 0 : 1);
  });
});
