import { afterEach, beforeEach, expect, test } from 'vitest';
import { cents, MAX_CENTS } from '../../src-preload/contract/money.ts';
import { createScriptedCrm, errors } from '../testing/crm/scripted-crm.ts';
import { createFakeRowSeals, createFakeTime } from '../testing/fakes.ts';
import { createBench, credit, HOUR, newGuest, SETTLE, UNDO } from '../testing/outbox-kit.ts';
import type { Entry } from './entry.ts';
import { DEFAULT_TIMING } from './timing/default-timing.ts';

let bench: ReturnType<typeof createBench>;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

const BY = 'Priya N.';
/** From acceptance to a refusal that is final: the undo moment, the POST, and the proof that nothing of it is there. */
const REFUSED = UNDO + 2 * SETTLE;
/** The CRM deals with no one for an hour. */
const HOUR_OFF = {
  do: 'fail-before',
  error: { kind: 'rate-limited', from: 'service', retryAfterMs: HOUR, requestId: null },
} as const;
const hoursOff = (count: number) => Array.from({ length: count }, () => HOUR_OFF);

test('a refused credit sent as a new one: another GUID, the same in all else, once', async () => {
  const crm = createScriptedCrm();
  const { outbox, time, db } = bench.run(crm);
  crm.script({ do: 'fail-before', error: errors.bad });
  const given = credit();
  outbox.accept(given);
  await time.pass(REFUSED);
  expect(await outbox.resolve(given.id, { do: 'send-as-new' }, BY)).toEqual({ ok: true, value: null });
  expect(outbox.find(given.id)?.state).toBe('cancelled');
  await time.pass(1_000);
  const { id: _old, ...same } = given;
  expect(crm.recorded).toMatchObject([
    { guestId: same.guestId, amount: same.amount, note: same.note, givenAt: same.givenAt },
  ]);
  expect(crm.recorded[0]?.creditId).not.toBe(given.id);
  expect(db.get('SELECT replaces, state FROM outbox WHERE id <> ?', [given.id])).toEqual({
    replaces: given.id,
    state: 'settled',
  });
  expect(await outbox.resolve(given.id, { do: 'send-as-new' }, BY)).toEqual({
    ok: false,
    error: { code: 'not-possible' },
  });
});

test('given up, it stays ended, with who and why in its history', async () => {
  const crm = createScriptedCrm();
  const { outbox, time, db } = bench.run(crm);
  crm.script({ do: 'fail-before', error: errors.bad });
  const given = credit();
  outbox.accept(given);
  await time.pass(REFUSED);
  expect((await outbox.resolve(given.id, { do: 'discard', reason: 'The guest has left' }, BY)).ok).toBe(true);
  await time.pass(10 * HOUR);
  expect(crm.recorded).toEqual([]);
  expect(outbox.waiting()).toMatchObject({ count: 0, needPerson: 0 });
  const last = db.get('SELECT event, detail FROM outbox_history ORDER BY seq DESC LIMIT 1');
  expect(last).toEqual({
    event: 'discard',
    detail: '{"state":"cancelled","how":"discarded","by":"Priya N.","reason":"k:tfel sah tseug ehT"}',
  });
});

test('nothing can be decided about what continues automatically, about a guest that is none, or what is not there', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = bench.run(crm);
  const given = credit();
  outbox.accept(given);
  const recordSuspicious = { ok: false, error: { code: 'not-possible' } };
  for (const held of [true, false]) {
    if (!held) {
      crm.script({ do: 'hang', commits: false });
      await time.pass(UNDO);
    }
    expect(await outbox.resolve(given.id, { do: 'discard', reason: 'A mistake' }, BY)).toEqual(
      recordSuspicious,
    );
    expect(await outbox.resolve(given.id, { do: 'send-as-new' }, BY)).toEqual(recordSuspicious);
    expect(await outbox.resolve(given.id, { do: 'recheck' }, BY)).toEqual(recordSuspicious);
    expect(await outbox.resolve(given.id, { do: 'create-anyway' }, BY)).toEqual(recordSuspicious);
    expect(await outbox.resolve(given.id, { do: 'use-existing', guestId: 'g' }, BY)).toEqual(
      recordSuspicious,
    );
  }
  expect(await outbox.resolve('nobody', { do: 'recheck' }, BY)).toEqual({
    ok: false,
    error: { code: 'not-found' },
  });
  expect(crm.posts).toHaveLength(1);
});

test('too old by the CRM’s clock too: not sent, needs a person; sent as new it goes', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = bench.run(crm);
  crm.script(...hoursOff(73));
  const given = credit();
  outbox.accept(given);
  await time.pass(DEFAULT_TIMING.tooOldMs - HOUR);
  expect(outbox.find(given.id)?.state).toBe('queued');
  await time.pass(2 * HOUR);
  expect(outbox.find(given.id)).toMatchObject({ state: 'stuck', stuck: 'too-old' });
  expect(crm.recorded).toEqual([]);
  expect((await outbox.resolve(given.id, { do: 'send-as-new' }, BY)).ok).toBe(true);
  await time.pass(2 * HOUR);
  expect(crm.recorded).toMatchObject([{ guestId: given.guestId, givenAt: given.givenAt }]);
  expect(outbox.waiting().count).toBe(0);
});

test('a clock set wrong on this PC ages nothing, in a run or across a restart', async () => {
  const crm = createScriptedCrm();
  const first = bench.run(crm);
  crm.script({ do: 'fail-before', error: errors.notSent });
  const given = credit();
  first.outbox.accept(given);
  await first.time.pass(UNDO);
  const truth = first.time.clock.now();
  first.crash();
  const later = createFakeTime(truth + 365 * 24 * HOUR);
  let crmTime: number | null = null;
  const second = bench.run(crm, later, { crmNow: () => crmTime });
  await second.time.pass(10 * 60_000);
  // It seems a year old, and the CRM has not said how late it is: it waits.
  expect(crm.recorded).toEqual([]);
  expect(second.outbox.find(given.id)?.state).toBe('queued');
  crmTime = truth;
  await second.time.pass(10 * 60_000);
  expect(crm.recorded).toHaveLength(1);
});

test('what has waited too long stops new credit, until it has gone', async () => {
  const crm = createScriptedCrm();
  const isDown = { ok: false, error: errors.notSent } as const;
  const { outbox, time } = bench.run({ ...crm, addCredit: async () => isDown });
  outbox.accept(credit());
  await time.pass(24 * HOUR - 1_000);
  expect(outbox.accept(credit({ guestId: 'g2' })).ok).toBe(true);
  await time.pass(2_000);
  expect(outbox.accept(credit({ guestId: 'g3' }))).toMatchObject({
    ok: false,
    error: { code: 'waiting-too-long' },
  });
  expect(outbox.waiting().count).toBe(2);
});

test('the limits are checked in the transaction that accepts, and what runs alongside is kept with it or not at all', () => {
  const crm = createScriptedCrm();
  const { outbox, db } = bench.run(crm);
  const note = () => db.run("INSERT INTO meta (key, value) VALUES ('mark', 'x')");
  const broken = () => {
    note();
    throw new Error('a rule said no');
  };
  expect(() => outbox.accept(credit(), broken)).toThrow('a rule said no');
  expect(db.all("SELECT * FROM meta WHERE key = 'mark'")).toEqual([]);
  expect(outbox.waiting().count).toBe(0);
  outbox.accept(credit(), note);
  expect(db.all("SELECT * FROM meta WHERE key = 'mark'")).toHaveLength(1);
});

test('a witness is told of every change, inside its transaction', async () => {
  const crm = createScriptedCrm();
  const seen: string[] = [];
  const onEntryChange = ({ at }: Entry, event: string) => seen.push(`${event} ${at.state}`);
  const { outbox, time } = bench.run(crm, createFakeTime(), { onEntryChange });
  crm.script({ do: 'fail-before', error: errors.bad });
  const given = credit({ amount: cents(700) });
  outbox.accept(given);
  await time.pass(REFUSED);
  await outbox.resolve(given.id, { do: 'send-as-new' }, BY);
  await time.pass(0);
  expect(seen.filter((line) => line !== 'absent verifying')).toEqual([
    'accepted held',
    'undo-over queued',
    'attempt sending',
    'failed verifying',
    'absent refused',
    'replace cancelled',
    'replaces queued',
    'attempt sending',
    'answered settled',
  ]);
});

test('what is over leaves after its time, its history stays; what needs a person never leaves', async () => {
  const crm = createScriptedCrm();
  const { outbox, time, db } = bench.run(crm);
  crm.script({ do: 'answer' }, { do: 'fail-before', error: errors.bad });
  const done = credit();
  const bad = credit({ guestId: 'g2' });
  outbox.accept(done);
  outbox.accept(bad);
  await time.pass(UNDO);
  expect(outbox.find(done.id)?.state).toBe('settled');
  await time.pass(DEFAULT_TIMING.keepMs + 25 * HOUR);
  expect(outbox.find(done.id)).toBeNull();
  expect(outbox.find(bad.id)?.state).toBe('refused');
  expect(db.all('SELECT event FROM outbox_history WHERE id = ?', [done.id])).toHaveLength(4);
});

test('sums: what is waiting for one guest, and what one person gave since, what was undone or refused left out', async () => {
  const crm = createScriptedCrm();
  const { outbox, time, db } = bench.run(crm);
  const sam = { id: 'sam', shortName: 'Sam T.' };
  const [one, two] = [credit({ givenAt: 10 }), credit({ givenAt: 20, amount: cents(200) })];
  for (const given of [one, two, credit({ givenAt: 30, givenBy: sam })]) outbox.accept(given);
  outbox.accept(credit({ givenAt: 40, guestId: 'g2', amount: cents(5) }));
  expect(outbox.waitingFor('guest-1')).toBe(3_200);
  expect(outbox.waitingFor('nobody')).toBe(0);
  expect(outbox.peopleOf(one.id)).toEqual({ giver: 'marco', approver: null });
  expect(outbox.peopleOf('nothing')).toBeNull();
  expect(outbox.givenBy('marco', 0, Number.MAX_SAFE_INTEGER)).toEqual({ count: 3, sum: 1_705 });
  db.run('UPDATE outbox SET accepted_at = 10 WHERE id = ?', [one.id]);
  createFakeRowSeals(db).seal('outbox', one.id);
  expect(outbox.givenBy('marco', 11, Number.MAX_SAFE_INTEGER)).toEqual({ count: 2, sum: 205 });
  expect(outbox.givenBy('marco', 10, 11)).toEqual({ count: 1, sum: 1_500 });
  outbox.undo(two.id);
  expect(outbox.givenBy('marco', 0, Number.MAX_SAFE_INTEGER)).toEqual({ count: 2, sum: 1_505 });
  crm.script({ do: 'fail-before', error: errors.bad });
  await time.pass(REFUSED);
  expect(outbox.find(one.id)?.state).toBe('refused');
  expect(outbox.givenBy('marco', 0, Number.MAX_SAFE_INTEGER)).toEqual({ count: 1, sum: 5 });
});

test('a day’s sum above the largest amount is shown as that amount', async () => {
  const { outbox, time, db } = bench.run(createScriptedCrm());
  for (const guestId of ['g1', 'g2']) outbox.accept(credit({ guestId }));
  await time.pass(UNDO);
  db.run('UPDATE outbox SET amount = ?', [MAX_CENTS]);
  expect(outbox.givenBy('marco', 0, Number.MAX_SAFE_INTEGER)).toEqual({ count: 2, sum: MAX_CENTS });
});

test('a clock set months ahead tidies nothing away; before the CRM has spoken nothing is tidied at all', async () => {
  const crm = createScriptedCrm();
  let crmTime: number | null = null;
  const { outbox, time } = bench.run(crm, createFakeTime(), { crmNow: () => crmTime });
  const truth = time.clock.now();
  const given = credit();
  outbox.accept(given);
  await time.pass(UNDO);
  time.jump(2 * DEFAULT_TIMING.keepMs);
  await time.pass(2 * HOUR);
  expect(outbox.find(given.id)?.state).toBe('settled');
  crmTime = truth;
  await time.pass(30 * HOUR);
  expect(outbox.find(given.id)?.state).toBe('settled');
  crmTime = truth + 3 * DEFAULT_TIMING.keepMs;
  await time.pass(30 * HOUR);
  expect(outbox.find(given.id)).toBeNull();
});

test('given under a clock that ran days behind, and set right since: not too old', async () => {
  const crm = createScriptedCrm();
  const truth = Date.UTC(2026, 10, 21, 23, 0);
  const behind = createFakeTime(truth - 10 * 24 * HOUR);
  const first = bench.run(crm, behind, { crmNow: () => truth });
  crm.script({ do: 'fail-before', error: errors.notSent });
  const given = credit();
  first.outbox.accept(given);
  await behind.pass(UNDO);
  first.crash();
  const right = createFakeTime(truth + HOUR);
  const second = bench.run(crm, right);
  await right.pass(2 * SETTLE);
  expect(second.outbox.find(given.id)?.state).toBe('settled');
});

test('who gave an entry and who approved it is known by their ids; a new guest has no approver', () => {
  const { outbox } = bench.run(createScriptedCrm());
  const approved = credit({ approvedBy: { id: 'priya', shortName: 'Priya N.' } });
  outbox.accept(approved);
  expect(outbox.peopleOf(approved.id)).toEqual({ giver: approved.givenBy.id, approver: 'priya' });
  const added = newGuest();
  outbox.acceptGuest(added);
  expect(outbox.peopleOf(added.guest.guestId)).toEqual({ giver: added.givenBy.id, approver: null });
});
