import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Conf from 'conf';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeLogger } from '../testing/fakes.ts';
import { openSettingsOver } from './settings-file.ts';

let folder = '';
const file = (name = 'settings.json') => join(folder, name);
/** electron-store without Electron: the class it extends. */
const open = () =>
  openSettingsOver(
    folder,
    createFakeLogger(),
    (cwd, configName) =>
      new Conf<Record<string, unknown>>({ cwd, configName, clearInvalidConfig: false, projectName: 'test' }),
  );
const GUID = '7d9c1f0e-0000-4000-8000-000000000001';
const profile = { mode: 'training', live: null, training: {} };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hoststand-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a new kiosk begins with no settings, and keeps those that are set', () => {
  expect(open().get('profile')).toBeUndefined();
  expect(open().set('language', 'es')).toBe(true);
  expect(open().get('language')).toBe('es');
});

test.each([
  ['empty', ''],
  ['cut in half', '{"profile":{"mode":"li'],
  ['no object', '[1]'],
  ['zeros, as a power cut leaves them', '\0'.repeat(64)],
  ['without the profile', '{"language":"es"}'],
  ['with a profile that is none', '{"profile":"training"}'],
  ['with a profile that lacks a part', '{"profile":{"mode":"live"}}'],
])('a file that is %s is set aside, and the last good copy takes its place', (_, text) => {
  open().set('profile', profile);
  writeFileSync(file(), text);
  expect(open().get('profile')).toEqual(profile);
  const aside = readdirSync(folder).filter((name) => name.includes('.damaged-'));
  expect(aside.map((name) => readFileSync(file(name), 'utf8'))).toEqual([text]);
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({ profile });
});

test.each(['live', 'training'])(
  'what live is made of, taken out of the file in mode %s, comes back from the copy',
  (mode) => {
    const whole = { mode: 'live', live: { restaurantGuid: GUID, sealed: 'sealed' }, training: {} };
    open().set('profile', whole);
    writeFileSync(file(), JSON.stringify({ profile: { mode, live: null, training: {} } }));
    expect(open().get('profile')).toEqual(whole);
  },
);

test('a file that vanished comes back from the copy', () => {
  open().set('profile', profile);
  rmSync(file());
  expect(open().get('profile')).toEqual(profile);
});

test('a file that is deleted, or damaged, while the kiosk runs is written whole at the next change', () => {
  const settings = open();
  settings.set('profile', profile);
  rmSync(file());
  settings.set('language', 'es');
  expect(open().get('profile')).toEqual(profile);
  writeFileSync(file(), 'x');
  expect(settings.set('theme', 'dark')).toBe(true);
  expect(open().get('profile')).toEqual(profile);
  expect(open().get('theme')).toBe('dark');
});

test('with the copy damaged as well nothing is made up, and both files are still there', () => {
  open().set('profile', profile);
  writeFileSync(file(), '?');
  writeFileSync(file('settings.last-good.json'), '?');
  expect(open().get('profile')).toBeUndefined();
  expect(readdirSync(folder).some((name) => name.startsWith('settings.json.damaged-'))).toBe(true);
  expect(readFileSync(file('settings.last-good.json'), 'utf8')).toBe('?');
});

test('the copy can be read by this user alone', () => {
  open().set('profile', profile);
  if (process.platform === 'win32') return;
  expect(statSync(file('settings.last-good.json')).mode & 0o777).toBe(0o600);
});
