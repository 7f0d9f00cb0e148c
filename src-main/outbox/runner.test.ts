import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { createScriptedCrm, errors } from '../testing/crm/scripted-crm.ts';
import {
  createFakeIds,
  createFakeLogger,
  createFakeRowSeals,
  createFakeSealer,
  createFakeTime,
} from '../testing/fakes.ts';
import { createBench, credit, HOUR, newGuest, SETTLE, UNDO } from '../testing/outbox-kit.ts';
import type { Entry } from './entry.ts';
import { createOutbox } from './outbox.ts';
import { createOutboxRunner } from './runner.ts';
import { createOutboxStore, type OutboxStore } from './store.ts';
import { DEFAULT_TIMING } from './timing/default-timing.ts';

let bench: ReturnType<typeof createBench>;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

const DOWN = { do: 'fail-before', error: errors.notSent } as const;
const CUT = { do: 'fail-before', error: errors.cut } as const;

/** A runner by itself over the records of a run that has ended, with a store that may behave otherwise. */
function runnerOver(db: ReturnType<typeof bench.run>['db'], more: Partial<OutboxStore> = {}) {
  const time = createFakeTime();
  const crm = createScriptedCrm();
  const changes: string[] = [];
  const store = { ...createOutboxStore(db, createFakeSealer(), createFakeRowSeals(db)), ...more };
  const runner = createOutboxRunner({
    ...{
      ...time,
      store,
      gateway: crm,
      ids: createFakeIds(),
      logger: createFakeLogger(),
      timing: DEFAULT_TIMING,
    },
    crmNow: time.clock.now,
    reckonedNow: time.clock.now,
    mayNotSend: () => false,
    onChange: ({ at }) => changes.push(at.state),
    onDisk: () => {},
  });
  return { runner, time, crm, changes };
}

describe('a run begins and ends', () => {
  test('nothing moves before the start, no matter what wakes it', async () => {
    const first = bench.run(createScriptedCrm());
    await first.outbox.stop(0);
    first.outbox.accept(credit());
    const { runner, time, crm } = runnerOver(first.db);
    runner.wake();
    await time.pass(HOUR);
    expect(crm.posts).toEqual([]);
    runner.start();
    await time.pass(HOUR);
    expect(crm.posts).toHaveLength(1);
  });

  test('nor after the stop, and no timer is left behind', async () => {
    const crm = createScriptedCrm();
    const { outbox, time } = bench.run(crm);
    outbox.accept(credit());
    await outbox.stop(5_000);
    outbox.wake();
    await time.pass(HOUR);
    expect(crm.posts).toEqual([]);
    expect(time.timers()).toBe(0);
  });

  test('what cannot be read is told of at the start', async () => {
    const first = bench.run(createScriptedCrm());
    const given = credit();
    first.outbox.accept(given);
    first.db.run("UPDATE outbox SET detail = '{' WHERE id = ?", [given.id]);
    createFakeRowSeals(first.db).seal('outbox', given.id);
    first.crash();
    const { changes, outbox } = bench.run(createScriptedCrm());
    expect(changes).toMatchObject([{ creditId: given.id, state: 'stuck', stuck: 'unreadable-record' }]);
    expect(outbox.waiting().needPerson).toBe(1);
  });
});

describe('an event', () => {
  test('that does not apply changes nothing: no line of history, and no one is told', async () => {
    const { outbox, db, changes } = bench.run(createScriptedCrm());
    const given = credit();
    outbox.accept(given);
    outbox.undo(given.id);
    const lines = () => db.all('SELECT event FROM outbox_history').map((row) => row['event']);
    expect([lines(), changes.length]).toEqual([['accepted', 'undo'], 2]);
    expect(outbox.undo(given.id)).toMatchObject({ ok: true });
    expect(await outbox.resolve(given.id, { do: 'recheck' }, 'Priya N.')).toMatchObject({ ok: false });
    expect([lines(), changes.length]).toEqual([['accepted', 'undo'], 2]);
  });

  test('that someone was quicker than leaves theirs standing', () => {
    const first = bench.run(createScriptedCrm());
    const given = credit();
    first.outbox.accept(given);
    const store = createOutboxStore(first.db, createFakeSealer(), createFakeRowSeals(first.db));
    const before = store.get(given.id);
    first.outbox.undo(given.id);
    // This runner looked before the undo, and writes after it.
    const looks = [before, store.get(given.id)];
    const { runner, changes } = runnerOver(first.db, { get: () => looks.shift() ?? null });
    expect(runner.apply(given.id, { type: 'undo-over' })?.at).toEqual({ state: 'cancelled', how: 'undone' });
    expect(changes).toEqual([]);
  });

  test('is logged by GUID, with what it made of what', async () => {
    const { outbox, logger, time } = bench.run(createScriptedCrm());
    const given = credit();
    outbox.accept(given);
    await time.pass(UNDO);
    expect(logger.lines.filter(({ event }) => event === 'outbox').map(({ data }) => data)).toEqual([
      { id: given.id, event: 'undo-over', from: 'held', to: 'queued' },
      { id: given.id, event: 'attempt', from: 'queued', to: 'sending' },
      { id: given.id, event: 'answered', from: 'sending', to: 'settled' },
    ]);
  });
});

describe('what is older than the restaurant allows', () => {
  test.each([
    ['not before the hour', DEFAULT_TIMING.tooOldMs - HOUR, 'settled'],
    ['but from then on', DEFAULT_TIMING.tooOldMs + 1, 'stuck'],
  ])('%s', async (_what, age, state) => {
    const crm = createScriptedCrm();
    crm.script(DOWN);
    const first = bench.run(crm);
    const given = credit();
    const acceptedAt = first.time.clock.now();
    first.outbox.accept(given);
    await first.time.pass(UNDO);
    first.crash();
    const second = bench.run(crm, createFakeTime(acceptedAt + age));
    await second.time.pass(2 * SETTLE);
    expect(second.outbox.find(given.id)?.state).toBe(state);
  });

  test('is asked about anyway where it is in doubt, before the CRM has told the time', async () => {
    const crm = createScriptedCrm();
    crm.script(CUT);
    const first = bench.run(crm);
    const given = credit();
    first.outbox.accept(given);
    await first.time.pass(UNDO);
    first.crash();
    const later = createFakeTime(first.time.clock.now() + 2 * DEFAULT_TIMING.tooOldMs);
    const second = bench.run(crm, later, { crmNow: () => null });
    await later.pass(0);
    expect(crm.gets).toEqual([given.id]);
    await later.pass(HOUR);
    expect(second.outbox.find(given.id)?.state).toBe('queued');
    expect(crm.posts).toHaveLength(1);
  });
});

describe('a disk that fails', () => {
  test('is told of once, in the log each time, and what it failed at is done when it works again', async () => {
    const crm = createScriptedCrm();
    const { outbox, db, time, logger } = bench.run(crm);
    const given = credit();
    outbox.accept(given);
    db.run("CREATE TRIGGER full BEFORE UPDATE ON outbox BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    await time.pass(UNDO + 60_000);
    expect(outbox.waiting().diskTrouble).toBe(true);
    const seen = logger.lines.filter(({ level }) => level === 'error');
    expect(seen.filter(({ event }) => event === 'outbox-disk')).toHaveLength(1);
    expect(seen.find(({ event }) => event === 'outbox-look-failed')?.data).toEqual({ error: 'disk full' });
    db.run('DROP TRIGGER full');
    await time.pass(60_000);
    expect(outbox.find(given.id)?.state).toBe('settled');
    expect(outbox.waiting().diskTrouble).toBe(false);
    expect(logger.lines.filter(({ event }) => event === 'outbox-disk').map(({ data }) => data)).toEqual([
      { works: false },
      { works: true },
    ]);
  });
});

describe('what is left of a delay', () => {
  test('is what the screen counts down, and nothing where nothing is waited for', async () => {
    const { outbox, time, db } = bench.run(createScriptedCrm());
    const given = credit();
    const item = outbox.accept(given);
    expect(item).toMatchObject({ ok: true, value: { undoLeftMs: UNDO } });
    await time.pass(10_000);
    expect(outbox.find(given.id)).toMatchObject({ undoLeftMs: UNDO - 10_000 });
    await time.pass(UNDO);
    const entry = createOutboxStore(db, createFakeSealer(), createFakeRowSeals(db)).get(given.id) as Entry;
    const { runner } = runnerOver(db);
    expect(runner.leftMs(entry)).toBe(0);
    expect(runner.leftMs({ ...entry, at: { state: 'held', delayMs: 5 }, since: 0 })).toBe(0);
  });
});

test('one guest at a time and in order, three guests at once', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = bench.run(crm);
  crm.script(...Array.from({ length: 3 }, () => ({ do: 'hang', commits: false }) as const));
  const gave = ['g1', 'g1', 'g2', 'g3', 'g4'].map((guestId) => credit({ guestId }));
  for (const given of gave) outbox.accept(given);
  await time.pass(UNDO + 1_000);
  // Anything that wakes it meanwhile: what is out is out, and not in doubt.
  outbox.wake();
  expect(crm.posts.map(({ guestId }) => guestId)).toEqual(['g1', 'g2', 'g3']);
  expect(outbox.list().items.map(({ state }) => state)).toEqual([
    'sending',
    'queued',
    'sending',
    'sending',
    'queued',
  ]);
  expect(crm.gets).toEqual([]);
});

test('a sign that the line may be back ends a pause that only guessed', async () => {
  const crm = createScriptedCrm();
  const { outbox, time } = bench.run(crm);
  crm.script(...Array.from({ length: 8 }, () => DOWN));
  const given = credit();
  outbox.accept(given);
  await time.pass(UNDO + 100_000);
  const before = crm.posts.length;
  outbox.wake();
  await time.pass(0);
  expect(crm.posts).toHaveLength(before + 1);
});

describe('the page is told', () => {
  test('of a new guest as soon as they are accepted', () => {
    const { outbox, changes } = bench.run(createScriptedCrm());
    const ana = newGuest();
    outbox.acceptGuest(ana);
    expect(changes[0]).toMatchObject({ kind: 'create-guest', guestId: ana.guest.guestId, state: 'queued' });
  });

  test('or it is logged that it could not be, and nothing is undone for that', () => {
    const onChange = () => {
      throw new Error('the page is gone');
    };
    const { outbox, logger } = bench.run(createScriptedCrm(), createFakeTime(), { onChange });
    const given = credit();
    expect(outbox.accept(given)).toMatchObject({ ok: true, value: { state: 'held' } });
    expect(logger.lines).toEqual([
      { level: 'error', event: 'outbox-not-told', data: { error: 'the page is gone' } },
    ]);
  });
});

test('an outbox that was never started stops', async () => {
  const { db, crash } = bench.run(createScriptedCrm());
  const time = createFakeTime();
  const outbox = createOutbox({
    ...{ ...time, db, gateway: createScriptedCrm(), ids: createFakeIds(), logger: createFakeLogger() },
    ...{
      timing: DEFAULT_TIMING,
      sealer: createFakeSealer(),
      seals: createFakeRowSeals(db),
      limits: { count: 1, sum: cents(1), ageMs: 1 },
    },
    ...{ crmNow: () => null, guestName: () => null, onChange: () => {} },
  });
  await outbox.stop(0);
  expect(time.timers()).toBe(0);
  crash();
});
