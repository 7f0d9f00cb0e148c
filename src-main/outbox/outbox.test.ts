import { afterEach, beforeEach, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { createScriptedCrm, errors, type ScriptedCrm } from '../testing/crm/scripted-crm.ts';
import { createFakeTime } from '../testing/fakes.ts';
import { createBench, credit, HOUR, SETTLE, UNDO } from '../testing/outbox-kit.ts';
import type { OutboxOptions } from './outbox.ts';
import { DEFAULT_TIMING } from './timing/default-timing.ts';

let bench: ReturnType<typeof createBench>;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

const run = (crm: ScriptedCrm, time = createFakeTime(), more: Partial<OutboxOptions> = {}) =>
  bench.run(crm, time, more);

test('nothing is sent while it can be undone; then it is sent once and settles', async () => {
  const crm = createScriptedCrm();
  const { outbox, time, changes } = run(crm);
  const given = credit();
  const accepted = outbox.accept(given);
  expect(accepted).toMatchObject({ ok: true, value: { state: 'held', undoLeftMs: UNDO } });
  await time.pass(UNDO - 1);
  expect(crm.posts).toHaveLength(0);
  expect(outbox.waiting()).toEqual({ count: 1, sum: 1_500, needPerson: 0, diskTrouble: false });
  await time.pass(1);
  expect(crm.recorded).toEqual([
    { creditId: given.id, guestId: 'guest-1', amount: 1_500, note: given.note, givenAt: given.givenAt },
  ]);
  expect(changes.map((item) => item.state)).toEqual(['held', 'queued', 'sending', 'settled']);
  expect(outbox.waiting().count).toBe(0);
});

test('undone in time, it never leaves; too late, it says so', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = run(crm);
  const early = credit();
  const late = credit({ guestId: 'guest-2' });
  outbox.accept(early);
  outbox.accept(late);
  await time.pass(UNDO - 1);
  expect(outbox.undo(early.id)).toMatchObject({ ok: true, value: { state: 'cancelled' } });
  await time.pass(UNDO);
  expect(crm.recorded.map((sent) => sent.creditId)).toEqual([late.id]);
  expect(outbox.undo(late.id)).toMatchObject({ ok: false, error: { code: 'too-late' } });
  expect(outbox.undo('unheard-of')).toMatchObject({ ok: false, error: { code: 'not-found' } });
});

test('a second tap is the same credit; other content under the same form is not', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = run(crm);
  const given = credit();
  outbox.accept(given);
  expect(outbox.accept({ ...given, givenAt: given.givenAt + 400 })).toMatchObject({ ok: true });
  expect(outbox.accept({ ...given, amount: cents(1_600) })).toEqual({
    ok: false,
    error: { code: 'other-content' },
  });
  await time.pass(UNDO);
  expect(crm.recorded).toHaveLength(1);
});

test('the connection is down: it waits, counts no attempt, and goes once when the connection is back', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = run(crm);
  const down = { do: 'fail-before', error: errors.notSent } as const;
  crm.script(down, down, down, down, down);
  outbox.accept(credit());
  await time.pass(UNDO + 60_000);
  expect(crm.recorded).toHaveLength(1);
  expect(crm.posts).toHaveLength(6);
  expect(crm.gets).toHaveLength(0);
});

test.each([
  ['timeout', errors.timeout],
  ['cut', errors.cut],
  ['500', errors.server],
  ['HTML', errors.html],
])('%s after the CRM took it: asked, found, never sent twice', async (_what, error) => {
  const crm = createScriptedCrm();
  const { outbox, time } = run(crm);
  crm.script({ do: 'fail-after', error });
  const given = credit();
  outbox.accept(given);
  await time.pass(UNDO + 5 * 60_000);
  expect(crm.recorded).toHaveLength(1);
  expect(crm.posts).toHaveLength(1);
  expect(outbox.find(given.id)?.state).toBe('settled');
});

test('a timeout before the CRM took it: sent again only after the settle delay and two absences', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = run(crm);
  crm.script({ do: 'fail-before', error: errors.timeout });
  const given = credit();
  outbox.accept(given);
  await time.pass(UNDO + DEFAULT_TIMING.settleMs - 1);
  expect(crm.posts).toHaveLength(1);
  expect(crm.gets.length).toBeGreaterThanOrEqual(2);
  await time.pass(5 * 60_000);
  expect(crm.posts).toHaveLength(2);
  expect(crm.posts[1]).toEqual(crm.posts[0]);
  expect(crm.recorded).toHaveLength(1);
  expect(outbox.find(given.id)?.state).toBe('settled');
});

test('reads that lag do not make it send twice', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = run(crm);
  crm.script({ do: 'fail-after', error: errors.timeout });
  crm.scriptGet('nothing', 'nothing', 'nothing');
  outbox.accept(credit());
  await time.pass(UNDO + 5 * 60_000);
  expect(crm.recorded).toHaveLength(1);
});

test('while asking fails, nothing is sent', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = run(crm);
  crm.script({ do: 'fail-before', error: errors.timeout });
  crm.scriptGet(...Array.from({ length: 40 }, () => errors.server));
  outbox.accept(credit());
  await time.pass(UNDO + 60 * 60_000);
  expect(crm.posts).toHaveLength(1);
});

test('"already there" is asked about, and settles', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = run(crm);
  crm.script({ do: 'fail-after', error: errors.conflict });
  const given = credit();
  outbox.accept(given);
  await time.pass(UNDO + 60_000);
  expect(outbox.find(given.id)?.state).toBe('settled');
  expect(crm.recorded).toHaveLength(1);
});

test('something else under our GUID needs a person', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = run(crm);
  crm.script({ do: 'fail-after', error: errors.timeout });
  crm.scriptGet('other');
  const given = credit();
  outbox.accept(given);
  await time.pass(UNDO + 60_000);
  expect(outbox.find(given.id)?.state).toBe('stuck');
  expect(outbox.waiting()).toEqual({ count: 1, sum: 1_500, needPerson: 1, diskTrouble: false });
});

test('a refusal is kept with the CRM’s words, and holds up no one', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = run(crm);
  crm.script({ do: 'fail-before', error: errors.bad });
  const bad = credit();
  const next = credit();
  outbox.accept(bad);
  outbox.accept(next);
  await time.pass(UNDO + 1);
  // A "no" may come after it was carried out: no one is told that nothing was given before Toast was asked.
  expect(outbox.find(bad.id)?.state).toBe('verifying');
  expect(crm.gets).toEqual([]);
  await time.pass(2 * SETTLE);
  expect(crm.gets.length).toBeGreaterThanOrEqual(2);
  expect(outbox.find(bad.id)).toMatchObject({
    state: 'refused',
    refusal: { message: 'Amount too large', requestId: 'r-400' },
  });
  expect(outbox.find(next.id)?.state).toBe('settled');
});

test('a pause the CRM asks for is kept, even when woken', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = run(crm);
  crm.script({ do: 'fail-before', error: errors.busy });
  outbox.accept(credit());
  await time.pass(UNDO);
  outbox.wake();
  await time.pass(6_999);
  expect(crm.posts).toHaveLength(1);
  await time.pass(1);
  expect(crm.recorded).toHaveLength(1);
});

test('one guest in order, several guests side by side, three at a time', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = run(crm);
  crm.script(...Array.from({ length: 4 }, () => ({ do: 'hang', commits: true }) as const));
  for (const guestId of ['a', 'a', 'b', 'c', 'd']) outbox.accept(credit({ guestId }));
  await time.pass(UNDO);
  expect(crm.posts.map((sent) => sent.guestId)).toEqual(['a', 'b', 'c']);
});

test('no more may wait than the restaurant allows, by sum and by number', () => {
  const crm = createScriptedCrm();
  const { outbox } = run(crm, createFakeTime(), {
    limits: { count: 3, sum: cents(4_000), ageMs: 24 * HOUR },
  });
  outbox.accept(credit());
  outbox.accept(credit());
  expect(outbox.accept(credit())).toEqual({
    ok: false,
    error: { code: 'too-much-waiting', count: 2, sum: 3_000 },
  });
  expect(outbox.accept(credit({ amount: cents(1_000) }))).toMatchObject({ ok: true });
  expect(outbox.accept(credit({ amount: cents(1) }))).toMatchObject({ ok: false });
});

test('killed while a request is out, after the CRM took it: found at the next start, in the CRM once', async () => {
  const crm = createScriptedCrm();
  const first = run(crm);
  crm.script({ do: 'hang', commits: true });
  const given = credit();
  first.outbox.accept(given);
  await first.time.pass(UNDO);
  first.crash();
  const second = run(crm);
  expect(second.outbox.find(given.id)?.state).toBe('verifying');
  await second.time.pass(10_000);
  expect(second.outbox.find(given.id)?.state).toBe('settled');
  expect(crm.posts).toHaveLength(1);
});

test('killed while held: the undo moment continues after the start, no matter what the clock did', async () => {
  for (const jump of [-365 * 86_400_000, 0, 365 * 86_400_000]) {
    const crm = createScriptedCrm();
    const first = run(crm);
    const given = credit();
    first.outbox.accept(given);
    await first.time.pass(10_000);
    first.crash();
    const later = createFakeTime(first.time.clock.now() + jump);
    // The CRM knows how late it is, no matter what this PC was set to.
    const second = run(crm, later, { crmNow: first.time.clock.now });
    const left = second.outbox.find(given.id)?.undoLeftMs ?? -1;
    expect(left).toBeLessThanOrEqual(UNDO);
    await later.pass(UNDO + 2 * SETTLE);
    expect(crm.recorded.map((sent) => sent.creditId)).toEqual([given.id]);
    second.crash();
  }
});

test('a wall clock that jumps while running neither hurries nor holds up', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = run(crm);
  outbox.accept(credit());
  time.jump(365 * 86_400_000);
  await time.pass(UNDO - 1);
  expect(crm.posts).toHaveLength(0);
  time.jump(-2 * 365 * 86_400_000);
  await time.pass(1);
  expect(crm.recorded).toHaveLength(1);
});

test('quitting starts nothing new and keeps the rest', async () => {
  const crm = createScriptedCrm();
  const first = run(crm);
  crm.script({ do: 'hang', commits: true });
  first.outbox.accept(credit());
  first.outbox.accept(credit({ guestId: 'guest-2' }));
  await first.time.pass(UNDO - 1);
  const stopped = first.outbox.stop(2_000);
  await first.time.pass(60_000);
  await stopped;
  expect(crm.posts).toHaveLength(0);
  expect(first.outbox.waiting().count).toBe(2);
});

test('an entry that cannot be read is shown as needing a person, never dropped', async () => {
  const crm = createScriptedCrm();
  const first = run(crm);
  const given = credit();
  first.outbox.accept(given);
  first.db.run("UPDATE outbox SET detail = '{' WHERE id = ?", [given.id]);
  first.crash();
  const second = run(crm);
  await second.time.pass(UNDO);
  expect(second.outbox.list().items).toMatchObject([{ creditId: given.id, state: 'stuck' }]);
  expect(crm.posts).toHaveLength(0);
});

test('what happened to each entry is kept, one line a change', async () => {
  const crm = createScriptedCrm();
  const { outbox, time, db } = run(crm);
  crm.script({ do: 'fail-before', error: errors.notSent });
  const given = credit();
  outbox.accept(given);
  await time.pass(UNDO + 60_000);
  expect(db.all('SELECT event, state FROM outbox_history WHERE id = ? ORDER BY seq', [given.id])).toEqual([
    { event: 'accepted', state: 'held' },
    { event: 'undo-over', state: 'queued' },
    { event: 'attempt', state: 'sending' },
    { event: 'failed', state: 'queued' },
    { event: 'attempt', state: 'sending' },
    { event: 'answered', state: 'settled' },
  ]);
});
