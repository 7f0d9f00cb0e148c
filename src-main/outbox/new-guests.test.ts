import { afterEach, beforeEach, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { createScriptedCrm, errors } from '../testing/crm/scripted-crm.ts';
import { createFakeSealer, createFakeTime } from '../testing/fakes.ts';
import { createBench, credit, newGuest, SETTLE, UNDO } from '../testing/outbox-kit.ts';

const GONE = { kind: 'service-gone', status: 404 } as const;

let bench: ReturnType<typeof createBench>;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

test('a new guest goes at once; credit for them goes after them, no matter what the order of taps', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = bench.run(crm);
  crm.scriptGuest({ do: 'fail-before', error: errors.notSent });
  const ana = newGuest();
  expect(outbox.acceptGuest(ana)).toMatchObject({
    ok: true,
    value: { kind: 'create-guest', state: 'queued', guestName: 'Ana Petrescu' },
  });
  const given = credit({ guestId: ana.guest.guestId });
  outbox.accept(given);
  expect(outbox.list().items).toMatchObject([
    { kind: 'create-guest' },
    { kind: 'add-credit', waitsForGuest: true },
  ]);
  await time.pass(UNDO + 60_000);
  expect(crm.guests).toEqual([ana.guest]);
  expect(crm.guestPosts).toHaveLength(2);
  expect(crm.recorded.map((sent) => sent.creditId)).toEqual([given.id]);
  expect(outbox.waiting().count).toBe(0);
});

test('while the guest is not there, nothing of theirs is sent; other guests are served', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = bench.run(crm);
  crm.scriptGuest({ do: 'fail-before', error: errors.bad });
  const ana = newGuest();
  outbox.acceptGuest(ana);
  outbox.accept(credit({ guestId: ana.guest.guestId }));
  outbox.accept(credit({ guestId: 'somebody' }));
  await time.pass(UNDO + 2 * SETTLE);
  expect(crm.posts.map((sent) => sent.guestId)).toEqual(['somebody']);
  expect(outbox.list().items).toMatchObject([
    { kind: 'create-guest', state: 'refused', refusal: { message: 'Amount too large' } },
    { kind: 'add-credit', state: 'queued', waitsForGuest: true },
  ]);
});

test('no answer while creating: asked about by GUID, never created twice', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = bench.run(crm);
  crm.scriptGuest({ do: 'fail-after', error: errors.timeout });
  const ana = newGuest();
  outbox.acceptGuest(ana);
  await time.pass(60_000);
  expect(crm.guestPosts).toHaveLength(1);
  expect(outbox.waiting().count).toBe(0);
});

test('no answer and nothing there: created again after the settle delay', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = bench.run(crm);
  crm.scriptGuest({ do: 'fail-before', error: errors.timeout });
  outbox.acceptGuest(newGuest());
  await time.pass(SETTLE - 1);
  expect(crm.guestPosts).toHaveLength(1);
  await time.pass(SETTLE * 5);
  expect(crm.guestPosts).toHaveLength(2);
  expect(crm.guests).toHaveLength(1);
});

test('a number the CRM knows stops the creation until a manager says who it is: a new guest', async () => {
  const crm = createScriptedCrm();
  const known = newGuest().guest;
  crm.guests.push(known);
  const { outbox, time, db } = bench.run(crm, createFakeTime(), { guestName: () => 'A. Petrescu' });
  const ana = newGuest();
  outbox.acceptGuest(ana);
  await time.pass(0);
  expect(crm.guestPosts).toHaveLength(0);
  expect(outbox.list()).toMatchObject({
    items: [
      {
        state: 'stuck',
        stuck: 'guest-exists',
        existing: [{ guestId: known.guestId, name: 'A. Petrescu' }],
      },
    ],
    summary: { needPerson: 1 },
  });
  crm.scriptGuest({ do: 'fail-before', error: errors.notSent });
  expect(await outbox.resolve(ana.guest.guestId, { do: 'create-anyway' }, 'Priya N.')).toEqual({
    ok: true,
    value: null,
  });
  await time.pass(3 * 60_000);
  expect(crm.guests).toEqual([known, ana.guest]);
  expect(db.get('SELECT confirmed_new, sealed FROM outbox')).toEqual({ confirmed_new: 1, sealed: null });
});

test('a number the CRM knows: it is them, and their credit goes there, once', async () => {
  const crm = createScriptedCrm();
  const known = newGuest().guest;
  crm.guests.push(known);
  const { outbox, time } = bench.run(crm);
  const ana = newGuest();
  const { guestId } = ana.guest;
  outbox.acceptGuest(ana);
  outbox.accept(credit({ guestId }));
  await time.pass(UNDO + 1);
  // Still to be undone when the manager decides.
  const late = credit({ guestId, amount: cents(900) });
  outbox.accept(late);
  expect(
    await outbox.resolve(guestId, { do: 'use-existing', guestId: known.guestId }, 'Priya N.'),
  ).toMatchObject({
    ok: true,
  });
  await time.pass(60_000);
  expect(crm.guestPosts).toHaveLength(0);
  expect(crm.recorded).toMatchObject([
    { guestId: known.guestId, amount: 1_500 },
    { guestId: known.guestId, amount: 900 },
  ]);
  expect(crm.recorded.map((sent) => sent.creditId)).not.toContain(late.id);
  expect(outbox.waiting().count).toBe(0);
  expect(outbox.find(late.id)).toMatchObject({ state: 'cancelled' });
});

test('said to be new already: no one is looked for', async () => {
  const crm = createScriptedCrm();
  crm.guests.push(newGuest().guest);
  const { outbox, time } = bench.run(crm);
  outbox.acceptGuest(newGuest({}, true));
  await time.pass(0);
  expect(crm.guests).toHaveLength(2);
});

test('whether someone is like them cannot be asked: nothing is sent until it can', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = bench.run(crm);
  crm.scriptDuplicates(errors.notSent, errors.server, errors.busy);
  outbox.acceptGuest(newGuest());
  await time.pass(SETTLE);
  expect(crm.guestPosts).toHaveLength(0);
  await time.pass(SETTLE * 2);
  expect(crm.guests).toHaveLength(1);
});

test('a question the CRM does not take is no reason not to try', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = bench.run(crm);
  crm.scriptDuplicates(errors.bad);
  outbox.acceptGuest(newGuest());
  await time.pass(0);
  expect(crm.guests).toHaveLength(1);
});

test('a second tap on the form is the same guest', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = bench.run(crm);
  const ana = newGuest();
  outbox.acceptGuest(ana);
  outbox.acceptGuest({ ...ana, givenAt: ana.givenAt + 300 });
  expect(outbox.waiting().count).toBe(1);
  // A credit's GUID is no guest's.
  const given = credit();
  outbox.accept(given);
  expect(outbox.acceptGuest(newGuest({ guestId: given.id }))).toMatchObject({
    ok: false,
    error: { code: 'other-content' },
  });
  expect(outbox.undo(ana.guest.guestId)).toMatchObject({ ok: false, error: { code: 'not-found' } });
  await time.pass(0);
  expect(crm.guests).toHaveLength(1);
});

test('where nothing of a guest may be on the disk, no guest is accepted', () => {
  const crm = createScriptedCrm();
  const { outbox, db } = bench.run(crm, createFakeTime(), { sealer: createFakeSealer('k', false) });
  let recorded = 0;
  const refused = outbox.acceptGuest(newGuest(), () => {
    recorded += 1;
  });
  expect(refused).toEqual({ ok: false, error: { code: 'not-sealable' } });
  expect(recorded).toBe(0);
  expect(db.all('SELECT * FROM outbox')).toEqual([]);
});

test('names and numbers are sealed in the file, and only until the CRM has them', async () => {
  const crm = createScriptedCrm();
  const { outbox, time, db } = bench.run(crm);
  outbox.acceptGuest(newGuest());
  const [row] = db.all('SELECT * FROM outbox');
  expect(JSON.stringify(row)).not.toMatch(/Petrescu|4155550142/);
  expect(row?.['sealed']).toContain('k:');
  await time.pass(0);
  expect(db.get('SELECT state, sealed FROM outbox')).toEqual({ state: 'settled', sealed: null });
});

test('the key is lost before they were sent: it needs a person, their credit waits, nothing is dropped', async () => {
  const crm = createScriptedCrm();
  const first = bench.run(crm);
  crm.scriptGuest({ do: 'fail-before', error: errors.notSent });
  const ana = newGuest();
  first.outbox.acceptGuest(ana);
  await first.time.pass(0);
  first.outbox.accept(credit({ guestId: ana.guest.guestId }));
  first.crash();
  const second = bench.run(crm, createFakeTime(), { sealer: createFakeSealer('other') });
  await second.time.pass(UNDO + 60_000);
  expect(second.outbox.list().items).toMatchObject([
    { kind: 'create-guest', state: 'stuck', stuck: 'unreadable-record', guestName: null },
    { kind: 'add-credit', state: 'queued', waitsForGuest: true },
  ]);
  // The credit behind them needs the same person.
  expect(second.outbox.waiting().needPerson).toBe(2);
  expect([crm.posts, crm.guests]).toEqual([[], []]);
  second.crash();
  // The key is back: asked about, and then sent.
  const third = bench.run(crm);
  expect(await third.outbox.resolve(ana.guest.guestId, { do: 'recheck' }, 'Priya N.')).toMatchObject({
    ok: true,
  });
  await third.time.pass(10 * 60_000);
  expect(crm.guests).toEqual([ana.guest]);
  expect(crm.recorded).toHaveLength(1);
});

test('a web page says 404 though the guest was created: they are asked for, and not posted twice', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = bench.run(crm);
  const page = { kind: 'unreadable', status: 404, detail: 'a web page', requestId: null } as const;
  crm.scriptGuest({ do: 'fail-after', error: page });
  outbox.acceptGuest(newGuest());
  await time.pass(0);
  expect(outbox.list().items).toMatchObject([{ state: 'verifying' }]);
  await time.pass(10 * 60_000);
  expect(outbox.waiting().count).toBe(0);
  expect([crm.guestPosts.length, crm.guests.length]).toEqual([1, 1]);
});

test('the service is gone: nothing is dropped, no one is blamed, and the guest waits until it is back', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = bench.run(crm);
  crm.scriptGuest(...Array.from({ length: 5 }, () => ({ do: 'fail-before', error: GONE }) as const));
  outbox.acceptGuest(newGuest());
  await time.pass(1_000);
  // It may have been carried out before that was said: asked about before each further attempt.
  expect(outbox.list().items).toMatchObject([{ state: 'verifying' }]);
  await time.pass(20 * 60_000);
  expect([crm.guestPosts.length, crm.guests.length]).toEqual([6, 1]);
});
