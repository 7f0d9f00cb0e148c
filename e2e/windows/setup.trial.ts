/** What Setup does on a PC, and what it refuses. Exit codes and options are those of docs/INSTALL.md. */
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { FIRST, hashes, NEWER, SECOND, UNINSTALLER } from './made.ts';
import { WINDOWS_NODE } from './windows-node.ts';
import {
  everythingOf,
  foldersOf,
  killAt,
  noWindowsPc,
  OWN_KEY,
  openWindowsPc,
  PROGRAMS,
  SETTINGS,
  shortcutText,
  type WindowsPc,
  waysOf,
  wholeIn,
} from './windows-pc.ts';

const why = noWindowsPc();
test.skip(why !== null, why ?? '');

let pc: WindowsPc;
test.beforeEach(() => {
  pc = openWindowsPc();
});
test.afterEach(async () => await pc.end());

const ALL = [FIRST, SECOND, NEWER];
const inFolder = (folder: string) => ({ menu: folder, desktop: folder, run: folder, uninstall: folder });

/** Puts Node in the place of a version's program, so that the program can run here. */
function makeRunnable(folder: string): string {
  const program = join(pc.drive, PROGRAMS, folder, 'Hoststand.exe');
  copyFileSync(WINDOWS_NODE, program);
  return program;
}

/** Starts the program of a version and lets it run, until the PC is turned off or someone ends it. */
async function letRun(folder: string): Promise<void> {
  const mark = join(pc.drive, 'running');
  const write = `process.getBuiltinModule('node:fs').writeFileSync('C:\\\\running', ''); setInterval(() => {}, 1e6)`;
  pc.start(makeRunnable(folder), ['-e', write]);
  await expect.poll(() => existsSync(mark)).toBe(true);
}

test('installed in silence: files, shortcuts, start with Windows, the entry among the programs, the log', async () => {
  expect(await pc.run(FIRST.setup, ['/S'])).toBe(0);
  expect(foldersOf(pc)).toEqual(['app-0.1.0']);
  expect(hashes(join(pc.drive, PROGRAMS, 'app-0.1.0'))).toEqual(hashes(FIRST.app));
  expect(waysOf(pc)).toEqual(inFolder('app-0.1.0'));
  expect(pc.registry(OWN_KEY)).toMatchObject({
    Version: '0.1.0',
    State: 'done',
    InstallDir: 'C:\\Program Files\\Hoststand',
    Program: 'C:\\Program Files\\Hoststand\\app-0.1.0\\Hoststand.exe',
  });
  expect(readdirSync(join(pc.drive, SETTINGS))).toEqual(['setup.lock', 'setup.log']);
  expect(pc.log()).toContain('Exit code 0.\r\n');
  expect(shortcutText(pc)).toContain('Guest credit for the host stand');
});

test('no plugin is unpacked by a silent run', async () => {
  await killAt(pc, FIRST.setup, 'done');
  const left = readdirSync(join(pc.drive, 'users'), { recursive: true, encoding: 'utf8' });
  expect(left.filter((name) => /\.dll$/i.test(name))).toEqual([]);
});

test('where Windows speaks Spanish, so does what is installed', async () => {
  expect(await pc.run(FIRST.setup, ['/S'], { LC_ALL: 'es_MX.UTF-8' })).toBe(0);
  expect(shortcutText(pc)).toContain('Crédito de clientes para la recepción');
});

test('options choose the start with Windows, the icon and the log; an upgrade keeps what was chosen', async () => {
  const log = join(pc.drive, 'own log.txt');
  expect(await pc.run(FIRST.setup, ['/S', '/AUTOSTART=0', '/LOG=C:\\own log.txt', '/DESKTOP=0'])).toBe(0);
  expect(readFileSync(log, 'latin1')).toContain('Exit code 0.');
  const without = (folder: string) => ({ ...inFolder(folder), run: null, desktop: null });
  expect(waysOf(pc)).toEqual(without('app-0.1.0'));
  expect(await pc.run(SECOND.setup, ['/S'])).toBe(0);
  expect(waysOf(pc)).toEqual(without('app-0.2.0'));
  expect(await pc.run(SECOND.setup, ['/S', '/AUTOSTART=1', '/DESKTOP=1'])).toBe(0);
  expect(waysOf(pc)).toEqual(inFolder('app-0.2.0-2'));
  const before = everythingOf(pc);
  expect(await pc.run(FIRST.setup, ['/S', '/AUTOSTART=no'])).toBe(2);
  expect(pc.log()).toContain('/AUTOSTART takes 0 or 1, not no.');
  expect(everythingOf(pc)).toEqual(before);
});

test('a folder of the administrator’s choice: kept by upgrades, and left as it was where it has other files', async () => {
  expect(await pc.run(FIRST.setup, ['/S', '/D=C:\\Kiosk', 'Place'])).toBe(0);
  expect(await pc.run(SECOND.setup, ['/S'])).toBe(0);
  expect(readdirSync(join(pc.drive, 'Kiosk Place')).sort()).toEqual(['app-0.1.0', 'app-0.2.0']);
  expect(await pc.run(SECOND.setup, ['/S', '/D=C:\\Other'])).toBe(2);
  expect(existsSync(join(pc.drive, 'Other'))).toBe(false);
  const uninstaller = join(pc.drive, 'Kiosk Place', 'app-0.2.0', UNINSTALLER);
  expect(await pc.run(uninstaller, ['/S'])).toBe(0);
  await expect.poll(() => existsSync(join(pc.drive, 'Kiosk Place'))).toBe(false);

  mkdirSync(join(pc.drive, 'Photos'));
  writeFileSync(join(pc.drive, 'Photos', 'cat.jpg'), 'cat');
  expect(await pc.run(FIRST.setup, ['/S', '/D=C:\\Photos'])).toBe(2);
  expect(readdirSync(join(pc.drive, 'Photos'))).toEqual(['cat.jpg']);
});

test('an upgrade keeps the earlier version until the next one, and the data and the configuration', async () => {
  expect(await pc.run(FIRST.setup, ['/S'])).toBe(0);
  writeFileSync(join(pc.drive, SETTINGS, 'config.json'), '{}');
  expect(await pc.run(SECOND.setup, ['/S'])).toBe(0);
  expect(waysOf(pc)).toEqual(inFolder('app-0.2.0'));
  expect(foldersOf(pc).map((name) => wholeIn(pc, name, ALL))).toEqual(['0.1.0', '0.2.0']);
  expect(await pc.run(NEWER.setup, ['/S'])).toBe(0);
  expect(foldersOf(pc).map((name) => wholeIn(pc, name, ALL))).toEqual(['0.2.0', '0.3.0']);
  expect(readFileSync(join(pc.drive, SETTINGS, 'config.json'), 'utf8')).toBe('{}');
});

test('while Hoststand runs, nothing is changed; /FORCE=1 ends it first', async () => {
  expect(await pc.run(FIRST.setup, ['/S'])).toBe(0);
  await letRun('app-0.1.0');
  const before = everythingOf(pc);
  expect(await pc.run(SECOND.setup, ['/S'])).toBe(4);
  const uninstaller = join(pc.drive, PROGRAMS, 'app-0.1.0', UNINSTALLER);
  // With this option, of NSIS, the uninstaller runs where it is, and its exit code is seen.
  const inPlace = ['_?=C:\\Program', 'Files\\Hoststand\\app-0.1.0'];
  expect(await pc.run(uninstaller, ['/S', ...inPlace])).toBe(4);
  expect(everythingOf(pc)).toEqual(before);
  expect(await pc.run(SECOND.setup, ['/S', '/FORCE=1'])).toBe(0);
  expect(waysOf(pc)).toEqual(inFolder('app-0.2.0'));
  expect(pc.log()).toContain('Hoststand was running and was ended (0).');
});

test('a second Setup beside one that is at work changes nothing, also with a log of its own', async () => {
  expect(await pc.run(FIRST.setup, ['/S'])).toBe(0);
  const first = pc.start(SECOND.setup, ['/S'], { HOSTSTAND_SETUP_STOP: 'unpacked' });
  await expect.poll(() => pc.log().split('Step: unpacked').length).toBe(3);
  const before = everythingOf(pc);
  expect(await pc.run(NEWER.setup, ['/S'])).toBe(2);
  expect(await pc.run(NEWER.setup, ['/S', '/LOG=C:\\other.log'])).toBe(2);
  expect(everythingOf(pc)).toEqual(before);
  first.kill('SIGKILL');
  await once(first, 'exit');
  expect(await pc.run(NEWER.setup, ['/S'])).toBe(0);
  expect(waysOf(pc)).toEqual(inFolder('app-0.3.0'));
});

test('an older version over a newer format of the data is refused; over the same format it is not', async () => {
  expect(await pc.run(NEWER.setup, ['/S'])).toBe(0);
  const before = everythingOf(pc);
  expect(await pc.run(SECOND.setup, ['/S'])).toBe(3);
  expect(await pc.run(SECOND.setup, ['/S', '/FORCE=1'])).toBe(3);
  expect(everythingOf(pc)).toEqual(before);
  const uninstaller = join(pc.drive, PROGRAMS, 'app-0.3.0', UNINSTALLER);
  expect(await pc.run(uninstaller, ['/S'])).toBe(0);
  await expect.poll(() => pc.registry(OWN_KEY)).toEqual({});
  expect(await pc.run(SECOND.setup, ['/S'])).toBe(0);
  expect(await pc.run(FIRST.setup, ['/S'])).toBe(0);
  expect(waysOf(pc)).toEqual(inFolder('app-0.1.0'));
});

test('removed: data and configuration stay; with /PURGE the configuration goes, and the data stays', async () => {
  const user = readdirSync(join(pc.drive, 'users')).find((name) => name !== 'Public') ?? '';
  const data = join(pc.drive, 'users', user, 'AppData/Roaming/Hoststand/hoststand/live/kiosk.db');
  const config = join(pc.drive, SETTINGS, 'config.json');
  for (const purge of [false, true]) {
    expect(await pc.run(FIRST.setup, ['/S'])).toBe(0);
    expect(await pc.run(SECOND.setup, ['/S'])).toBe(0);
    mkdirSync(join(data, '..'), { recursive: true });
    writeFileSync(data, 'credit that waits');
    writeFileSync(config, '{}');
    const uninstaller = join(pc.drive, PROGRAMS, 'app-0.2.0', UNINSTALLER);
    expect(await pc.run(uninstaller, ['/S', ...(purge ? ['/PURGE'] : [])])).toBe(0);
    await expect.poll(() => pc.registry(OWN_KEY)).toEqual({});
    expect(everythingOf(pc)).toEqual({
      files: null,
      ways: { menu: null, desktop: null, run: null, uninstall: null },
      own: {},
      uninstall: {},
    });
    await expect.poll(() => existsSync(config)).toBe(!purge);
    expect(readFileSync(data, 'utf8')).toBe('credit that waits');
  }
});

test('a Setup that was changed or cut on its way installs nothing', async () => {
  const whole = readFileSync(FIRST.setup);
  const altered = join(pc.drive, 'altered.exe');
  const places = [0.1, 0.5, 0.9, 0.999].map((part) => Math.floor(whole.length * part));
  for (const at of places) {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ 0x40;
    writeFileSync(altered, bytes);
    expect(await pc.run(altered, ['/S']), `a byte at ${at}`).not.toBe(0);
  }
  for (const length of [whole.length - 1, Math.floor(whole.length / 2)]) {
    writeFileSync(altered, whole.subarray(0, length));
    expect(await pc.run(altered, ['/S']), `cut to ${length}`).not.toBe(0);
  }
  expect(foldersOf(pc)).toEqual([]);
  expect(pc.registry(OWN_KEY)).toEqual({});
});
