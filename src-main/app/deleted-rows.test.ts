/**
 * What the activity log knows of and someone deletes from the files, or puts back as it once was: an alert, and it
 * counts.
 */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { createRng } from '../sandbox/data/rng.ts';
import type { ConfigInput } from '../settings/schema.ts';
import { openPlace, type Place, type PlayedKiosk, pinOf } from '../testing/compose-kit.ts';
import { alertIn, compared, databasePathOf, edit, give, homeOf, inDatabase } from '../testing/edited-kit.ts';

const SOON = { timeout: 30_000, interval: 20 };
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });
const CONFIG = { undoSeconds: 1, rules: { employeeDay: { alone: { server: 3_000 } } } } as const;
const TEN = Array.from({ length: 10 }, (_, n) => n);

let place: Place;
/** The folder as the kiosk left it, and as it was at each earlier stop. */
let base = '';
const stops: string[] = [];

const on: PlayedKiosk[] = [];
/** Switches it on with these limits, and anything else is said. */
async function start(more: ConfigInput = {}): Promise<PlayedKiosk> {
  const kiosk = await place.run({ ...CONFIG, ...more });
  on.push(kiosk);
  return kiosk;
}
const stop = async (): Promise<void> => {
  for (const kiosk of on.splice(0)) await kiosk.stop();
};
/** The same, and waits until what is here was compared. */
async function switchedOn(more: ConfigInput = {}): Promise<PlayedKiosk> {
  const kiosk = await start(more);
  await compared(kiosk);
  return kiosk;
}

async function played(work: (kiosk: PlayedKiosk) => Promise<void>): Promise<void> {
  const kiosk = await switchedOn();
  await work(kiosk);
  await stop();
  const copy = join(base, `stop-${stops.length}.db`);
  cpSync(databasePathOf(place), copy);
  stops.push(copy);
}
const settled = async (kiosk: PlayedKiosk) => {
  await kiosk.must('signIn', { pin: pinOf('Marco D.') });
  const idle = async () => expect((await kiosk.must('waitingList', {})).items).toEqual([]);
  await vi.waitFor(idle, SOON);
};
const idOf = async (kiosk: PlayedKiosk, name: string) =>
  (await kiosk.must('staffList', {})).members.find(({ shortName }) => shortName === name)?.id ?? '';

/** An evening: Marco gave $25 in four credits, all at Toast; one more was undone; staff changed; someone guessed. */
beforeAll(async () => {
  place = await openPlace();
  base = mkdtempSync(join(tmpdir(), 'hoststand-deleted-'));
  const amounts = [1_000, 700, 500, 300];
  await played(async (kiosk) => {
    for (const amount of amounts.slice(0, 2)) await give(kiosk, amount);
  });
  await played(async (kiosk) => {
    await settled(kiosk);
    for (const amount of amounts.slice(2)) await give(kiosk, amount);
    await kiosk.ask('signIn', { pin: '804417' });
  });
  await played(async (kiosk) => {
    await settled(kiosk);
    const creditId = await give(kiosk, 200);
    await kiosk.must('undoCredit', { creditId });
    await homeOf(kiosk);
    await kiosk.must('staffChange', { staffId: await idOf(kiosk, 'Sam T.'), active: false });
    await kiosk.must('staffAdd', { shortName: 'Lee W.', role: 'server', employeeGuid: null, pin: null });
    for (const pin of ['804418', '804419']) await kiosk.ask('signIn', { pin });
  });
  await played(async (kiosk) => {
    await homeOf(kiosk);
    await kiosk.must('staffChange', { staffId: await idOf(kiosk, 'Lee W.'), role: 'host' });
    await kiosk.must('staffRemove', { staffId: await idOf(kiosk, 'Sam T.') });
    const creditId = await kiosk.form('Joss K.');
    const asked = { creditId, amount: cents(900), reasonId: 'cold-food', note: '' };
    const answer = await kiosk.must('giveCredit', asked);
    if (answer.outcome !== 'needs-approval') throw new Error(answer.outcome);
    await kiosk.must('approve', { approvalId: answer.approval.approvalId, pin: pinOf('Priya N.') });
    await settled(kiosk);
    await kiosk.ask('signIn', { pin: '804420' });
  });
  cpSync(place.dir, join(base, 'whole'), { recursive: true });
});
afterEach(async () => {
  await stop();
  for (const name of readdirSync(place.dir)) {
    if (name !== 'books.jsonl') rmSync(join(place.dir, name), { recursive: true });
  }
  for (const name of readdirSync(join(base, 'whole'))) {
    if (name !== 'books.jsonl') cpSync(join(base, 'whole', name), join(place.dir, name), { recursive: true });
  }
});
afterAll(async () => {
  await place.close();
  rmSync(base, { recursive: true, force: true });
});

const ids = (sql: string): readonly string[] =>
  inDatabase(place, (db) => db.prepare(sql).all()).map((row) => String(Object.values(row)[0]));
const pick = <T>(rng: () => number, from: readonly T[]): T => from[Math.floor(rng() * from.length)] as T;
/** Some of them, at least one. */
const some = (rng: () => number, from: readonly string[]): readonly string[] => {
  const kept = from.filter(() => rng() < 0.4);
  return kept.length > 0 ? kept : [pick(rng, from)];
};
const quoted = (of: readonly string[]): string => of.map((id) => `'${id}'`).join(', ');

/** Whether Marco, who has given $25 of the $30 that he may alone, is still asked for a manager at $6. */
async function sumHolds(kiosk: PlayedKiosk): Promise<void> {
  const creditId = await kiosk.form('Marco D.', '4155550118');
  const asked = { creditId, amount: cents(600), reasonId: 'cold-food', note: '' };
  expect(await kiosk.must('giveCredit', asked)).toMatchObject({ outcome: 'needs-approval' });
  await kiosk.must('signOut', {});
}
const alertOf = async (kiosk: PlayedKiosk) => alertIn(await homeOf(kiosk));

test('what no one edited alarms no one, at any stop', async () => {
  const kiosk = await switchedOn();
  await sumHolds(kiosk);
  expect(await alertOf(kiosk)).toBeNull();
});

describe.each(TEN)('mutation %i', (seed) => {
  const rng = createRng(1_000 + seed).next;

  test('entries that are over, deleted: they count before and after they are found, and are back for the report', async () => {
    const over = ids("SELECT id FROM outbox WHERE state = 'settled' AND given_by = 'Marco D.'");
    const gone = some(rng, over);
    edit(place, `DELETE FROM outbox WHERE id IN (${quoted(gone)})`, 'DELETE FROM outbox_history');
    const kiosk = await start();
    await sumHolds(kiosk);
    await compared(kiosk);
    await sumHolds(kiosk);
    const home = await homeOf(kiosk);
    expect(alertIn(home)).toMatchObject({ restored: gone.length, entries: 0 });
    expect(home.shift.settled).toEqual({ count: 5, sum: 3_400 });
    await stop();
    // Found once, and still told.
    const again = await switchedOn();
    expect(await alertOf(again)).toMatchObject({ restored: gone.length });
  });

  test('entries that are over, edited: they count as the log has them', async () => {
    const over = ids("SELECT id FROM outbox WHERE state = 'settled' AND given_by = 'Marco D.'");
    const column = pick(rng, [
      'amount = 1',
      'amount = 9223372036854775807',
      "given_by_id = 'x'",
      'accepted_at = accepted_at - 172800000',
      `state = 'cancelled', detail = '{"state":"cancelled","how":"undone"}'`,
      "id = '44444444-4444-4444-8444-444444444444'",
    ]);
    edit(place, `UPDATE outbox SET ${column} WHERE id = '${pick(rng, over)}'`);
    const kiosk = await start();
    await sumHolds(kiosk);
    await compared(kiosk);
    await sumHolds(kiosk);
    expect(await alertOf(kiosk)).not.toBeNull();
  });

  test('what was undone, deleted: back as it ended, and an alert', async () => {
    edit(place, "DELETE FROM outbox WHERE state = 'cancelled'", 'DELETE FROM credit_form');
    const kiosk = await switchedOn();
    expect(await alertOf(kiosk)).toMatchObject({ restored: 1 });
    await stop();
    expect(ids("SELECT detail FROM outbox WHERE state = 'cancelled'")).toEqual([
      '{"state":"cancelled","how":"undone"}',
    ]);
  });

  test('someone of the staff list, deleted: named', async () => {
    const [name = ''] = some(rng, ['Marco D.', 'Lee W.', 'Joss K.']);
    edit(place, `DELETE FROM staff WHERE short_name = '${name}'`);
    const kiosk = await switchedOn();
    expect(await alertOf(kiosk)).toMatchObject({ staff: [name] });
  });

  test('the count of wrong PINs, deleted or put back to any earlier one: locked, and an alert', async () => {
    const old = pick(rng, [null, ...stops.slice(0, 3)]);
    edit(
      place,
      'DELETE FROM lockout',
      ...(old === null ? [] : [`ATTACH '${old}' AS old`, 'INSERT INTO lockout SELECT * FROM old.lockout']),
    );
    const kiosk = await switchedOn();
    expect(await kiosk.ask('signIn', { pin: pinOf('Marco D.') })).toMatchObject({
      error: { code: 'pin-locked' },
    });
    await stop();
    expect(ids("SELECT event ->> '$.table' FROM ledger WHERE kind = 'row-altered'")).toEqual(['lockout']);
  });

  test('lines of an approval, deleted: an alert', async () => {
    const lines = ids("SELECT seq FROM ledger WHERE kind IN ('approval-asked', 'approval-granted')");
    edit(place, `DELETE FROM ledger WHERE seq IN (${some(rng, lines).join(', ')})`);
    const kiosk = await switchedOn();
    expect(await alertOf(kiosk)).toMatchObject({ log: true });
  });

  test('a row put back to any earlier version of itself that the log has left behind: an alert, and nothing is sent', async () => {
    const table = pick(rng, ['outbox', 'staff']);
    const column = table === 'outbox' ? 'state' : 'seal';
    const versions = stops.slice(0, -1).flatMap((old) => {
      const db = new DatabaseSync(old, { readOnly: true });
      const rows = db.prepare(`SELECT id, "${column}" AS version FROM "${table}"`).all();
      db.close();
      return rows.map((row) => ({ old, id: String(row['id']), version: row['version'] }));
    });
    const now = new Map(
      inDatabase(place, (db) => db.prepare(`SELECT id, "${column}" AS version FROM "${table}"`).all()).map(
        (row) => [String(row['id']), row['version']],
      ),
    );
    const { old, id } = pick(
      rng,
      versions.filter((each) => now.get(each.id) !== each.version),
    );
    const posts = JSON.stringify(place.crm.control.store().posts);
    edit(
      place,
      `ATTACH '${old}' AS old`,
      `DELETE FROM "${table}" WHERE id = '${id}'`,
      `INSERT INTO "${table}" SELECT * FROM old."${table}" WHERE id = '${id}'`,
    );
    const kiosk = await switchedOn();
    await sumHolds(kiosk);
    expect(await alertOf(kiosk)).not.toBeNull();
    expect(JSON.stringify(place.crm.control.store().posts)).toBe(posts);
  });
});

test('entries that are deleted since they were over for long enough alarm no one, now or later', async () => {
  const later = Date.now() + 100 * 86_400_000;
  vi.useFakeTimers({ now: later, toFake: ['Date'] });
  try {
    const kiosk = await switchedOn({ keepSettledDays: 30 });
    expect(await alertOf(kiosk)).toBeNull();
    await stop();
    edit(place, 'DELETE FROM outbox');
    const old = await switchedOn({ keepSettledDays: 30 });
    expect(await alertOf(old)).toBeNull();
    await stop();
    expect(
      ids("SELECT json_array_length(event, '$.ids') FROM ledger WHERE kind = 'entries-forgotten'"),
    ).toEqual(['6']);
  } finally {
    vi.useRealTimers();
  }
});
