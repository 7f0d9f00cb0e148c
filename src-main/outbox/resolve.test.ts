import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Resolution } from '../../src-preload/contract/outbox.ts';
import { createScriptedCrm, errors } from '../testing/crm/scripted-crm.ts';
import { createFakeTime } from '../testing/fakes.ts';
import { createBench, credit, newGuest, SETTLE, UNDO } from '../testing/outbox-kit.ts';

let bench: ReturnType<typeof createBench>;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

const BY = 'Priya N.';
const BAD = { do: 'fail-before', error: errors.bad } as const;
const DOWN = { do: 'fail-before', error: errors.notSent } as const;
const NOT_POSSIBLE = { ok: false, error: { code: 'not-possible' } };
const GIVE_UP: Resolution = { do: 'discard', reason: 'typed in twice' };

/** A credit that the CRM refused. */
async function refused() {
  const crm = createScriptedCrm();
  const run = bench.run(crm);
  crm.script(BAD);
  const given = credit();
  run.outbox.accept(given);
  await run.time.pass(UNDO + 2 * SETTLE);
  expect(run.outbox.find(given.id)?.state).toBe('refused');
  return { ...run, crm, given };
}

/** A new guest whose number the CRM has, and credit that waits for them. */
async function existing() {
  const crm = createScriptedCrm();
  const run = bench.run(crm);
  const known = newGuest().guest;
  crm.guests.push(known);
  const ana = newGuest();
  const { guestId } = ana.guest;
  run.outbox.acceptGuest(ana);
  const given = credit({ guestId });
  run.outbox.accept(given);
  await run.time.pass(0);
  return { ...run, crm, given, guestId, known };
}

describe('sending a refused credit as a new one', () => {
  test('ends the one, begins the other, and tells of both', async () => {
    const { outbox, changes, time, crm, given } = await refused();
    changes.length = 0;
    crm.script({ do: 'hang', commits: false });
    expect(await outbox.resolve(given.id, { do: 'send-as-new' }, BY)).toEqual({ ok: true, value: null });
    await time.pass(0);
    const [ended, begun] = changes;
    expect(ended).toMatchObject({ creditId: given.id, state: 'cancelled' });
    expect(begun).toMatchObject({ guestId: given.guestId, amount: given.amount, state: 'queued' });
    expect(crm.posts.map(({ creditId }) => creditId === given.id)).toEqual([true, false]);
  });

  test('works once: a second tap finds nothing to decide', async () => {
    const { outbox, time, crm, given } = await refused();
    expect((await outbox.resolve(given.id, { do: 'send-as-new' }, BY)).ok).toBe(true);
    expect(await outbox.resolve(given.id, { do: 'send-as-new' }, BY)).toEqual(NOT_POSSIBLE);
    await time.pass(UNDO);
    expect(crm.recorded).toHaveLength(1);
  });
});

describe('what does not fit is not done', () => {
  test.each<[string, Resolution]>([
    ['asking again about what was plainly refused', { do: 'recheck' }],
    ['creating a credit anyway', { do: 'create-anyway' }],
    ['giving a credit’s guest as another', { do: 'use-existing', guestId: 'g-9' }],
    [
      'correcting a credit’s guest',
      { do: 'correct-guest', guest: { firstName: 'A', lastName: 'B', phone: '4155550199', email: null } },
    ],
  ])('%s', async (_what, resolution) => {
    const { outbox, given, changes } = await refused();
    changes.length = 0;
    expect(await outbox.resolve(given.id, resolution, BY)).toEqual(NOT_POSSIBLE);
    expect(outbox.find(given.id)?.state).toBe('refused');
    expect(changes).toEqual([]);
  });

  test('sending a refused guest as a new credit', async () => {
    const crm = createScriptedCrm();
    const { outbox, time } = bench.run(crm);
    crm.scriptGuest(BAD);
    const ana = newGuest();
    outbox.acceptGuest(ana);
    await time.pass(2 * SETTLE);
    expect(await outbox.resolve(ana.guest.guestId, { do: 'send-as-new' }, BY)).toEqual(NOT_POSSIBLE);
    expect(outbox.list().items).toMatchObject([{ kind: 'create-guest', state: 'refused' }]);
  });

  test('anything about what is not there', async () => {
    const { outbox } = bench.run(createScriptedCrm());
    expect(await outbox.resolve('nobody', GIVE_UP, BY)).toEqual({ ok: false, error: { code: 'not-found' } });
  });
});

describe('giving up', () => {
  test('a new guest cancels the credit behind them, and nothing of others', async () => {
    const { outbox, guestId, given, crm, time } = await existing();
    const other = credit({ guestId: 'somebody-else' });
    outbox.accept(other);
    expect(await outbox.resolve(guestId, GIVE_UP, BY)).toEqual({ ok: true, value: null });
    expect(outbox.find(given.id)?.state).toBe('cancelled');
    await time.pass(UNDO + 60_000);
    expect(crm.guestPosts).toEqual([]);
    expect(crm.recorded.map(({ creditId }) => creditId)).toEqual([other.id]);
    expect(outbox.waiting().count).toBe(0);
  });

  test('a credit, though other credit waits for the same guest', async () => {
    const { outbox, given, crm, time } = await refused();
    outbox.accept(credit());
    expect((await outbox.resolve(given.id, GIVE_UP, BY)).ok).toBe(true);
    expect(outbox.find(given.id)?.state).toBe('cancelled');
    await time.pass(UNDO);
    expect(crm.recorded).toHaveLength(1);
  });
});

describe('a guest who is one that Toast has', () => {
  test('takes the credit that waits, also what could still be undone; no one else’s', async () => {
    const { outbox, guestId, given, known, crm, time, changes } = await existing();
    const other = credit({ guestId: 'somebody-else' });
    outbox.accept(other);
    changes.length = 0;
    expect((await outbox.resolve(guestId, { do: 'use-existing', guestId: known.guestId }, BY)).ok).toBe(true);
    expect(outbox.find(given.id)?.state).toBe('cancelled');
    expect(outbox.find(other.id)?.state).toBe('held');
    expect(changes.slice(0, 3).map(({ kind, state, guestId: whose }) => [kind, state, whose])).toEqual([
      ['add-credit', 'cancelled', guestId],
      ['add-credit', 'queued', known.guestId],
      ['create-guest', 'cancelled', guestId],
    ]);
    await time.pass(UNDO);
    expect(crm.guestPosts).toEqual([]);
    expect(crm.recorded.map((line) => line.guestId).sort()).toEqual([known.guestId, 'somebody-else'].sort());
  });

  test('a press on undo that comes after it is too late: the credit is on its way as another one', async () => {
    const { outbox, guestId, given, known } = await existing();
    await outbox.resolve(guestId, { do: 'use-existing', guestId: known.guestId }, BY);
    expect(outbox.undo(given.id)).toMatchObject({ ok: false, error: { code: 'too-late' } });
  });

  test('a decision whose guest someone moved first is not carried out in part', async () => {
    const { outbox, guestId, given, known, db, crm } = await existing();
    db.run(
      `CREATE TRIGGER quick BEFORE UPDATE ON outbox WHEN old.kind = 'create-guest' BEGIN SELECT RAISE(IGNORE); END`,
    );
    expect(await outbox.resolve(guestId, { do: 'use-existing', guestId: known.guestId }, BY)).toEqual(
      NOT_POSSIBLE,
    );
    db.run('DROP TRIGGER quick');
    expect(outbox.find(given.id)?.state).toBe('held');
    expect(crm.posts).toEqual([]);
    expect(outbox.waiting().count).toBe(2);
  });
});

test('a replacement comes in now, by the time as well as it is known', async () => {
  const { outbox, given, crash } = await refused();
  expect(outbox.find(given.id)?.state).toBe('refused');
  crash();
  const said = Date.UTC(2027, 0, 1);
  const later = createFakeTime();
  const crm = createScriptedCrm();
  crm.script(DOWN);
  const second = bench.run(crm, later, { crmNow: () => null, crmLast: () => said });
  await second.outbox.resolve(given.id, { do: 'send-as-new' }, BY);
  const dates = second.db.all('SELECT accepted_at FROM outbox ORDER BY seq').map((row) => row['accepted_at']);
  expect(dates[1]).toBe(said);
});
