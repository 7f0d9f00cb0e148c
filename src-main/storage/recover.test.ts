import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '../ports.ts';
import { createFakeLogger, createFakeTime } from '../testing/fakes.ts';
import { copiesOf, keepCopies } from './copies.ts';
import { createMeta } from './open-database.ts';
import { openOrRecover, recoveryRecorded } from './recover.ts';

const NOW = Date.UTC(2026, 10, 22, 3, 0);
let dir = '';
let path = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-recover-'));
  path = join(dir, 'kiosk.db');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

let reverified: ReadonlySet<string> | null = null;
function open() {
  const opened = openOrRecover(path, 'training', NOW);
  if (!opened.ok) throw new Error(opened.error.code);
  const onlyInCopy = opened.value.recovery?.onlyInCopy ?? null;
  reverified = onlyInCopy && new Set(onlyInCopy);
  return opened.value;
}

function insert(db: Database, from: number, to: number): void {
  db.transaction(() => {
    for (let n = from; n <= to; n += 1) {
      db.run(
        `INSERT INTO outbox (id, kind, guest_id, amount, reason_id, note, given_at, accepted_at, given_by_id, given_by,
                             state, since, detail)
         VALUES (?, 'add-credit', 'g', ?, 'long-wait', ?, 1, 1, 'marco', 'Marco D.', 'refused', 1, '{}')`,
        [`credit-${n}`, n, `note ${n} `.repeat(20)],
      );
    }
  });
}
const count = (db: Database): number => Number(db.get('SELECT count(*) AS n FROM outbox')?.['n']);

function editFile(sql: string): void {
  const file = new DatabaseSync(path);
  file.exec(sql);
  file.close();
}

/** Overwrites part of the file with noise, as a failing disk does. */
function damage(from: number, length: number): Buffer {
  const bytes = readFileSync(path);
  bytes.fill(0xa5, from, from + length);
  writeFileSync(path, bytes);
  return bytes;
}

test('a healthy database opens as it is, and nothing is asked of anyone', () => {
  const { db, recovery } = open();
  db.close();
  expect([recovery, reverified]).toEqual([null, null]);
  expect(open().recovery).toBeNull();
});

test('damaged pages cost only what is on them; the file is set aside exactly as it was', () => {
  const first = open().db;
  insert(first, 1, 400);
  first.close();
  const size = statSync(path).size;
  const bytes = damage(Math.floor(size / 2 / 4096) * 4096, 2 * 4096);
  const { db, recovery } = open();
  expect(recovery?.setAside).toBe(`${path}.damaged-20261122T030000Z`);
  expect(readFileSync(recovery?.setAside ?? '')).toEqual(bytes);
  const kept = count(db);
  expect(kept).toBeGreaterThan(300);
  expect(kept).toBeLessThan(400);
  expect(db.get('SELECT amount, note FROM outbox WHERE id = ?', ['credit-1'])).toEqual({
    amount: 1,
    note: 'note 1 '.repeat(20),
  });
  expect(reverified).toEqual(new Set());
  db.close();
  // Said again until it is in the ledger.
  const again = open();
  expect(again.recovery).toEqual(recovery);
  recoveryRecorded(createMeta(again.db));
  again.db.close();
  expect(open().recovery).toBeNull();
  expect(readdirSync(dir).filter((name) => name.startsWith('reading-'))).toEqual([]);
});

test('what the damaged file no longer has comes from the newest copy that can be read, and is named', async () => {
  const first = open().db;
  insert(first, 1, 20);
  const time = createFakeTime(NOW);
  const stop = keepCopies({ db: first, path, ...time, logger: createFakeLogger() });
  insert(first, 21, 40);
  await time.pass(24 * 3_600_000);
  stop();
  expect(copiesOf(path)).toHaveLength(2);
  writeFileSync(copiesOf(path)[0] ?? '', 'not a database');
  first.close();
  damage(0, statSync(path).size);
  const { db, recovery } = open();
  expect(recovery?.fromFile).toBe(0);
  expect(count(db)).toBe(20);
  expect(reverified?.size).toBe(20);
  db.close();
});

test('nothing can be read and there is no copy: new database, and the file is kept', () => {
  writeFileSync(path, 'no database at all '.repeat(500));
  const { db, recovery } = open();
  expect(count(db)).toBe(0);
  expect(existsSync(recovery?.setAside ?? '')).toBe(true);
  db.close();
});

test('killed while recovering: the next start begins again, or takes the finished database', () => {
  const first = open().db;
  insert(first, 1, 3);
  first.close();
  const good = readFileSync(path);
  // Half-made new database beside a damaged file: rebuilt.
  writeFileSync(`${path}.new`, 'half');
  damage(4096, 8192);
  const again = open();
  expect(again.recovery).not.toBeNull();
  again.db.close();
  // Killed between the two renames: the new database is whole, and nothing is in their place.
  rmSync(path);
  writeFileSync(`${path}.new`, good);
  const last = open();
  expect(last.recovery).toBeNull();
  expect(count(last.db)).toBe(3);
  last.db.close();
});

test.each([
  [
    'a trigger that takes rows away',
    'CREATE TRIGGER t AFTER INSERT ON outbox BEGIN DELETE FROM outbox WHERE id = new.id; END',
  ],
  [
    'a trigger that raises amounts before they are sealed',
    'CREATE TRIGGER t AFTER INSERT ON outbox BEGIN UPDATE outbox SET amount = 9999 WHERE id = new.id; END',
  ],
  ['a view', 'CREATE VIEW t AS SELECT * FROM outbox'],
  ['a rule less', 'DROP TRIGGER ledger_no_update'],
  ['an index less', 'DROP INDEX ledger_by_subject'],
])('%s: the file has the schema of this program again, and every row', (_, sql) => {
  const schema = (db: Database) => db.all('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name');
  const first = open().db;
  const own = schema(first);
  insert(first, 1, 20);
  first.close();
  editFile(sql);
  const { db, recovery } = open();
  expect(recovery).toBeNull();
  expect(schema(db)).toEqual(own);
  insert(db, 21, 21);
  expect(db.get("SELECT amount FROM outbox WHERE id = 'credit-21'")).toEqual({ amount: 21 });
  expect(count(db)).toBe(21);
  db.close();
});

test.each([
  ['a column more', 'ALTER TABLE outbox ADD COLUMN more TEXT', 'file'],
  ['a table more', 'CREATE TABLE more (id TEXT)', 'file'],
  ['a table less', 'DROP TABLE outbox', 'copy'],
  ['a view in its place', 'ALTER TABLE outbox RENAME TO o; CREATE VIEW outbox AS SELECT * FROM o', 'copy'],
])('%s is damage: the rows come from what is left, and from the newest copy', (_, sql, from) => {
  const first = open().db;
  insert(first, 1, 20);
  keepCopies({ db: first, path, ...createFakeTime(NOW), logger: createFakeLogger() })();
  first.close();
  editFile(sql);
  const { db, recovery } = open();
  expect(count(db)).toBe(20);
  expect(recovery?.onlyInCopy ?? []).toHaveLength(from === 'copy' ? 20 : 0);
  db.close();
  expect(open().db.get('SELECT count(*) AS n FROM outbox')).toEqual({ n: 20 });
});

test.each<[string, () => void]>([
  ['a folder in place of the file', () => mkdirSync(path)],
  ['a link to nowhere', () => symlinkSync(join(dir, 'nowhere'), path)],
  ['a link to itself', () => symlinkSync(path, path)],
  ['a newest copy that is a folder', () => mkdirSync(join(dir, 'copies', 'kiosk.db.29990101T000000.copy'))],
  [
    'a newest copy that is a link to nowhere',
    () => symlinkSync(join(dir, 'nowhere'), join(dir, 'copies', 'kiosk.db.29990101T000000.copy')),
  ],
  ['a folder in place of its log', () => mkdirSync(`${path}-wal`)],
  [
    'a folder where the new file is made',
    () => mkdirSync(join(`${path}.making`, 'inside'), { recursive: true }),
  ],
  ['an empty file that says it is finished', () => writeFileSync(`${path}.recovered-99991231T000000Z`, '')],
])('the file is gone and there is %s: the records come from the newest copy', (_, put) => {
  const first = open().db;
  insert(first, 1, 20);
  keepCopies({ db: first, path, ...createFakeTime(NOW), logger: createFakeLogger() })();
  first.close();
  rmSync(path);
  put();
  const { db, recovery } = open();
  expect(count(db)).toBe(20);
  expect(recovery?.onlyInCopy).toHaveLength(20);
  const logger = createFakeLogger();
  keepCopies({ db, path, ...createFakeTime(NOW), logger })();
  expect(logger.lines).toEqual([]);
  db.close();
  expect(open().recovery?.onlyInCopy).toHaveLength(20);
});

test('what says that it is finished and is no database takes no whole file away', () => {
  const first = open().db;
  insert(first, 1, 20);
  first.close();
  writeFileSync(`${path}.recovered-99991231T000000Z`, '');
  mkdirSync(`${path}.recovered-99991231T000001Z`);
  const { db, recovery } = open();
  expect([count(db), recovery]).toEqual([20, null]);
  db.close();
});

test('other troubles are not damage: nothing is set aside', () => {
  open().db.close();
  const other = openOrRecover(path, 'live:x', NOW);
  expect(other).toMatchObject({ ok: false, error: { code: 'other-books' } });
  expect(readdirSync(dir)).toEqual(['kiosk.db']);
});

test('a copy a day, seven kept, none made again at a restart the same day', async () => {
  const { db } = open();
  const time = createFakeTime(Date.now());
  const logger = createFakeLogger();
  let stop = keepCopies({ db, path, ...time, logger });
  for (let day = 0; day < 9; day += 1) await time.pass(24 * 3_600_000);
  expect(copiesOf(path)).toHaveLength(7);
  const [newest] = copiesOf(path);
  stop();
  stop = keepCopies({ db, path, ...createFakeTime(Date.now()), logger });
  expect(copiesOf(path)[0]).toBe(newest);
  stop();
  expect(logger.lines).toEqual([]);
  db.close();
});

test('a copy that cannot be made is logged, and nothing else happens', () => {
  const { db } = open();
  writeFileSync(join(dir, 'copies'), 'a file where the folder should be');
  const logger = createFakeLogger();
  keepCopies({ db, path, ...createFakeTime(NOW), logger })();
  expect(logger.lines).toMatchObject([{ level: 'warn', event: 'copy-failed' }]);
  db.close();
});
