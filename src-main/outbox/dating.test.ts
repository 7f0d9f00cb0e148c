import { afterEach, beforeEach, expect, test } from 'vitest';
import { createScriptedCrm, errors } from '../testing/crm/scripted-crm.ts';
import { createFakeTime } from '../testing/fakes.ts';
import { createBench, credit, HOUR, SETTLE, UNDO } from '../testing/outbox-kit.ts';
import type { OutboxOptions } from './outbox.ts';
import { DEFAULT_TIMING } from './timing/default-timing.ts';

/**
 * What an entry's age counts from, under clocks that are wrong. In these tests the CRM's clock is the true one, and
 * this PC's runs ten days behind until someone sets it right.
 */
const DAY = 24 * HOUR;
const TRUTH = Date.UTC(2026, 10, 21, 23, 0);
const DOWN = { do: 'fail-before', error: errors.notSent } as const;

let bench: ReturnType<typeof createBench>;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

type Crm = ReturnType<typeof createScriptedCrm>;

/** A run that begins `at` (ms after TRUTH). The CRM speaks when `spoke` is called. */
function runAt(crm: Crm, at: number, clockOffMs: number, more: Partial<OutboxOptions> = {}) {
  const time = createFakeTime(TRUTH + at + clockOffMs);
  let spoke = false;
  const begun = time.clock.monotonic();
  const crmNow = () => (spoke ? TRUTH + at + time.clock.monotonic() - begun : null);
  const run = bench.run(crm, time, { crmNow, ...more });
  return {
    ...run,
    time,
    speak: () => {
      spoke = true;
      run.outbox.wake();
    },
    acceptedAt: (id: string) =>
      run.db.get('SELECT accepted_at FROM outbox WHERE id = ?', [id])?.['accepted_at'],
    dated: (id: string) =>
      run.db.all("SELECT state FROM outbox_history WHERE id = ? AND event = 'dated'", [id]).length,
  };
}

const downFor = (crm: Crm, hours: number): void =>
  crm.script(...Array.from({ length: hours * 62 }, () => DOWN));

test('given before the CRM has spoken, under a clock days behind: dated by its age once it speaks', async () => {
  const crm = createScriptedCrm();
  downFor(crm, 1);
  const first = runAt(crm, 0, -10 * DAY);
  const given = credit();
  first.outbox.accept(given);
  expect(first.acceptedAt(given.id)).toBe(TRUTH - 10 * DAY);
  await first.time.pass(20 * 60_000);
  first.speak();
  expect(first.acceptedAt(given.id)).toBe(TRUTH);
  expect(first.dated(given.id)).toBe(1);
  expect(first.logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
  first.crash();
  // The clock is set right, the kiosk starts again: an hour old, not ten days.
  const well = createScriptedCrm();
  const second = runAt(well, HOUR, 0);
  second.speak();
  await second.time.pass(2 * SETTLE);
  expect(second.outbox.find(given.id)?.state).toBe('settled');
  // What was sent is what was accepted, no matter what became of its age.
  expect(well.recorded).toMatchObject([{ creditId: given.id, givenAt: given.givenAt, note: given.note }]);
});

test('what is really too old is, though it was dated again', async () => {
  const crm = createScriptedCrm();
  downFor(crm, 1);
  const first = runAt(crm, 0, -10 * DAY);
  const given = credit();
  first.outbox.accept(given);
  await first.time.pass(UNDO);
  first.speak();
  first.crash();
  const second = runAt(createScriptedCrm(), DEFAULT_TIMING.tooOldMs + HOUR, 0);
  second.speak();
  await second.time.pass(2 * SETTLE);
  expect(second.outbox.find(given.id)).toMatchObject({ state: 'stuck', stuck: 'too-old' });
});

test('a clock that is right to the minute has nothing dated again; nor has what the CRM’s clock had dated', async () => {
  const crm = createScriptedCrm();
  downFor(crm, 1);
  const run = runAt(crm, 0, -60_000);
  const before = credit();
  run.outbox.accept(before);
  run.speak();
  run.time.jump(-5 * DAY);
  const after = credit({ guestId: 'g2' });
  run.outbox.accept(after);
  await run.time.pass(10 * 60_000);
  expect([run.dated(before.id), run.dated(after.id)]).toEqual([0, 0]);
  expect(run.acceptedAt(after.id)).toBe(TRUTH);
});

test('a wrong word about the time is put right by the next one', async () => {
  const crm = createScriptedCrm();
  downFor(crm, 1);
  let told: number | null = null;
  const run = runAt(crm, 0, 0, { crmNow: () => told });
  const given = credit();
  run.outbox.accept(given);
  told = TRUTH - 3_000 * DAY;
  run.outbox.wake();
  expect(run.acceptedAt(given.id)).toBe(TRUTH - 3_000 * DAY);
  told = TRUTH;
  run.outbox.wake();
  expect(run.acceptedAt(given.id)).toBe(TRUTH);
});

test('killed before the CRM spoke: it came in no earlier than the CRM had last spoken', async () => {
  const crm = createScriptedCrm();
  downFor(crm, 1);
  const first = runAt(crm, 0, -10 * DAY, { crmLast: () => TRUTH - 20 * HOUR });
  const given = credit();
  first.outbox.accept(given);
  await first.time.pass(UNDO);
  expect(first.acceptedAt(given.id)).toBe(TRUTH - 20 * HOUR);
  first.crash();
  const well = createScriptedCrm();
  const second = runAt(well, HOUR, 0);
  second.speak();
  await second.time.pass(2 * SETTLE);
  expect(second.outbox.find(given.id)?.state).toBe('settled');
});

test('a disk that will not take the date: it is not called too old for that, and dated when it can be', async () => {
  const crm = createScriptedCrm();
  downFor(crm, 1);
  const run = runAt(crm, 0, -10 * DAY);
  const given = credit();
  run.outbox.accept(given);
  await run.time.pass(UNDO);
  run.db.run(
    "CREATE TRIGGER full BEFORE UPDATE OF accepted_at ON outbox BEGIN SELECT RAISE(ABORT, 'disk full'); END",
  );
  run.speak();
  await run.time.pass(5 * 60_000);
  expect(run.outbox.find(given.id)?.state).toBe('queued');
  run.db.run('DROP TRIGGER full');
  await run.time.pass(5 * 60_000);
  expect(run.acceptedAt(given.id)).toBe(TRUTH);
});

test('what a manager has rebuilt before the CRM spoke is dated the same way', async () => {
  const crm = createScriptedCrm();
  crm.script({ do: 'fail-before', error: errors.bad });
  const run = runAt(crm, 0, -10 * DAY);
  const given = credit();
  run.outbox.accept(given);
  await run.time.pass(UNDO + 2 * SETTLE);
  downFor(crm, 1);
  await run.outbox.resolve(given.id, { do: 'send-as-new' }, 'Priya N.');
  const [replacement] = run.outbox.list().items;
  if (replacement?.kind !== 'add-credit') throw new Error('There is no replacement');
  run.speak();
  expect(run.acceptedAt(replacement.creditId)).toBe(TRUTH + UNDO + 2 * SETTLE);
});
