/** What others read of the outbox: sums, places of a GUID, and the credit that was given. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createScriptedCrm } from '../../testing/crm/scripted-crm.ts';
import { createBench, credit, UNDO } from '../../testing/outbox-kit.ts';
import { createGivenInOutbox } from './given.ts';
import { countAltered, entryIds, entryRow, placeOf, unsealedEntries, waitingTotals } from './queries.ts';

let bench: ReturnType<typeof createBench>;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

const FOREVER = [0, Number.MAX_SAFE_INTEGER] as const;

test('credit given and settled, in its span, with who approved it and how it ended', async () => {
  const { outbox, time, db } = bench.run(createScriptedCrm());
  const [sent, undone] = [credit(), credit({ approvedBy: { id: 'priya', shortName: 'Priya N.' } })];
  outbox.accept(sent);
  outbox.accept(undone);
  expect(outbox.undo(undone.id)).toMatchObject({ ok: true });
  await time.pass(2 * UNDO);
  const given = createGivenInOutbox(db, () => true);
  expect(
    given.givenBetween(...FOREVER).map(({ creditId, state, how }) => ({ creditId, state, how })),
  ).toEqual([
    { creditId: sent.id, state: 'settled', how: null },
    { creditId: undone.id, state: 'cancelled', how: 'undone' },
  ]);
  expect(given.givenBetween(...FOREVER).map(({ approvedBy }) => approvedBy)).toEqual([null, 'Priya N.']);
  expect(given.settledBetween(...FOREVER).map(({ creditId }) => creditId)).toEqual([sent.id]);
  expect(given.settledBetween(0, 1)).toEqual([]);
  expect(given.find(sent.id)).toMatchObject({ amount: sent.amount, guestId: sent.guestId });
  expect(given.find('nobody')).toBeNull();
  expect([given.has(sent.id), given.has('nobody')]).toEqual([true, false]);
});

test('a row that is not as it was written is left out', () => {
  const { outbox, db } = bench.run(createScriptedCrm());
  const given = credit();
  outbox.accept(given);
  expect(createGivenInOutbox(db, () => false).givenBetween(...FOREVER)).toEqual([]);
});

test.each([
  ['{"state":"cancelled","how":7}', null],
  ['no JSON', null],
])('a cancelled row whose detail is %s is no undo', (detail, how) => {
  const { outbox, db } = bench.run(createScriptedCrm());
  const given = credit();
  outbox.accept(given);
  db.run("UPDATE outbox SET state = 'cancelled', detail = ? WHERE id = ?", [detail, given.id]);
  expect(createGivenInOutbox(db, () => true).find(given.id)?.how).toBe(how);
});

test('what is waiting is counted, what was altered is counted apart, and a GUID is here, gone or never was', () => {
  const { outbox, db } = bench.run(createScriptedCrm());
  const [one, two] = [credit(), credit()];
  outbox.accept(one);
  outbox.accept(two);
  expect(waitingTotals(db)).toEqual({ count: 2, sum: one.amount + two.amount });
  expect(countAltered(db)).toBe(0);
  db.run(`UPDATE outbox SET state = 'stuck', detail = '{"state":"stuck","why":"altered"}' WHERE id = ?`, [
    one.id,
  ]);
  expect(countAltered(db)).toBe(1);
  expect(unsealedEntries(db)).toEqual([]);
  db.run('UPDATE outbox SET seal = NULL WHERE id = ?', [two.id]);
  expect(unsealedEntries(db).map((row) => row['id'])).toEqual([two.id]);
  expect(entryRow(db, two.id)?.['amount']).toBe(two.amount);
  expect(entryRow(db, 'nobody')).toBeUndefined();
  expect(entryIds(db).has(two.id)).toBe(true);
  expect(entryIds(db).has('nobody')).toBe(false);
  db.run('DELETE FROM outbox WHERE id = ?', [two.id]);
  expect([placeOf(db, one.id), placeOf(db, two.id), placeOf(db, 'nobody')]).toEqual([
    'here',
    'gone',
    'never',
  ]);
});
