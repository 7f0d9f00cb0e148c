/** A note and the CRM's words may say whom they are about: neither is on the disk in the open. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '../ports.ts';
import { createFakeSealer, createFakeTime } from '../testing/fakes.ts';
import { createBench, credit, newGuest } from '../testing/outbox-bench.ts';
import { createScriptedCrm, errors } from '../testing/scripted-crm.ts';

const HOUR = 3_600_000;
const NOTE = 'Long wait; by Marco D.; birthday of Ana Petrescu';
const WORDS = 'The customer Ana Petrescu (4155550142) has too much';
const refused = { ...errors.bad, message: WORDS } as const;

let bench: ReturnType<typeof createBench>;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

const onDisk = (db: Database): string =>
  JSON.stringify([db.all('SELECT * FROM outbox'), db.all('SELECT * FROM outbox_history')]);

test('sealed on the disk, whole at the CRM and on the screen, over a restart too', async () => {
  const crm = createScriptedCrm();
  const first = bench.run(crm);
  crm.script({ do: 'fail-before', error: refused });
  const given = credit({ note: NOTE });
  first.outbox.accept(given);
  await first.time.pass(HOUR);
  expect(onDisk(first.db)).not.toMatch(/Petrescu|birthday|4155550142|too much/);
  const words = { state: 'refused', refusal: { message: WORDS, requestId: 'r-400' } };
  expect(first.outbox.list().items).toMatchObject([words]);
  first.crash();
  const second = bench.run(crm);
  expect(second.outbox.list().items).toMatchObject([words]);
  // The same credit again is known by its note.
  expect(second.outbox.accept(given)).toMatchObject({ ok: true });
  expect(second.outbox.accept({ ...given, note: 'other' })).toMatchObject({
    ok: false,
    error: { code: 'other-content' },
  });
  expect(await second.outbox.resolve(given.id, { do: 'send-as-new' }, 'Priya N.')).toMatchObject({
    ok: true,
  });
  await second.time.pass(HOUR);
  expect(crm.books).toMatchObject([{ note: NOTE }]);
  expect(onDisk(second.db)).not.toMatch(/Petrescu|birthday|4155550142|too much/);
});

test('the words of a new guest’s refusal are sealed, too', async () => {
  const crm = createScriptedCrm();
  const { outbox, db, time } = bench.run(crm);
  crm.scriptGuest({ do: 'fail-before', error: refused });
  outbox.acceptGuest(newGuest());
  await time.pass(HOUR);
  expect(outbox.list().items).toMatchObject([{ state: 'refused', refusal: { message: WORDS } }]);
  expect(onDisk(db)).not.toMatch(/Petrescu|4155550142|too much/);
});

test('where nothing can be sealed the note is kept to be sent, and the CRM’s words are not kept', async () => {
  const crm = createScriptedCrm();
  const sealer = createFakeSealer('k', false);
  const { outbox, db, time } = bench.run(crm, createFakeTime(), { sealer });
  crm.script({ do: 'fail-before', error: refused });
  outbox.accept(credit({ note: NOTE }));
  await time.pass(HOUR);
  expect(outbox.list().items).toMatchObject([{ state: 'refused', refusal: { message: null } }]);
  expect(onDisk(db)).not.toMatch(/4155550142|too much/);
  const [item] = outbox.list().items;
  const id = item?.kind === 'add-credit' ? item.creditId : '';
  const discard = { do: 'discard', reason: 'Petrescu called' } as const;
  expect(await outbox.resolve(id, discard, 'Priya N.')).toMatchObject({ ok: true });
  expect(onDisk(db)).not.toContain('called');
});

test('without the key a credit needs a person and is not sent; asked about again once the key is back', async () => {
  const crm = createScriptedCrm();
  const first = bench.run(crm);
  const [held, refusedOne] = [credit({ note: NOTE }), credit({ note: NOTE, guestId: 'guest-2' })];
  first.outbox.accept(refusedOne);
  crm.script({ do: 'fail-before', error: refused });
  await first.time.pass(HOUR);
  first.outbox.accept(held);
  first.crash();
  const second = bench.run(crm, createFakeTime(), { sealer: createFakeSealer('other') });
  await second.time.pass(HOUR);
  const states = () => second.outbox.list().items.map(({ state, stuck }) => stuck ?? state);
  expect(states()).toEqual(['refused', 'unreadable-record']);
  expect(second.outbox.list().items[0]?.refusal).toEqual({ message: null, requestId: 'r-400' });
  expect(crm.posts).toHaveLength(1);
  // Not made again without its words, either.
  expect(await second.outbox.resolve(refusedOne.id, { do: 'send-as-new' }, 'Priya N.')).toEqual({
    ok: false,
    error: { code: 'not-possible' },
  });
  second.crash();
  const third = bench.run(crm);
  expect(await third.outbox.resolve(held.id, { do: 'recheck' }, 'Priya N.')).toMatchObject({ ok: true });
  await third.time.pass(HOUR);
  expect(crm.books).toMatchObject([{ creditId: held.id, note: NOTE }]);
});
