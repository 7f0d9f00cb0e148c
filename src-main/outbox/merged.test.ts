import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ok, type Result } from '../../src-preload/contract/result.ts';
import type { CrmError } from '../ports.ts';
import { createScriptedCrm, errors } from '../testing/crm/scripted-crm.ts';
import { createBench, credit, HOUR, SETTLE, UNDO } from '../testing/outbox-kit.ts';
import type { CrmCredit } from './gateway.ts';

let bench: ReturnType<typeof createBench>;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

const BY = 'Priya N.';
const B = 'guest-b';

/** A CRM that answers for the guest of every credit with another one, and a credit given to the first. */
async function waitsForMerged() {
  const crm = createScriptedCrm();
  const run = bench.run(crm, undefined, { guestName: (id) => (id === B ? 'Ben Kim' : null) });
  crm.scriptKept(B);
  const given = credit();
  run.outbox.accept(given);
  await run.time.pass(UNDO + SETTLE);
  return { ...run, crm, given };
}

describe('credit for a guest that Toast has merged into another one', () => {
  test('is never sent automatically, and waits for a manager under the name of the other one', async () => {
    const { outbox, time, crm, given } = await waitsForMerged();
    for (let hours = 0; hours < 100; hours += 10) {
      expect(outbox.find(given.id)).toMatchObject({
        ...{ state: 'stuck', stuck: 'guest-merged', guestId: given.guestId },
        mergedInto: { guestId: B, name: 'Ben Kim' },
      });
      await time.pass(10 * HOUR);
    }
    expect(crm.posts).toEqual([]);
    expect(outbox.waiting()).toMatchObject({ count: 1, needPerson: 1 });
  });

  test('a manager gives it to the other one: asked about first, then sent once under a GUID of its own', async () => {
    const { outbox, time, crm, given } = await waitsForMerged();
    expect(await outbox.resolve(given.id, { do: 'use-existing', guestId: B }, BY)).toEqual({
      ok: true,
      value: null,
    });
    expect(crm.gets).toEqual([given.id]);
    await time.pass(SETTLE);
    expect(crm.recorded).toMatchObject([{ guestId: B, amount: given.amount, note: given.note }]);
    expect(crm.recorded[0]?.creditId).not.toBe(given.id);
    expect([outbox.find(given.id)?.state, outbox.waiting().count]).toEqual(['cancelled', 0]);
  });

  test('a manager cancels it', async () => {
    const { outbox, crm, given } = await waitsForMerged();
    const cancel = { do: 'discard', reason: 'mistake' } as const;
    expect(await outbox.resolve(given.id, cancel, BY)).toEqual({ ok: true, value: null });
    expect([crm.posts.length, outbox.waiting().count]).toEqual([0, 0]);
  });

  test('goes to no one else', async () => {
    const { outbox, time, crm, given } = await waitsForMerged();
    const other = await outbox.resolve(given.id, { do: 'use-existing', guestId: 'guest-c' }, BY);
    expect(other).toEqual({ ok: false, error: { code: 'not-possible' } });
    await time.pass(SETTLE);
    expect([crm.posts.length, outbox.find(given.id)?.state]).toEqual([0, 'stuck']);
  });

  test('stays so after a restart', async () => {
    const { crash, crm, given } = await waitsForMerged();
    crash();
    const { outbox, time } = bench.run(crm);
    await time.pass(2 * HOUR);
    expect(outbox.find(given.id)).toMatchObject({ stuck: 'guest-merged', mergedInto: { guestId: B } });
    expect(crm.posts).toEqual([]);
  });

  test('is found out between two attempts, too', async () => {
    const crm = createScriptedCrm();
    const { outbox, time } = bench.run(crm);
    const given = credit();
    crm.script({ do: 'fail-before', error: errors.cut });
    crm.scriptKept(given.guestId, B);
    outbox.accept(given);
    await time.pass(UNDO + 10 * SETTLE);
    expect(crm.posts).toHaveLength(1);
    expect(outbox.find(given.id)).toMatchObject({ state: 'stuck', stuck: 'guest-merged' });
  });

  test('other credit may only be given to another guest where Toast has merged its own', async () => {
    const crm = createScriptedCrm();
    const { outbox, time } = bench.run(crm);
    const given = credit();
    crm.script({ do: 'fail-before', error: errors.bad });
    outbox.accept(given);
    await time.pass(UNDO + 10 * SETTLE);
    expect(outbox.find(given.id)?.state).toBe('refused');
    const elsewhere = await outbox.resolve(given.id, { do: 'use-existing', guestId: B }, BY);
    expect(elsewhere).toEqual({ ok: false, error: { code: 'not-possible' } });
  });
});

test.each(['answered', 'found', 'in the history'] as const)(
  'an answer that names another restaurant settles nothing, and a person looks: %s',
  async (how) => {
    const crm = createScriptedCrm();
    if (how !== 'answered') crm.script({ do: 'fail-after', error: errors.cut });
    if (how === 'in the history') crm.scriptGet(...Array.from({ length: 9 }, () => 'nothing' as const));
    crm.setHistory('shown');
    const { outbox, time } = bench.run({
      ...crm,
      addCredit: async (given) => elsewhere(await crm.addCredit(given)),
      findCredit: async (id) => elsewhere(await crm.findCredit(id)),
      findInHistory: async (guestId, id) => elsewhere(await crm.findInHistory(guestId, id)),
    });
    const given = credit();
    outbox.accept(given);
    await time.pass(UNDO + 10 * SETTLE);
    expect(outbox.find(given.id)).toMatchObject({ state: 'stuck', stuck: 'different-content' });
    expect(crm.posts).toHaveLength(1);
  },
);

/** What the CRM answers, as a transaction of another restaurant. */
function elsewhere<T extends CrmCredit | null>(answer: Result<T, CrmError>): Result<T, CrmError> {
  return answer.ok && answer.value !== null ? ok({ ...answer.value, elsewhere: true }) : answer;
}
