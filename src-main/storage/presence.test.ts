import { mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { watchPresence } from './presence.ts';

let dir = '';
let path = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-presence-'));
  path = join(dir, 'kiosk.db');
  writeFileSync(path, 'the database');
  writeFileSync(`${path}-wal`, 'the log');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const swap = (file: string): void => {
  writeFileSync(`${file}.other`, 'another one, which is longer');
  renameSync(`${file}.other`, file);
};

test.each([
  ['the file is deleted', () => rmSync(path), false, false],
  ['the log is deleted', () => rmSync(`${path}-wal`), false, false],
  ['the folder is deleted', () => rmSync(dir, { recursive: true }), false, false],
  ['the file is replaced', () => swap(path), false, true],
  ['the log is replaced', () => swap(`${path}-wal`), false, true],
  ['the file is cut short', () => truncateSync(path, 3), false, true],
  ['the log is cut short', () => truncateSync(`${path}-wal`, 0), false, true],
  ['both grow', () => writeFileSync(path, ' and more', { flag: 'a' }), true, true],
  ['nothing happens', () => {}, true, true],
])('%s', (_, happens, onLinux, onWindows) => {
  const linux = watchPresence(path, 'linux');
  const windows = watchPresence(path, 'win32');
  happens();
  expect([linux.isThere(), windows.isThere()]).toEqual([onLinux, onWindows]);
});

test('what the kiosk itself does to its files is no loss', () => {
  const presence = watchPresence(path, 'linux');
  truncateSync(`${path}-wal`, 0);
  presence.note();
  expect(presence.isThere()).toBe(true);
  // A stranger's file is not noted as our own.
  swap(path);
  presence.note();
  expect(presence.isThere()).toBe(false);
});

test('a log that comes into being later is watched from then on', () => {
  rmSync(`${path}-wal`);
  const presence = watchPresence(path, 'linux');
  expect(presence.isThere()).toBe(true);
  writeFileSync(`${path}-wal`, 'new');
  presence.note();
  rmSync(`${path}-wal`);
  expect(presence.isThere()).toBe(false);
});
