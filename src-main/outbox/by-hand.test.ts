/** A person enters on the POS what waits here: from then on nothing of it is sent. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createScriptedCrm, errors } from '../testing/crm/scripted-crm.ts';
import { createFakeSealer } from '../testing/fakes.ts';
import { createBench, credit, HOUR, newGuest, SETTLE, UNDO } from '../testing/outbox-kit.ts';
import { countShut } from './reads/queries.ts';

let bench: ReturnType<typeof createBench>;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

const BY = 'Priya N.';
const BY_HAND = { do: 'by-hand' } as const;
const DONE = { ok: true, value: null };
const DOWN = { do: 'fail-before', error: errors.notSent } as const;
const refusedWith = (code: string) => ({ ok: false, error: { code } });

test('a credit that the line holds back is ended, and not sent when the line is back', async () => {
  const crm = createScriptedCrm();
  crm.script(...Array.from({ length: 50 }, () => DOWN));
  const { outbox, time, db } = bench.run(crm);
  const given = credit();
  outbox.accept(given);
  await time.pass(UNDO + 60_000);
  expect(outbox.find(given.id)?.state).toBe('queued');
  // Toast does not answer the question either: the manager may still decide.
  crm.scriptGet(errors.notSent);
  const posts = crm.posts.length;
  expect(await outbox.resolve(given.id, BY_HAND, BY)).toEqual(DONE);
  expect(outbox.find(given.id)).toMatchObject({ state: 'cancelled', undone: false });
  await time.pass(30 * HOUR);
  expect(crm.posts).toHaveLength(posts);
  expect(crm.recorded).toEqual([]);
  const last = db.get('SELECT event, detail FROM outbox_history WHERE id = ? ORDER BY rowid DESC', [
    given.id,
  ]);
  expect(last).toMatchObject({ event: 'by-hand' });
  expect(String(last?.['detail'])).toContain(BY);
});

test('what Toast has already settles, and is not entered again', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = bench.run(crm);
  crm.script({ do: 'fail-after', error: errors.timeout });
  const given = credit();
  outbox.accept(given);
  await time.pass(UNDO);
  expect(outbox.find(given.id)?.state).toBe('verifying');
  expect(await outbox.resolve(given.id, BY_HAND, BY)).toEqual(refusedWith('already-at-toast'));
  expect(outbox.find(given.id)?.state).toBe('settled');
  expect(crm.posts).toHaveLength(1);
});

test('one whose attempt may have arrived, and that Toast does not have, is ended for good', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = bench.run(crm);
  crm.script({ do: 'fail-before', error: errors.timeout });
  const given = credit();
  outbox.accept(given);
  await time.pass(UNDO);
  expect(await outbox.resolve(given.id, BY_HAND, BY)).toEqual(DONE);
  await time.pass(10 * SETTLE);
  expect(crm.posts).toHaveLength(1);
  expect(outbox.find(given.id)?.state).toBe('cancelled');
});

test('not while it can be undone, nor while a request is out, nor when it is over', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = bench.run(crm);
  crm.script({ do: 'hang', commits: false });
  const given = credit();
  outbox.accept(given);
  expect(await outbox.resolve(given.id, BY_HAND, BY)).toEqual(refusedWith('not-possible'));
  await time.pass(UNDO);
  expect(outbox.find(given.id)?.state).toBe('sending');
  expect(await outbox.resolve(given.id, BY_HAND, BY)).toEqual(refusedWith('not-possible'));
  const other = credit({ guestId: 'guest-2' });
  outbox.accept(other);
  await time.pass(UNDO);
  expect(outbox.find(other.id)?.state).toBe('settled');
  expect(await outbox.resolve(other.id, BY_HAND, BY)).toEqual(refusedWith('already-at-toast'));
  expect(await outbox.resolve(crypto.randomUUID(), BY_HAND, BY)).toEqual(refusedWith('not-found'));
});

test('one that was refused is ended as well', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = bench.run(crm);
  crm.script({ do: 'fail-before', error: errors.bad });
  const given = credit();
  outbox.accept(given);
  await time.pass(UNDO + 2 * SETTLE);
  expect(outbox.find(given.id)?.state).toBe('refused');
  expect(await outbox.resolve(given.id, BY_HAND, BY)).toEqual(DONE);
});

test('a new guest ends with all credit behind them', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = bench.run(crm);
  crm.scriptGuest(...Array.from({ length: 50 }, () => DOWN));
  const ana = newGuest();
  const { guestId } = ana.guest;
  outbox.acceptGuest(ana);
  const given = credit({ guestId });
  outbox.accept(given);
  await time.pass(UNDO + 60_000);
  expect(await outbox.resolve(guestId, BY_HAND, BY)).toEqual(DONE);
  await time.pass(2 * HOUR);
  expect(outbox.waiting().count).toBe(0);
  expect(crm.guests).toEqual([]);
  expect(crm.recorded).toEqual([]);
});

test('what another account cannot unseal is counted: notes and new guests, and none that is over', async () => {
  const crm = createScriptedCrm();
  crm.script(...Array.from({ length: 50 }, () => DOWN));
  const { outbox, time, db } = bench.run(crm);
  outbox.acceptGuest(newGuest());
  await time.pass(1_000);
  outbox.accept(credit());
  outbox.accept(credit());
  expect(countShut(db, createFakeSealer())).toBe(0);
  // The guest is at Toast by now, and their data is gone from the row.
  expect(countShut(db, createFakeSealer('of another account'))).toBe(2);
  crm.scriptGuest(...Array.from({ length: 50 }, () => DOWN));
  outbox.acceptGuest(newGuest());
  expect(countShut(db, createFakeSealer('of another account'))).toBe(3);
  db.run("UPDATE outbox SET note = 'as an older version kept it' WHERE kind = 'add-credit'");
  expect(countShut(db, createFakeSealer('of another account'))).toBe(1);
});
