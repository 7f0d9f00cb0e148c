import { afterEach, beforeEach, expect, test } from 'vitest';
import { createScriptedCrm, errors } from '../testing/crm/scripted-crm.ts';
import { createFakeRowSeals, createFakeSealer } from '../testing/fakes.ts';
import { createBench, credit, HOUR, SETTLE, UNDO } from '../testing/outbox-kit.ts';
import { reverifyOpenEntries } from './recover-entries.ts';

let bench: ReturnType<typeof createBench>;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

test('after a recovery nothing is sent that was not asked about, and nothing that may have been undone', async () => {
  const crm = createScriptedCrm();
  const first = bench.run(crm);
  // One that may be on its way already, one refused, one only an old copy knew, one still held.
  const cases = [errors.notSent, errors.bad, errors.notSent].map((error, at) => {
    crm.script({ do: 'fail-before', error });
    const given = credit({ guestId: `guest-${at}` });
    first.outbox.accept(given);
    return given;
  });
  await first.time.pass(UNDO);
  // The line stays down for as long as the refusal is asked about.
  crm.script(...Array.from({ length: 60 }, () => ({ do: 'fail-before', error: errors.notSent }) as const));
  await first.time.pass(2 * SETTLE);
  const held = credit({ guestId: 'guest-h' });
  first.outbox.accept(held);
  const [onItsWay, refused, old] = cases;
  const { db } = first;
  const people = db.transaction(() =>
    reverifyOpenEntries(
      db,
      createFakeSealer(),
      createFakeRowSeals(db),
      new Set([old?.id ?? '']),
      first.time.clock.now(),
    ),
  );
  expect(people).toBe(2);
  first.crash();

  const second = bench.run(crm);
  const states = Object.fromEntries(
    second.outbox.list().items.map((item) => [item.guestId, `${item.state} ${item.stuck ?? ''}`.trim()]),
  );
  expect(states).toEqual({
    'guest-0': 'verifying',
    'guest-1': 'refused',
    'guest-2': 'stuck unreadable-record',
    'guest-h': 'stuck unreadable-record',
  });
  await second.time.pass(3 * HOUR);
  // Asked about, found to be absent, and only then sent.
  expect(crm.gets).toContain(onItsWay?.id);
  expect(crm.recorded.map((sent) => sent.creditId)).toEqual([onItsWay?.id]);
  expect(second.outbox.find(refused?.id ?? '')?.state).toBe('refused');
  expect(second.db.all("SELECT id FROM outbox_history WHERE event = 'recovered'")).toHaveLength(3);
});

test('a request that was out is asked about, as often begun as it was', async () => {
  const crm = createScriptedCrm();
  const { outbox, time, db } = bench.run(crm);
  crm.script({ do: 'hang', commits: false });
  const given = credit();
  outbox.accept(given);
  await time.pass(UNDO);
  expect(outbox.find(given.id)?.state).toBe('sending');
  const state = () => JSON.parse(String(db.get('SELECT detail FROM outbox')?.['detail']));
  db.run(`UPDATE outbox SET detail = '{"state":"sending","attempts":3,"doubt":true}'`);
  createFakeRowSeals(db).seal('outbox', given.id);
  expect(reverifyOpenEntries(db, createFakeSealer(), createFakeRowSeals(db), new Set(), 1)).toBe(0);
  expect(state()).toMatchObject({ state: 'verifying', attempts: 3, checks: 0, absences: 0, delayMs: 0 });
});
