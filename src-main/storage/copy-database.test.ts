import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyDatabase } from './copy-database.ts';
import { createMeta, openDatabase } from './open-database.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hoststand-copy-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (name: string) => {
  const databaseStamp = openDatabase(join(folder, name), 'training');
  if (!databaseStamp.ok) throw new Error(databaseStamp.error.code);
  return databaseStamp.value;
};

test('a copy has all the database and no byte of the guests remembered here', () => {
  const db = open('kiosk.db');
  createMeta(db).set('business', 'kept');
  for (let page = 0; page < 20; page += 1) {
    db.run('INSERT INTO guest_page (page, cards) VALUES (?, ?)', [page, 'sealed-guest'.repeat(800)]);
    db.run('INSERT INTO guest_history (slot, head) VALUES (?, ?)', [page, 'sealed-history'.repeat(50)]);
  }
  copyDatabase(db, join(folder, 'copy'));
  const bytes = readFileSync(join(folder, 'copy'), 'latin1');
  expect(bytes).not.toContain('sealed-guest');
  expect(bytes).not.toContain('sealed-history');
  // The database itself keeps theirs, and can be copied again.
  expect(db.get('SELECT count(*) AS n FROM guest_page')).toEqual({ n: 20 });
  copyDatabase(db, join(folder, 'copy'));
  db.close();
  const copy = open('copy');
  expect(createMeta(copy).get('business')).toBe('kept');
  expect(copy.get('SELECT count(*) AS n FROM guest_page')).toEqual({ n: 0 });
  copy.close();
});

test('a copy that cannot be made leaves nothing behind, and the database as it was', () => {
  const db = open('kiosk.db');
  expect(() => copyDatabase(db, join(folder, 'no-such-folder', 'copy'))).toThrow();
  expect(existsSync(join(folder, 'no-such-folder'))).toBe(false);
  createMeta(db).set('business', 'goes on');
  expect(createMeta(db).get('business')).toBe('goes on');
  db.close();
});
