import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CrmError } from '../ports.ts';
import { createScriptedCrm, errors } from '../testing/crm/scripted-crm.ts';
import { createFakeTime } from '../testing/fakes.ts';
import { createBench, credit, HOUR, newGuest, SETTLE, UNDO } from '../testing/outbox-kit.ts';

let bench: ReturnType<typeof createBench>;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

/** A CRM that took the first request, lost its answer, and finds nothing by GUID for ever. */
function blindByGuid(first: CrmError, history: CrmError | 'shown' | null) {
  const crm = createScriptedCrm();
  crm.script({ do: 'fail-after', error: first });
  crm.scriptGet(...Array.from({ length: 200 }, () => 'nothing' as const));
  crm.setHistory(history);
  return crm;
}

describe('a credit that its GUID does not find', () => {
  test.each<[string, CrmError]>([
    ['a cut', errors.cut],
    ['a time-out', errors.timeout],
    ['a refusal', errors.bad],
    ['a conflict', errors.conflict],
    ['a 403', errors.denied],
  ])('is found in the guest’s own history, and not sent again, after %s', async (_what, first) => {
    const crm = blindByGuid(first, 'shown');
    const run = bench.run(crm);
    const { id } = credit();
    run.outbox.accept({ ...credit(), id });
    await run.time.pass(UNDO + 10 * SETTLE);
    expect(crm.posts).toHaveLength(1);
    expect(run.outbox.find(id)).toMatchObject({ state: 'settled' });
  });

  test('needs a person where the history has something else under it', async () => {
    const crm = blindByGuid(errors.cut, 'shown');
    const run = bench.run({
      ...crm,
      findInHistory: async (guestId, id) => {
        const found = await crm.findInHistory(guestId, id);
        return found.ok && found.value ? { ok: true, value: { ...found.value, type: 'REDEMPTION' } } : found;
      },
    });
    const given = credit();
    run.outbox.accept(given);
    await run.time.pass(UNDO + 10 * SETTLE);
    expect(crm.posts).toHaveLength(1);
    expect(run.outbox.find(given.id)).toMatchObject({ state: 'stuck', stuck: 'different-content' });
  });

  test('is not sent again while the history cannot be read', async () => {
    const crm = blindByGuid(errors.cut, errors.html);
    const run = bench.run(crm);
    const given = credit();
    run.outbox.accept(given);
    await run.time.pass(UNDO + HOUR / 2);
    expect(crm.posts).toHaveLength(1);
    expect(run.outbox.find(given.id)).toMatchObject({ state: 'verifying' });
    crm.setHistory('shown');
    await run.time.pass(HOUR / 2);
    expect(crm.posts).toHaveLength(1);
    expect(run.outbox.find(given.id)).toMatchObject({ state: 'settled' });
  });

  test('that an earlier run may have sent is looked for there before it is sent', async () => {
    const crm = createScriptedCrm();
    const first = bench.run(crm);
    const given = credit();
    first.outbox.accept(given);
    await first.time.pass(UNDO / 2);
    first.crash();
    // As after an older copy was put back: the CRM has it, and this file says that nothing was sent.
    crm.recorded.push({ ...given, creditId: given.id });
    crm.scriptGet(...Array.from({ length: 200 }, () => 'nothing' as const));
    crm.setHistory('shown');
    const second = bench.run(crm, createFakeTime());
    await second.time.pass(UNDO + 10 * SETTLE);
    expect(crm.posts).toHaveLength(0);
    expect(second.outbox.find(given.id)).toMatchObject({ state: 'settled' });
  });

  test.each<[string, CrmError | null]>([
    ['shows nothing of it', null],
    ['is of nobody', errors.missing],
    ['is refused', errors.bad],
  ])('is sent again where the history %s', async (_what, history) => {
    const crm = createScriptedCrm();
    crm.script({ do: 'fail-before', error: errors.cut });
    crm.setHistory(history);
    const run = bench.run(crm);
    const given = credit();
    run.outbox.accept(given);
    await run.time.pass(UNDO + 10 * SETTLE);
    expect(crm.posts).toHaveLength(2);
    expect(crm.recorded).toHaveLength(1);
    expect(run.outbox.find(given.id)).toMatchObject({ state: 'settled' });
  });
});

test('a new guest has no history to look in, and is created again where their GUID finds no one', async () => {
  const crm = createScriptedCrm();
  crm.scriptGuest({ do: 'fail-before', error: errors.cut });
  crm.setHistory(errors.html);
  const run = bench.run(crm);
  run.outbox.acceptGuest(newGuest());
  await run.time.pass(10 * SETTLE);
  expect(crm.guestPosts).toHaveLength(2);
  expect(crm.guests).toHaveLength(1);
});
