/** A note and the CRM's words may say whom they are about: neither is on the disk in the open. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '../ports.ts';
import { createScriptedCrm, errors } from '../testing/crm/scripted-crm.ts';
import { createFakeSealer, createFakeTime } from '../testing/fakes.ts';
import { createBench, credit, newGuest } from '../testing/outbox-kit.ts';

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
  expect(crm.recorded).toMatchObject([{ note: NOTE }]);
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

test('without the key a credit is sent anyway, without the giver’s own words', async () => {
  const crm = createScriptedCrm();
  const first = bench.run(crm);
  const given = credit({ note: 'Long wait; by Marco D.; ok Priya N.; "ok Ana Petrescu' });
  const free = credit({ note: 'Ana Petrescu', guestId: 'guest-2' });
  first.outbox.accept(given);
  first.outbox.accept(free);
  expect(onDisk(first.db)).not.toContain('Petrescu');
  first.crash();
  const second = bench.run(crm, createFakeTime(), { sealer: createFakeSealer('other') });
  await second.time.pass(HOUR);
  expect(crm.recorded.map(({ note }) => note)).toEqual(['Long wait; by Marco D.; ok Priya N.', '']);
});

test('a refusal whose words can no longer be unsealed is shown without them', async () => {
  const crm = createScriptedCrm();
  const first = bench.run(crm);
  crm.script({ do: 'fail-before', error: refused });
  first.outbox.accept(credit());
  await first.time.pass(HOUR);
  first.crash();
  const second = bench.run(crm, createFakeTime(), { sealer: createFakeSealer('other') });
  expect(second.outbox.list().items).toMatchObject([
    { state: 'refused', refusal: { message: null, requestId: 'r-400' } },
  ]);
});
