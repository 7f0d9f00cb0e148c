import { createOutbox } from '../../../src-main/outbox/outbox.ts';
import { DEFAULT_TIMING } from '../../../src-main/outbox/timing/default-timing.ts';
import { openDatabase } from '../../../src-main/storage/open-database.ts';
import { createScriptedCrm } from '../../../src-main/testing/crm/scripted-crm.ts';
import {
  createFakeIds,
  createFakeLogger,
  createFakeRowSeals,
  createFakeSealer,
  createFakeTime,
  sealOldCredit,
} from '../../../src-main/testing/fakes.ts';
import { cents } from '../../../src-preload/contract/money.ts';
import { STORY_CREDITS, type Told } from './told.ts';

export interface Verdict {
  /** Said to be saved, and lost. */
  readonly lost: readonly string[];
  /** The database cannot be opened, or something in them cannot be read. */
  readonly corrupt: readonly string[];
  /** Everything else that must not be. */
  readonly wrong: readonly string[];
  /** Not said to be saved, and there anyway. No promise is broken; how often it comes about is told. */
  readonly untold: number;
  /** Openings that threw where they should have said what is wrong. */
  readonly threw: number;
  /** Openings that said what is wrong. */
  readonly refused: number;
}

/**
 * Opens the database that a run left, with a disk that is well again, holds them against what the run had told, lets
 * everything go on its way, and holds the CRM's records against it again. `before`: credits that were in the database
 * before the run.
 */
export async function verify(
  databasePath: string,
  said: string,
  before: readonly string[],
): Promise<Verdict> {
  const told = readTold(said);
  const of = (say: Told['say']): readonly string[] =>
    told.flatMap((line) => (line.say === say && 'id' in line ? [line.id] : []));
  const accepted = new Set([...of('accepted'), ...before]);
  const [undone, undoing] = [new Set(of('undone')), new Set(of('undoing'))];
  const settled = of('settled');
  const [lost, corrupt, wrong]: [string[], string[], string[]] = [[], [], []];
  let untold = 0;
  for (const line of told) {
    if (line.say === 'threw' && line.where !== 'opening') wrong.push(`${line.where} threw: ${line.words}`);
  }

  const opened = openDatabase(databasePath, 'training');
  if (!opened.ok) corrupt.push(`The books cannot be opened: ${JSON.stringify(opened.error)}`);
  else {
    const db = opened.value;
    const time = createFakeTime(createFakeTime().clock.now() + 3_600_000);
    const crm = createScriptedCrm();
    for (const id of of('crm-has')) {
      const credit = STORY_CREDITS.find((each) => each.id === id);
      const old = db.get('SELECT guest_id, amount FROM outbox WHERE id = ?', [id]);
      const guestId = credit?.guestId ?? String(old?.['guest_id']);
      const amount = credit?.amount ?? cents(Number(old?.['amount'] ?? 0));
      crm.recorded.push({ creditId: id, guestId, amount, note: '', givenAt: 0 });
    }
    const rows = new Map(db.all('SELECT id, state FROM outbox').map((row) => [row['id'], row['state']]));
    const traces = new Map(
      db
        .all('SELECT id, state, max(seq) FROM outbox_history GROUP BY id')
        .map((row) => [row['id'], row['state']]),
    );
    for (const id of accepted) {
      // What was settled long ago leaves the queue; its trace stays.
      const state = rows.get(id) ?? (isOver(traces.get(id)) ? traces.get(id) : undefined);
      if (state === undefined) lost.push(`${id} was saved, and is gone`);
      if (undone.has(id) && state !== 'cancelled') wrong.push(`${id} was taken back, and is ${state}`);
      if (settled.includes(id) && state !== 'settled') wrong.push(`${id} was settled, and is ${state}`);
    }
    for (const id of rows.keys()) if (!accepted.has(String(id))) untold += 1;

    sealOldCredit(db);
    const outbox = createOutbox({
      ...{ db, gateway: crm, clock: time.clock, scheduler: time.scheduler, ids: createFakeIds() },
      ...{
        logger: createFakeLogger(),
        timing: DEFAULT_TIMING,
        sealer: createFakeSealer(),
        seals: createFakeRowSeals(db),
      },
      limits: { count: 100, sum: cents(50_000), ageMs: 24 * 3_600_000 },
      crmNow: time.clock.now,
      guestName: () => null,
      onChange: () => {},
    });
    outbox.start();
    for (const item of outbox.list().items) {
      if (item.stuck !== null) corrupt.push(`${item.guestId}'s entry is ${item.stuck}`);
    }
    await time.pass(20 * 60_000);
    for (const item of outbox.list().items) wrong.push(`An entry is still ${item.state}`);
    for (const id of new Set([...accepted, ...crm.recorded.map(({ creditId }) => creditId)])) {
      const times = crm.recorded.filter(({ creditId }) => creditId === id).length;
      if (times > 1) wrong.push(`${id} is on the books ${times} times`);
      if (undone.has(id) && times > 0) wrong.push(`${id} was taken back, and is on the books`);
      if (accepted.has(id) && !undoing.has(id) && times === 0) lost.push(`${id} was saved, and never sent`);
    }
    await outbox.stop(0);
    const check = db.get('PRAGMA integrity_check')?.['integrity_check'];
    if (check !== 'ok') corrupt.push(`integrity_check: ${check}`);
    db.close();
  }
  const count = (say: Told['say']): number => told.filter((line) => line.say === say).length;
  return { lost, corrupt, wrong, untold, threw: count('threw'), refused: count('refused') };
}

const isOver = (state: unknown): boolean => state === 'settled' || state === 'cancelled';

/** Whole lines only: a process that was killed may have left half a one, which then was never said. */
function readTold(said: string): readonly Told[] {
  return said
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Told);
}
