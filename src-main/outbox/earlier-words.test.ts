/**
 * Words that an earlier version kept in the open are in no file after a start, and what they belong to continues as it
 * was.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { createRowSeals } from '../audit/row-seals.ts';
import { openSqlite } from '../storage/sqlite.ts';
import { openPlace, type Place, type PlayedKiosk, pinOf } from '../testing/compose-kit.ts';
import {
  alertIn,
  asVersionSeven,
  databasePathOf,
  edit,
  headWithoutMark,
  homeOf,
  ledgerKeyOf,
  switchedOn,
} from '../testing/edited-kit.ts';
import { sealEarlierWords } from './earlier-words.ts';

const SOON = { timeout: 30_000, interval: 20 };
vi.setConfig({ testTimeout: 90_000 });

const WORDS = 'birthday of Mrs Petrescu';
const NOTE = `Cold food; by Marco D.; ${WORDS}`;
const NOT_DONE = "DELETE FROM meta WHERE key = 'wordsSealed'";

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.close());

/** Names of the kiosk's files that hold these words; the CRM's own journal is not one of them. */
function filesWith(words: string): readonly string[] {
  return readdirSync(place.dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name !== 'books.jsonl' && statSync(join(place.dir, name)).isFile())
    .filter((name) => {
      const bytes = readFileSync(join(place.dir, name));
      return bytes.includes(words) || bytes.includes(Buffer.from(words, 'utf16le'));
    });
}

async function giveWithWords(kiosk: PlayedKiosk): Promise<string> {
  const creditId = await kiosk.form('Marco D.');
  await kiosk.must('giveCredit', { creditId, amount: cents(1_000), reasonId: 'cold-food', note: WORDS });
  await kiosk.must('creditShown', { creditId });
  return creditId;
}

/** A kiosk that is off, of a version that kept words in the open: one credit is held, one was given up with a reason. */
async function ofEarlierVersion(): Promise<string> {
  const kiosk = await place.run();
  const discarded = await giveWithWords(kiosk);
  const held = await giveWithWords(kiosk);
  await kiosk.stop();
  const detail = JSON.stringify({ state: 'cancelled', how: 'discarded', by: 'Priya N.', reason: WORDS });
  edit(
    place,
    NOT_DONE,
    `UPDATE outbox SET note = '${NOTE}', detail = json_set(detail, '$.delayMs', 1)`,
    `UPDATE outbox SET state = 'cancelled', detail = '${detail}' WHERE id = '${discarded}'`,
    `INSERT INTO outbox_history (id, at, event, state, detail) VALUES ('${discarded}', 1, 'discard', 'cancelled', '${detail}')`,
  );
  return held;
}

/** Rows that were there once, so that their bytes are in pages that nothing uses. */
const LEFT_IN_FREE_PAGES = [
  'CREATE TABLE gone (words TEXT)',
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
   INSERT INTO gone SELECT '${WORDS} ' || hex(randomblob(40)) FROM n`,
  'DROP TABLE gone',
];

test('in rows, free pages, the log, daily copies and the copies of migrations', async () => {
  const held = await ofEarlierVersion();
  asVersionSeven(place);
  edit(place, ...LEFT_IN_FREE_PAGES);
  headWithoutMark(place);
  const folder = dirname(databasePathOf(place));
  const copies = join(folder, 'copies');
  mkdirSync(copies, { recursive: true });
  const copy = join(copies, 'kiosk.db.20260101T010101Z.copy');
  cpSync(databasePathOf(place), copy);
  utimesSync(copy, 1_000, 1_000);
  writeFileSync(`${copy}.half`, WORDS);
  const before = join(folder, 'kiosk.db.before-v7');
  cpSync(databasePathOf(place), before);
  // Killed with these in the log alone.
  const open = new DatabaseSync(databasePathOf(place));
  open.exec(`PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;
    UPDATE outbox SET note = '${NOTE} and Mr Petrescu'`);
  const log = readFileSync(`${databasePathOf(place)}-wal`);
  const main = readFileSync(databasePathOf(place));
  open.close();
  writeFileSync(databasePathOf(place), main);
  writeFileSync(`${databasePathOf(place)}-wal`, log);
  expect(filesWith(WORDS).toSorted()).toEqual([
    'training/copies/kiosk.db.20260101T010101Z.copy',
    'training/copies/kiosk.db.20260101T010101Z.copy.half',
    'training/kiosk.db',
    'training/kiosk.db-wal',
    'training/kiosk.db.before-v7',
  ]);

  const kiosk = await switchedOn(place, { undoSeconds: 1 });
  // While it runs, too.
  expect(filesWith('Petrescu')).toEqual([]);
  await vi.waitFor(() => expect(place.crm.control.store().posts[held]).toBe(1), SOON);
  await kiosk.stop();
  expect(filesWith('Petrescu')).toEqual([]);
  expect(readFileSync(join(place.dir, 'books.jsonl'), 'utf8')).toContain(`${NOTE} and Mr Petrescu`);
  expect(readdirSync(copies)).toContain('kiosk.db.20260101T010101Z.copy');
  expect(statSync(copy).mtimeMs).toBe(1_000_000);
  // The program that would go on from there knows no sealed words.
  const notes = new DatabaseSync(before).prepare('SELECT DISTINCT note FROM outbox').all();
  expect(notes).toEqual([{ note: 'Cold food; by Marco D.' }]);
});

test('a reason that cannot be sealed is dropped, and a note, which must be sent, stays', async () => {
  await ofEarlierVersion();
  const opened = openSqlite(databasePathOf(place));
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  db.transaction(() => sealEarlierWords(db, { seal: () => null, open: () => null }, null));
  const words = (sql: string) => db.all(sql).map((row) => Object.values(row)[0]);
  expect(words("SELECT detail ->> '$.reason' FROM outbox WHERE state = 'cancelled'")).toEqual(['']);
  expect(words("SELECT detail ->> '$.reason' FROM outbox_history WHERE state = 'cancelled'")).toEqual(['']);
  expect(words('SELECT DISTINCT note FROM outbox')).toEqual([NOTE]);
  db.close();
});

test('in sealed rows, here and in a daily copy: they stay proven, and an altered one stays altered', async () => {
  const held = await ofEarlierVersion();
  const keys = new Map([[1, ledgerKeyOf(place)]]);
  const reseal = (path: string): void => {
    const opened = openSqlite(path);
    if (!opened.ok) throw new Error(opened.error.code);
    const db = opened.value;
    const seals = createRowSeals({ db, keys, epoch: 1, databaseStamp: 'training', report: () => {} });
    for (const { id } of db.all('SELECT id FROM outbox')) seals.seal('outbox', String(id));
    db.close();
  };
  reseal(databasePathOf(place));
  const copies = join(dirname(databasePathOf(place)), 'copies');
  mkdirSync(copies, { recursive: true });
  const copy = join(copies, 'kiosk.db.20260101T010101Z.copy');
  cpSync(databasePathOf(place), copy);
  edit(place, "UPDATE outbox SET amount = 900000 WHERE state = 'cancelled'");
  const kiosk = await switchedOn(place, { undoSeconds: 1 });
  await vi.waitFor(() => expect(place.crm.control.store().posts[held]).toBe(1), SOON);
  expect(alertIn(await homeOf(kiosk, pinOf('Priya N.')))).toMatchObject({ entries: 1 });
  await kiosk.stop();
  expect(filesWith('Petrescu')).toEqual([]);
  const read = openSqlite(copy);
  if (!read.ok) throw new Error(read.error.code);
  const db = read.value;
  const seals = createRowSeals({ db, keys, epoch: 1, databaseStamp: 'training', report: () => {} });
  const verdicts = db.all('SELECT id FROM outbox').map(({ id }) => seals.check('outbox', String(id)));
  expect(verdicts).toEqual(['whole', 'whole']);
  db.close();
  expect(existsSync(`${copy}.half`)).toBe(false);
});
