/** What hardly ever happens: disks that refuse, two hands on one entry, quitting in the middle, and states that cannot be. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GuestSealer } from '../ports.ts';
import { createScriptedCrm, errors } from '../testing/crm/scripted-crm.ts';
import { createFakeLogger, createFakeRowSeals, createFakeSealer, createFakeTime } from '../testing/fakes.ts';
import { createBench, credit, newGuest, SETTLE, UNDO } from '../testing/outbox-kit.ts';
import { createAttempts } from './attempts.ts';
import { classify } from './classify.ts';
import { advance, type Entry } from './entry.ts';
import { createOutbox, type OutboxOptions } from './outbox.ts';
import { createResolve } from './resolve.ts';
import { keepTidy } from './retention.ts';
import { integer, toEntry } from './rows.ts';
import { createOutboxStore } from './store.ts';
import { DEFAULT_TIMING } from './timing/default-timing.ts';
import { createQueuePause } from './timing/pause.ts';

let bench: ReturnType<typeof createBench>;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

const forged = (value: unknown): never => value as never;
const context = { now: 0, random: 0.5, timing: DEFAULT_TIMING };

describe('a disk that refuses', () => {
  test('while sending: nothing is sent twice, it says so, and continues when the disk works again', async () => {
    const crm = createScriptedCrm();
    const { outbox, time, db, changes } = bench.run(crm);
    outbox.accept(credit());
    await time.pass(UNDO - 1);
    // The outbox's table takes no change, as on a full disk; the credit is due meanwhile.
    db.exec(
      `CREATE TRIGGER full BEFORE UPDATE ON outbox BEGIN SELECT raise(ABORT, 'database or disk is full'); END`,
    );
    await time.pass(60_000);
    expect(crm.posts).toHaveLength(0);
    expect(outbox.waiting()).toMatchObject({ count: 1, diskTrouble: true });
    db.exec('DROP TRIGGER full');
    await time.pass(120_000);
    expect(crm.recorded).toHaveLength(1);
    expect(outbox.waiting()).toMatchObject({ count: 0, diskTrouble: false });
    expect(changes.at(-1)).toMatchObject({ state: 'settled' });
  });

  test('when the answer comes: asked about afterwards, never sent again', async () => {
    const crm = createScriptedCrm();
    const { outbox, time, db } = bench.run(crm);
    outbox.accept(credit());
    db.exec(
      `CREATE TRIGGER full BEFORE UPDATE ON outbox WHEN new.state = 'settled'
       BEGIN SELECT raise(ABORT, 'database or disk is full'); END`,
    );
    await time.pass(UNDO + 60_000);
    expect(crm.posts).toHaveLength(1);
    expect(outbox.waiting().count).toBe(1);
    db.exec('DROP TRIGGER full');
    await time.pass(5 * 60_000);
    expect(crm.posts).toHaveLength(1);
    expect(crm.gets.length).toBeGreaterThan(0);
    expect(outbox.waiting().count).toBe(0);
  });

  test('when tidying up: it is logged, and tried again the next day', async () => {
    const time = createFakeTime();
    const logger = createFakeLogger();
    let tries = 0;
    const stop = keepTidy({
      mayNot: () => false,
      store: {
        forgetOver: () => {
          tries += 1;
          if (tries === 1) throw new Error('disk I/O error');
          if (tries === 2) throw forged('no error at all');
          return 0;
        },
      },
      ...time,
      crmNow: time.clock.now,
      logger,
      keepMs: 1,
    });
    await time.pass(3 * 24 * 3_600_000);
    stop();
    await time.pass(3 * 24 * 3_600_000);
    expect(tries).toBe(4);
    expect(logger.lines.map(({ event }) => event)).toEqual(['outbox-not-tidied', 'outbox-not-tidied']);
  });

  test('right after the commit: it was saved, so it is said to be saved', async () => {
    const crm = createScriptedCrm();
    const { db, outbox, time, logger } = bench.run(crm);
    // Reads fail from the commit on, as on a disk that has just gone.
    let broken = false;
    const failing: OutboxOptions['db'] = {
      ...db,
      all: (sql, params) => {
        if (broken) throw new Error('disk I/O error');
        return db.all(sql, params);
      },
      get: (sql, params) => {
        if (broken) throw forged('no error at all');
        return db.get(sql, params);
      },
      transaction: (work) => {
        const value = db.transaction(work);
        broken = true;
        return value;
      },
    };
    await outbox.stop(0);
    const second = createOutbox({
      db: failing,
      gateway: crm,
      ...time,
      ids: { guid: () => 'x', random: () => 0 },
      logger,
      timing: DEFAULT_TIMING,
      limits: { count: 9, sum: forged(99_999), ageMs: 1 },
      sealer: createFakeSealer(),
      seals: createFakeRowSeals(db),
      crmNow: () => null,
      guestName: () => null,
      onChange: () => {},
    });
    const given = credit();
    expect(second.accept(given)).toMatchObject({ ok: true, value: { state: 'held' } });
    broken = false;
    expect(second.acceptGuest(newGuest())).toMatchObject({ ok: true });
    broken = false;
    expect(second.undo(given.id)).toMatchObject({ ok: true, value: { state: 'cancelled' } });
    broken = false;
    expect(second.find(given.id)?.state).toBe('cancelled');
    expect(logger.lines.map(({ event }) => event)).toContain('outbox-not-told');
  });

  test('at the start: it continues, and tries again', async () => {
    const crm = createScriptedCrm();
    const { db, time, logger, outbox } = bench.run(crm);
    await outbox.stop(0);
    outbox.accept(credit());
    db.exec("UPDATE outbox SET detail = '{'");
    db.exec(
      `CREATE TRIGGER full BEFORE UPDATE ON outbox BEGIN SELECT raise(ABORT, 'database or disk is full'); END`,
    );
    outbox.start();
    expect(logger.lines.map(({ event }) => event)).toContain('outbox-start-failed');
    expect(outbox.list().items).toMatchObject([{ state: 'stuck' }]);
    await time.pass(UNDO);
    expect(crm.posts).toEqual([]);
  });

  test('a failure that is no error is logged anyway', async () => {
    const crm = createScriptedCrm();
    const { outbox, time, logger } = bench.run({
      ...crm,
      addCredit: () => Promise.reject(forged('not an error')),
    });
    outbox.accept(credit());
    await time.pass(UNDO);
    expect(logger.lines).toContainEqual({
      level: 'error',
      event: 'outbox-step-failed',
      data: { error: 'not an error' },
    });
    expect(outbox.waiting().count).toBe(1);
  });
});

describe('two hands on one entry', () => {
  test('anyone who writes first wins; the other sees what it became', () => {
    const { db, crash } = bench.run(createScriptedCrm());
    const store = createOutboxStore(db, createFakeSealer(), createFakeRowSeals(db));
    const given = credit();
    const accepted = store.accept(
      { kind: 'add-credit', ...given },
      {
        undoMs: 1,
        limits: { count: 9, sum: forged(99_999), ageMs: 1 },
        now: 5,
        acceptedAt: 5,
        ageOf: () => 0,
      },
    );
    if (!accepted.ok) throw new Error(accepted.error.code);
    const held = accepted.value;
    const queued = advance(held, { type: 'undo-over' }, context);
    const undone = advance(held, { type: 'undo' }, context);
    expect(store.put(held, queued, 'undo-over', 6)).toBe(true);
    expect(store.put(held, undone, 'undo', 7)).toBe(false);
    expect(store.get(given.id)?.at.state).toBe('queued');
    // A replacement of what has moved on changes nothing, and leaves no half of it behind.
    const fresh = { kind: 'add-credit', ...credit() } as const;
    const replaced = advance(queued, { type: 'replace', by: 'Priya N.', replacement: fresh.id }, context);
    expect(store.put(queued, advance(queued, { type: 'attempt' }, context), 'attempt', 8)).toBe(true);
    expect(
      store.replace([{ from: queued, to: replaced, event: 'replace', by: fresh }], { now: 9, acceptedAt: 9 }),
    ).toBe(false);
    expect(store.get(fresh.id)).toBeNull();
    expect(() =>
      store.replace(
        [
          {
            from: store.get(given.id) ?? held,
            to: replaced,
            event: 'replace',
            by: forged({ ...fresh, id: null }),
          },
        ],
        { now: 9, acceptedAt: 9 },
      ),
    ).toThrow();
    expect(store.get(given.id)?.at.state).toBe('sending');
    crash();
  });

  test('an entry that moves while its request is out keeps what it became', async () => {
    const crm = createScriptedCrm();
    const given = credit();
    const ended = '{"state":"cancelled","how":"discarded","by":"Priya N.","reason":"x"}';
    const { outbox, time, db } = bench.run({
      ...crm,
      // Another hand ends it on the disk while it is asked about.
      findCredit: (id) => {
        db.run("UPDATE outbox SET state = 'cancelled', detail = ? WHERE id = ?", [ended, id]);
        createFakeRowSeals(db).seal('outbox', id);
        return crm.findCredit(id);
      },
    });
    crm.script({ do: 'fail-before', error: errors.timeout });
    outbox.accept(given);
    await time.pass(10 * 60_000);
    expect(outbox.find(given.id)?.state).toBe('cancelled');
    expect(crm.posts).toHaveLength(1);
  });

  test('an entry whose row is gone when the answer comes is left alone', async () => {
    const crm = createScriptedCrm();
    const { outbox, time, db, logger } = bench.run({
      ...crm,
      addCredit: (sent) => {
        db.run('DELETE FROM outbox');
        return crm.addCredit(sent);
      },
    });
    outbox.accept(credit());
    await time.pass(UNDO + 60_000);
    expect(outbox.waiting().count).toBe(0);
    expect(logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('a decision about what another hand replaced meanwhile is refused', async () => {
    const { db, crash } = bench.run(createScriptedCrm());
    const store = createOutboxStore(db, createFakeSealer(), createFakeRowSeals(db));
    const refused: Entry = {
      seq: 1,
      acceptedAt: 0,
      since: 0,
      work: { kind: 'add-credit', ...credit() },
      at: { state: 'refused', refusal: { status: 400, code: null, message: null, requestId: null } },
    };
    const resolve = createResolve({
      store: { ...store, get: () => refused },
      gateway: createScriptedCrm(),
      runner: { apply: () => null, wake: () => {} },
      clock: createFakeTime().clock,
      ids: { guid: () => 'fresh', random: () => 0 },
      reckonedNow: () => 0,
      onChange: () => {},
    });
    expect(await resolve(refused.work.id, { do: 'send-as-new' }, 'Priya N.')).toMatchObject({
      error: { code: 'not-possible' },
    });
    expect(await resolve(refused.work.id, { do: 'discard', reason: 'gone' }, 'Priya N.')).toMatchObject({
      error: { code: 'not-possible' },
    });
    crash();
  });
});

describe('quitting', () => {
  test('before anything was started does nothing', async () => {
    const crm = createScriptedCrm();
    const { outbox, crash } = bench.run(crm);
    await outbox.stop(1);
    await outbox.stop(1);
    crash();
  });

  test('waits for what is out, and no longer than it is told to', async () => {
    const crm = createScriptedCrm();
    const { outbox, time } = bench.run(crm);
    crm.script({ do: 'hang', commits: false });
    outbox.accept(credit());
    await time.pass(UNDO);
    let stopped = false;
    const done = outbox.stop(2_000).then(() => {
      stopped = true;
    });
    await time.pass(1_999);
    expect(stopped).toBe(false);
    await time.pass(1);
    await done;
    outbox.wake();
    await time.pass(60_000);
    expect(crm.posts).toHaveLength(1);
  });

  test('ends as soon as what is out has come home', async () => {
    const crm = createScriptedCrm();
    let answer = (): void => {};
    const { outbox, time } = bench.run({
      ...crm,
      addCredit: (sent) =>
        new Promise((resolve) => {
          answer = () => resolve(crm.addCredit(sent));
        }),
    });
    const given = credit();
    outbox.accept(given);
    await time.pass(UNDO);
    const done = outbox.stop(60_000);
    answer();
    await done;
    expect(outbox.find(given.id)?.state).toBe('settled');
  });
});

describe('new guests', () => {
  const seals = (plain: string): GuestSealer => ({ seal: () => 'x', open: () => plain });
  test.each(['{', '{"guestId":"g"}'])('sealed text that opens to %s needs a person', (plain) => {
    const { db, crash } = bench.run(createScriptedCrm(), createFakeTime(), { sealer: seals(plain) });
    const store = createOutboxStore(db, seals(plain), createFakeRowSeals(db));
    const ana = newGuest();
    const { guestId } = ana.guest;
    const accepted = store.accept(
      { kind: 'create-guest', id: guestId, ...ana, guestId },
      { undoMs: 0, limits: { count: 9, sum: forged(9), ageMs: 1 }, now: 1, acceptedAt: 1, ageOf: () => 0 },
    );
    expect(accepted.ok).toBe(true);
    expect(store.get(guestId)?.at).toEqual({ state: 'stuck', why: 'unreadable-record' });
    expect(store.markUnreadable(2)).toHaveLength(1);
    expect(store.markUnreadable(3)).toEqual([]);
    crash();
  });

  test('one that the CRM has is read without their data, which is gone', async () => {
    const crm = createScriptedCrm();
    const { outbox, time, db } = bench.run(crm);
    const ana = newGuest();
    outbox.acceptGuest(ana);
    await time.pass(0);
    const store = createOutboxStore(db, createFakeSealer(), createFakeRowSeals(db));
    expect(store.get(ana.guest.guestId)).toMatchObject({ work: { guest: null }, at: { state: 'settled' } });
  });

  test('asking whether they are there fails, or is answered with nothing yet: asked again', async () => {
    const crm = createScriptedCrm();
    const { outbox, time } = bench.run(crm);
    crm.scriptGuest({ do: 'fail-after', error: errors.timeout });
    crm.scriptGet(errors.server, 'nothing');
    outbox.acceptGuest(newGuest());
    await time.pass(10 * SETTLE);
    expect(crm.guestPosts).toHaveLength(1);
    expect(outbox.waiting().count).toBe(0);
  });

  test('what is no longer queued is not looked up again', async () => {
    const crm = createScriptedCrm();
    const attempts = createAttempts({
      timing: DEFAULT_TIMING,
      gateway: crm,
      change: (entry) => entry,
      ended: () => {},
      inDoubtMs: () => 0,
    });
    const guest = newGuest();
    const { guestId } = guest.guest;
    crm.guests.push(newGuest().guest);
    await attempts.send({
      seq: 1,
      acceptedAt: 0,
      since: 0,
      work: { kind: 'create-guest', id: guestId, guestId, ...guest },
      at: { state: 'held', delayMs: 1 },
    });
    expect(crm.guestPosts).toEqual([]);
  });

  test('one whose data is gone is never sent', async () => {
    const crm = createScriptedCrm();
    const changed: string[] = [];
    const attempts = createAttempts({
      timing: DEFAULT_TIMING,
      gateway: crm,
      change: (entry, event) => {
        changed.push(event.type);
        return advance(entry, event, context);
      },
      ended: () => {},
      inDoubtMs: () => 0,
    });
    const guest = newGuest();
    const { guestId } = guest.guest;
    await expect(
      attempts.send({
        seq: 1,
        acceptedAt: 0,
        since: 0,
        work: { kind: 'create-guest', id: guestId, guestId, ...guest, guest: null },
        at: { state: 'queued', delayMs: 0, attempts: 0, doubt: false },
      }),
    ).rejects.toThrow('cannot be read');
    expect(crm.guestPosts).toEqual([]);
    expect(changed).toEqual(['attempt']);
  });
});

test('what cannot be is a bug, and says so', async () => {
  expect(() => classify(forged({ kind: 'unheard-of' }))).toThrow('CRM error');
  const entry = (at: unknown): Entry => ({
    seq: 1,
    acceptedAt: 0,
    since: 0,
    work: { kind: 'add-credit', ...credit() },
    at: forged(at),
  });
  expect(() => advance(entry({ state: 'unheard-of' }), { type: 'undo' }, context)).toThrow('entry state');
  const row = { id: 'x', seq: 1, guest_id: 'g', given_at: 'yesterday', given_by_id: 'm', given_by: 'M' };
  expect(() => toEntry({ ...row, state: 'held', detail: '{}' }, createFakeSealer())).toThrow('not a number');
  expect(() => integer(undefined, 'n')).toThrow('not a number');
  expect(() => toEntry({ ...row, id: 7 }, createFakeSealer())).toThrow('not text');
  const resolve = createResolve({
    store: forged({ get: () => entry({ state: 'refused' }) }),
    gateway: createScriptedCrm(),
    runner: { apply: () => null, wake: () => {} },
    clock: createFakeTime().clock,
    ids: { guid: () => '', random: () => 0 },
    reckonedNow: () => 0,
    onChange: () => {},
  });
  await expect(resolve('x', forged({ do: 'unheard-of' }), 'Priya N.')).rejects.toThrow('resolution');
  expect(() => advance(entry({ state: 'stuck', why: 'unheard-of' }), { type: 'recheck' }, context)).toThrow(
    'reason',
  );
  const pause = createQueuePause({
    ...createFakeTime(),
    ids: { guid: () => '', random: () => 0 },
    timing: DEFAULT_TIMING,
  });
  expect(() => pause.after(forged({ kind: 'unheard-of' }))).toThrow();
});

test('who approved is kept with the credit', () => {
  const { outbox, db } = bench.run(createScriptedCrm());
  const approvedBy = { id: 'priya', shortName: 'Priya N.' };
  const given = credit({ approvedBy });
  outbox.accept(given);
  expect(createOutboxStore(db, createFakeSealer(), createFakeRowSeals(db)).get(given.id)?.work).toMatchObject(
    { approvedBy },
  );
  expect(outbox.find(given.id)?.approvedBy).toBe('Priya N.');
});
