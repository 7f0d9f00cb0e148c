/** Rows that are not as this kiosk wrote them: set aside, never sent, never counted. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { createGivenLog } from '../audit/given-log.ts';
import type { LoggedEntry, RowSeals } from '../ports.ts';
import { createScriptedCrm } from '../testing/crm/scripted-crm.ts';
import { createFakeRowSeals, createFakeSealer, createFakeTime } from '../testing/fakes.ts';
import { createBench, credit, newGuest, UNDO } from '../testing/outbox-kit.ts';
import { createDaySums } from './reads/day-sums.ts';
import { reverifyOpenEntries } from './recover-entries.ts';
import { createOutboxStore } from './store.ts';

let bench: ReturnType<typeof createBench>;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

const FOREVER = { from: 0, to: Number.MAX_SAFE_INTEGER };

test('edited while it waits: it is not sent, and a manager can only give it up', async () => {
  const crm = createScriptedCrm();
  const { outbox, time, db } = bench.run(crm);
  const given = credit();
  outbox.accept(given);
  db.run('UPDATE outbox SET amount = 90000 WHERE id = ?', [given.id]);
  await time.pass(2 * UNDO);
  expect(crm.posts).toEqual([]);
  expect(outbox.find(given.id)).toMatchObject({ state: 'stuck', stuck: 'altered' });
  for (const what of ['recheck', 'send-as-new'] as const) {
    expect(await outbox.resolve(given.id, { do: what }, 'Priya N.')).toMatchObject({ ok: false });
  }
  expect(await outbox.resolve(given.id, { do: 'discard', reason: 'Edited' }, 'Priya N.')).toMatchObject({
    ok: true,
  });
  expect(outbox.find(given.id)?.state).toBe('cancelled');
});

test('what is altered counts for nothing, and needs a person', async () => {
  const crm = createScriptedCrm();
  const first = bench.run(crm);
  const [one, two] = [credit(), credit({ guestId: 'guest-2' })];
  for (const given of [one, two]) first.outbox.accept(given);
  first.db.run('UPDATE outbox SET given_by_id = ? WHERE id = ?', ['x', one.id]);
  first.crash();
  const { outbox, db } = bench.run(crm);
  expect(outbox.waiting()).toMatchObject({ count: 2, sum: 1_500, needPerson: 1 });
  expect(outbox.waitingFor('guest-1')).toBe(0);
  expect(outbox.givenBy('x', 0, FOREVER.to)).toEqual({ count: 0, sum: 0 });
  const sums = createDaySums(db, createFakeRowSeals(db), createGivenLog(db));
  expect(sums.byEmployee('x', FOREVER, '')).toBe(0);
  expect(sums.waiting('')).toEqual({ count: 2, sum: 1_500 });
});

test('the row is made what the log has of it, and its history keeps what stood there', async () => {
  const time = createFakeTime();
  const first = bench.run(createScriptedCrm(), time);
  const [one, two] = [credit(), credit()];
  for (const given of [one, two]) first.outbox.accept(given);
  first.db.run("UPDATE outbox SET amount = 1, kind = 'add-credit', guest_id = 'g', given_at = -5");
  const seals = createFakeRowSeals(first.db);
  const approver = { id: 'priya', shortName: 'Priya N.' };
  const logged: RowSeals['logged'] = (id) => ({
    ...{ guestId: 'guest-1', amount: 1_500, reasonId: 'long-wait', by: one.givenBy, at: 7 },
    approver: id === one.id ? approver : null,
  });
  first.crash();
  const { outbox, db } = bench.run(createScriptedCrm(), time, {});
  db.run('UPDATE outbox SET seal = NULL');
  expect(outbox.find(one.id)).toMatchObject({ stuck: 'altered', amount: 1, guestId: 'g' });
  expect(seals.reported).toEqual([]);
  const again = { ...createFakeRowSeals(db), logged };
  const store = createOutboxStore(db, createFakeSealer(), again);
  const found = store.markUnreadable(20);
  expect(found.map(({ work }) => work)).toMatchObject([
    { guestId: 'guest-1', amount: 1_500, givenAt: 7, approvedBy: approver },
    { guestId: 'guest-1', amount: 1_500, givenAt: 7, approvedBy: null },
  ]);
  expect(again.reported).toEqual([`outbox ${one.id} inserted`, `outbox ${two.id} inserted`]);
  expect(db.all("SELECT event FROM outbox_history WHERE event = 'stood' AND id = ?", [one.id])).toHaveLength(
    2,
  );
  // Brought back, once: credit with and without an approver, and a guest of whom nothing is left.
  db.run('DELETE FROM outbox');
  const missing = new Map<string, LoggedEntry>([
    [one.id, { kind: 'credit', at: 9, over: null }],
    [two.id, { kind: 'credit', at: 9, over: null }],
    ['guest-9', { kind: 'guest', at: 9, over: null }],
  ]);
  const back = store.bringBack(missing, 30);
  expect(back.map(({ work, at }) => [work.kind, work.guestId, at])).toEqual([
    ['add-credit', 'guest-1', { state: 'stuck', why: 'altered' }],
    ['add-credit', 'guest-1', { state: 'stuck', why: 'altered' }],
    ['create-guest', 'guest-9', { state: 'stuck', why: 'altered' }],
  ]);
  expect(store.bringBack(missing, 31)).toEqual([]);
  // What was over is here again as it ended, and no one has to decide about it.
  db.run('DELETE FROM outbox');
  const ends: readonly LoggedEntry['over'][] = [
    { state: 'settled' },
    { state: 'cancelled', how: 'undone', replacement: null },
    { state: 'cancelled', how: 'replaced', replacement: two.id },
    { state: 'cancelled', how: 'discarded', replacement: null },
  ];
  const over = ends.map((end, n): [string, LoggedEntry] => [
    `over-${n}`,
    { kind: 'credit', at: n, over: end },
  ]);
  again.reported.length = 0;
  expect(store.bringBack(over, 40)).toEqual([]);
  expect(over.map(([id]) => store.get(id))).toMatchObject(
    [
      { state: 'settled', how: 'found' },
      { state: 'cancelled', how: 'undone' },
      { state: 'cancelled', how: 'replaced', by: '', replacement: two.id },
      { state: 'cancelled', how: 'discarded', by: '', reason: '' },
    ].map((at, n) => ({ at, since: n, work: { amount: 1_500, guestId: 'guest-1' } })),
  );
  expect(again.reported).toEqual(over.map(([id]) => `outbox ${id} restored`));
  expect(over.map(([id]) => again.check('outbox', id))).toEqual(over.map(() => 'whole'));
});

describe('compared with the log after a start', () => {
  test('what is over and was edited needs a person; the rest is left alone', async () => {
    const crm = createScriptedCrm();
    const { outbox, time, db, changes } = bench.run(crm);
    const [one, two] = [credit(), credit({ guestId: 'guest-2' })];
    for (const given of [one, two]) outbox.accept(given);
    await time.pass(2 * UNDO);
    expect(outbox.find(one.id)?.state).toBe('settled');
    db.run('UPDATE outbox SET amount = 1 WHERE id = ?', [one.id]);
    changes.length = 0;
    const comparing = outbox.compare(new Map([['gone', { kind: 'guest', at: 1, over: null }]]));
    await time.pass(1);
    expect(await comparing).toBe(true);
    expect(changes.map(({ state, stuck }) => [state, stuck])).toEqual([
      ['stuck', 'altered'],
      ['stuck', 'altered'],
    ]);
    expect(outbox.find(two.id)?.state).toBe('settled');
    // Entries whose proof is gone with a line of the log; what is over, or set aside already, is not among them.
    const late = credit({ guestId: 'guest-3' });
    outbox.accept(late);
    changes.length = 0;
    outbox.condemn([one.id, two.id, late.id, 'unknown']);
    expect(changes).toMatchObject([{ creditId: late.id, stuck: 'altered' }]);
  });

  test('a slice at a time, and no longer than the kiosk runs', async () => {
    const { outbox, time } = bench.run(createScriptedCrm());
    const comparing = outbox.compare(new Map());
    await outbox.stop(0);
    await time.pass(1);
    expect(await comparing).toBe(false);
  });

  test('more than a slice', () => {
    const { db } = bench.run(createScriptedCrm());
    const store = createOutboxStore(db, createFakeSealer(), createFakeRowSeals(db));
    const ids = ['a', 'b', 'c'];
    const limits = { count: 9, sum: cents(1_000_000), ageMs: 1e9 };
    for (const id of ids) {
      const work = { kind: 'add-credit', ...credit({ id }) } as const;
      const how = { undoMs: 9, limits, now: 1, acceptedAt: 1, ageOf: () => 0 };
      const taken = store.accept(work, how);
      if (!taken.ok) throw new Error(taken.error.code);
      const to = { ...taken.value, at: { state: 'cancelled', how: 'undone' } as const };
      expect(store.put(taken.value, to, 'undo', 2)).toBe(true);
    }
    expect(store.inspectOver('', 2, 3)).toEqual({ altered: [], last: 'b' });
    expect(store.inspectOver('b', 2, 3)).toEqual({ altered: [], last: null });
  });
});

test('a date is not put right on a row that was edited, and a distrusted row stays to be found', async () => {
  const { outbox, db } = bench.run(createScriptedCrm());
  const given = credit();
  outbox.accept(given);
  db.run('UPDATE outbox SET amount = 7');
  const seals = createFakeRowSeals(db);
  expect(reverifyOpenEntries(db, createFakeSealer(), seals, new Set(), 1)).toBe(0);
  createOutboxStore(db, createFakeSealer(), seals).date(given.id, 5, 6);
  expect(db.get('SELECT state, detail, accepted_at > 5 AS undated FROM outbox')).toEqual({
    state: 'stuck',
    detail: '{"state":"stuck","why":"altered"}',
    undated: 1,
  });
});

test('an altered guest can be corrected; nothing that was edited is sent', async () => {
  const crm = createScriptedCrm();
  const first = bench.run(crm);
  const guest = newGuest();
  first.outbox.acceptGuest(guest);
  first.db.run("UPDATE outbox SET guest_id = 'other'");
  first.crash();
  const { outbox } = bench.run(crm);
  expect(outbox.list().items).toMatchObject([{ kind: 'create-guest', stuck: 'altered' }]);
  const details = { firstName: 'Ana', lastName: 'P.', phone: '4155550142', email: null };
  const resolved = await outbox.resolve(
    guest.guest.guestId,
    { do: 'correct-guest', guest: details },
    'Priya N.',
  );
  expect(resolved).toMatchObject({ ok: true });
});
