import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMeta } from '../../../../src-main/storage/open-database.ts';
import { createKioskFile, type KioskFile, makeTemplate, STARTS_AT } from '../kiosk/kiosk-file.ts';
import { createFaultyDisk, type DiskFate, ProcessDied } from './faulty-disk.ts';

let dir = '';
let file: KioskFile;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-disk-'));
  file = createKioskFile(dir, 'kiosk', makeTemplate(dir));
});
afterEach(() => {
  file.remove();
  rmSync(dir, { recursive: true, force: true });
});

/** A run of the program whose next operation of the disk meets `fate`. */
function run(fate: DiskFate) {
  let alive = true;
  let left = 1;
  const db = createFaultyDisk(file.open(STARTS_AT), {
    alive: () => alive,
    fate: () => {
      left -= 1;
      return left === 0 ? fate : 'works';
    },
    die: () => {
      alive = false;
      file.died();
    },
  });
  const write = () => db.transaction(() => createMeta(db).set('colour', 'linen'));
  return { db, write };
}

const colour = (): string | null => createMeta(file.open(STARTS_AT)).get('colour');

test.each<[DiskFate, RegExp]>([
  ['full-before', /full/],
  ['error-at-commit', /I\/O/],
])('%s: an error of SQLite, and nothing written', (fate, words) => {
  const { db, write } = run(fate);
  expect(write).toThrow(words);
  expect(createMeta(db).get('colour')).toBeNull();
  write();
  expect(createMeta(db).get('colour')).toBe('linen');
});

test('a process that dies before the commit leaves nothing, and one after it leaves everything', () => {
  const before = run('dies-before-commit');
  expect(before.write).toThrow(ProcessDied);
  expect(before.write).toThrow(ProcessDied);
  expect(() => before.db.get('SELECT 1 AS one')).toThrow(ProcessDied);
  expect(colour()).toBeNull();
  file.closed();
  expect(run('dies-after-commit').write).toThrow(ProcessDied);
  expect(colour()).toBe('linen');
});

test('a read that fails says so and passes', () => {
  const { db } = run('read-error');
  expect(() => createMeta(db).get('colour')).toThrow(/I\/O/);
  expect(createMeta(db).get('colour')).toBeNull();
});
