import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SCHEMA_VERSION } from './migrate.ts';
import { createMeta, openDatabase } from './open-database.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-books-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const open = (databaseStamp = 'training') => openDatabase(join(dir, 'sub', 'kiosk.db'), databaseStamp);

function opened(databaseStamp?: string) {
  const result = open(databaseStamp);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

test('a commit means on disk: WAL with FULL sync, set and read back, also after reopening', () => {
  for (let round = 0; round < 2; round += 1) {
    const db = opened();
    expect(db.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
    expect(db.get('PRAGMA synchronous')).toEqual({ synchronous: 2 });
    expect(db.get('PRAGMA foreign_keys')).toEqual({ foreign_keys: 1 });
    expect(db.get('PRAGMA user_version')).toEqual({ user_version: SCHEMA_VERSION });
    db.close();
  }
});

test('facts survive reopening', () => {
  const db = opened();
  createMeta(db).set('colour', 'linen');
  createMeta(db).set('colour', 'ink');
  db.close();
  expect(createMeta(opened()).get('colour')).toBe('ink');
});

test('the database of another restaurant is refused', () => {
  opened('training').close();
  const other = open('live:7d9c1f0e');
  expect(other).toMatchObject({ ok: false, error: { code: 'other-books', found: 'training' } });
});

test('a second process is refused while the first has it open', () => {
  const db = opened();
  const other = spawnSync(process.execPath, [
    '--input-type=module',
    '-e',
    `import { openDatabase } from ${JSON.stringify(join(import.meta.dirname, 'open-database.ts'))};
     const r = openDatabase(${JSON.stringify(join(dir, 'sub', 'kiosk.db'))}, 'training');
     console.log(r.ok ? 'opened' : r.error.code);`,
  ]);
  expect(String(other.stdout).trim()).toBe('locked');
  db.close();
});

test('a file that is no database is reported as damaged and left as it was', () => {
  const path = join(dir, 'junk.db');
  writeFileSync(path, 'not a database at all, but long enough to be looked at'.repeat(100));
  const before = readFileSync(path);
  expect(openDatabase(path, 'training')).toMatchObject({ ok: false, error: { code: 'damaged' } });
  expect(readFileSync(path)).toEqual(before);
});

test('a newer schema is refused, not downgraded', () => {
  opened().close();
  const raw = new DatabaseSync(join(dir, 'sub', 'kiosk.db'));
  raw.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
  raw.close();
  expect(open()).toMatchObject({ ok: false, error: { code: 'newer-schema', found: SCHEMA_VERSION + 1 } });
});

test('a transaction that throws leaves nothing behind', () => {
  const db = opened();
  expect(() =>
    db.transaction(() => {
      createMeta(db).set('half', 'done');
      throw new Error('in the middle');
    }),
  ).toThrow('in the middle');
  expect(createMeta(db).get('half')).toBeNull();
  db.close();
});
