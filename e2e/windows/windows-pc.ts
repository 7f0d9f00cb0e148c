/** A PC with Windows, played by Wine: a folder of its own, with a registry and processes that no one else sees. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from '../fixtures/process.ts';
import { hashes, TEMPLATE, UNINSTALLER, type Version } from './made.ts';

/** Where Debian's package wine64 puts its programs; none of them is on the path. */
const WINE = '/usr/lib/wine/wine64';
const SERVER = '/usr/lib/wine/wineserver64';

/** Why there can be no such PC here, in words; null where there can. */
export function noWindowsPc(): string | null {
  if (process.platform !== 'linux') return 'Wine on Linux is needed';
  if (!existsSync(WINE)) return 'Wine is not installed (apt-get install wine64)';
  if (spawnSync('sh', ['-c', 'command -v makensis']).status !== 0)
    return 'NSIS is not installed (apt-get install nsis)';
  return null;
}

type Environment = Readonly<Record<string, string>>;

export interface WindowsPc {
  /** Its drive C. */
  readonly drive: string;
  /** Starts a program; by its path here or by its path there. */
  readonly start: (program: string, args?: readonly string[], env?: Environment) => ChildProcess;
  /** The same, and waits for its exit code. */
  readonly run: (program: string, args?: readonly string[], env?: Environment) => Promise<number | null>;
  /** The values of a key below HKLM by name; empty where there is no such key. */
  readonly registry: (key: string) => Readonly<Record<string, string>>;
  /** What Setup and the uninstaller wrote into their log. */
  readonly log: () => string;
  /** Ends every process of this PC, and waits for that. */
  readonly turnOff: () => Promise<void>;
  /** The same, and takes the PC away. */
  readonly end: () => Promise<void>;
}

/** Where things are below drive C. */
export const PROGRAMS = 'Program Files/Hoststand';
export const SETTINGS = 'ProgramData/Hoststand';
const MENU = 'ProgramData/Microsoft/Windows/Start Menu/Programs/Hoststand.lnk';
const DESKTOP = 'users/Public/Desktop/Hoststand.lnk';
export const OWN_KEY = 'Software\\Hoststand';
const RUN_KEY = 'Software\\Microsoft\\Windows\\CurrentVersion\\Run';
const UNINSTALL_KEY = 'Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Hoststand';

/** Wine's own environment; nothing of a display. */
function wineEnvironment(prefix: string, more: Environment = {}): Record<string, string> {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...rest } = environment();
  return {
    ...rest,
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    // No question about Mono and Gecko, no menu entries on this machine.
    WINEDLLOVERRIDES: 'mscoree=;mshtml=;winemenubuilder.exe=',
    HOME: prefix,
    LC_ALL: 'en_US.UTF-8',
    ...more,
  };
}

const wine = (prefix: string, ...args: readonly string[]): void =>
  void execFileSync(WINE, [...args], { env: wineEnvironment(prefix), stdio: 'ignore' });

/** Makes the PC that all others are copies of. */
export function makeTemplate(): void {
  if (existsSync(TEMPLATE)) return;
  const making = `${TEMPLATE}.new`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  wine(making, 'wineboot', '-i');
  // Node refuses an older one.
  wine(making, 'reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f');
  execFileSync(SERVER, ['-w'], { env: wineEnvironment(making) });
  // Drive Z is this machine, and folders of the account are its home's: what searches out/ would follow such links.
  const links = execFileSync('find', [making, '-type', 'l'], { encoding: 'utf8' }).trim().split('\n');
  for (const link of links) {
    rmSync(link);
    if (link.includes('/users/')) mkdirSync(link);
  }
  renameSync(making, TEMPLATE);
}

export function openWindowsPc(): WindowsPc {
  const prefix = mkdtempSync(join(tmpdir(), 'hoststand-windows-'));
  execFileSync('cp', ['-a', '--reflink=auto', `${TEMPLATE}/.`, prefix]);
  const drive = join(prefix, 'drive_c');
  symlinkSync('../drive_c', join(prefix, 'dosdevices', 'c:'));
  symlinkSync('/', join(prefix, 'dosdevices', 'z:'));
  const start: WindowsPc['start'] = (program, args = [], env) =>
    spawn(WINE, [program, ...args], { env: wineEnvironment(prefix, env), stdio: 'ignore', cwd: prefix });
  const turnOff = async (): Promise<void> => {
    for (const what of ['-k', '-w'])
      await once(spawn(SERVER, [what], { env: wineEnvironment(prefix), stdio: 'ignore' }), 'exit');
  };
  return {
    drive,
    start,
    run: async (...args) => (await once(start(...args), 'exit'))[0] as number | null,
    registry: (key) => {
      const { stdout } = spawnSync(WINE, ['reg', 'query', `HKLM\\${key}`], {
        env: wineEnvironment(prefix),
        encoding: 'utf8',
      });
      const lines = [...stdout.matchAll(/^ {4}(\S+) {4}REG_\w+ {4}(.*?)\r?$/gm)];
      return Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]));
    },
    log: () => {
      const file = join(drive, SETTINGS, 'setup.log');
      return existsSync(file) ? readFileSync(file, 'latin1') : '';
    },
    turnOff,
    end: async () => {
      await turnOff();
      rmSync(prefix, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** Kills Setup, as a power cut does, once it is at this step. */
export async function killAt(
  pc: WindowsPc,
  program: string,
  step: string,
  args: readonly string[] = ['/S'],
): Promise<void> {
  const mark = `Step: ${step}\r\n`;
  const before = pc.log().split(mark).length;
  const child = pc.start(program, args, { HOSTSTAND_SETUP_STOP: step });
  const ended = once(child, 'exit');
  while (pc.log().split(mark).length === before) {
    if (child.exitCode !== null) throw new Error(`It ended before the step ${step}:\n${pc.log()}`);
    await new Promise((done) => setTimeout(done, 20));
  }
  child.kill('SIGKILL');
  await ended;
}

/** Puts a small disk where the program is installed, runs each Setup there, and copies what is on the disk back. Prints the exit codes. */
const ON_SMALL_DISK = `set -e
place="$1" copy="$2"
mkdir -p "$place"
mount -t tmpfs -o "size=$3k" none "$place"
shift 3
for setup in "$@"; do
  code=0
  ${WINE} "$setup" /S || code=$?
  echo "code=$code"
done
${SERVER} -k || true
${SERVER} -w
cp -a "$place" "$copy"`;

/** Runs each Setup in silence on a PC that is off, with so many kilobytes for the program. Returns the exit codes. Needs root. */
export function runOnSmallDisk(
  pc: WindowsPc,
  kilobytes: number,
  setups: readonly string[],
): readonly number[] {
  const place = join(pc.drive, PROGRAMS);
  const copy = join(pc.drive, 'copy');
  const { status, stdout, stderr } = spawnSync(
    'unshare',
    [
      ...['--mount', '--propagation', 'private', 'sh', '-c', ON_SMALL_DISK, 'sh'],
      ...[place, copy, String(kilobytes), ...setups],
    ],
    { env: wineEnvironment(join(pc.drive, '..')), encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`There is no small disk: ${stderr}`);
  rmSync(place, { recursive: true, force: true });
  renameSync(copy, place);
  return [...stdout.matchAll(/^code=(\d+)/gm)].map(([, code]) => Number(code));
}

/** Where each way to start or remove Hoststand leads: the name of the version's folder, or null where there is no such way. */
export interface Ways {
  readonly menu: string | null;
  readonly desktop: string | null;
  readonly run: string | null;
  readonly uninstall: string | null;
}

export function waysOf(pc: WindowsPc): Ways {
  const folderIn = (text: string | undefined): string | null =>
    /\\(app-[\d.]+(?:-\d+)?)\\/.exec(text ?? '')?.[1] ?? null;
  const shortcut = (name: string): string | null => {
    const path = join(pc.drive, name);
    return existsSync(path) ? folderIn(readFileSync(path, 'latin1').replaceAll('\0', '')) : null;
  };
  return {
    menu: shortcut(MENU),
    desktop: shortcut(DESKTOP),
    run: folderIn(pc.registry(RUN_KEY)['Hoststand']),
    uninstall: folderIn(pc.registry(UNINSTALL_KEY)['UninstallString']),
  };
}

/** What the shortcut in the menu says that it is. */
export const shortcutText = (pc: WindowsPc): string =>
  readFileSync(join(pc.drive, MENU), 'utf16le') +
  readFileSync(join(pc.drive, MENU)).subarray(1).toString('utf16le');

/** The version that is whole in this folder: each of its files, the uninstaller, and nothing else. Null where none is. */
export function wholeIn(pc: WindowsPc, folder: string, versions: readonly Version[]): string | null {
  const path = join(pc.drive, PROGRAMS, folder);
  if (!existsSync(join(path, UNINSTALLER))) return null;
  const found = JSON.stringify(hashes(path));
  return versions.find(({ app }) => JSON.stringify(hashes(app)) === found)?.version ?? null;
}

/** The folders of versions that are there, sorted. */
export const foldersOf = (pc: WindowsPc): readonly string[] =>
  existsSync(join(pc.drive, PROGRAMS)) ? readdirSync(join(pc.drive, PROGRAMS)).sort() : [];

/** All that an installation changes, to be compared with itself: files with their hashes, and keys of the registry. */
export const everythingOf = (pc: WindowsPc): unknown => ({
  files: existsSync(join(pc.drive, PROGRAMS)) ? hashes(join(pc.drive, PROGRAMS)) : null,
  ways: waysOf(pc),
  own: pc.registry(OWN_KEY),
  uninstall: pc.registry(UNINSTALL_KEY),
});
