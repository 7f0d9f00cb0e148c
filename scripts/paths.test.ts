/** A checkout and a data folder may be anywhere: in a path with spaces, with letters outside ASCII, with signs a URL would escape. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { connect, startDrive } from '../e2e/drive/client.ts';
import { EXIT_ON_SIGTERM } from '../e2e/fixtures/process.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

const root = resolve(import.meta.dirname, '..');
const OURS = ['src-main', 'src-preload', 'src-renderer', 'e2e', 'scripts', 'bench'];
const CODE = ['.ts', '.tsx', '.mjs', '.js', '.cjs'];
/** Not sources: installed, or made by a build. */
const MADE = ['node_modules', 'out'];

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return MADE.includes(entry.name) ? [] : sources(path);
    return CODE.includes(extname(entry.name)) ? [path] : [];
  });
}

/** What breaks in such a path, and what to write in its place. */
const TRAPS: readonly (readonly [trap: RegExp, instead: string])[] = [
  [
    /\bimport\.meta\.url\b/,
    'import.meta.dirname or import.meta.filename: a URL escapes a space, and begins "/D:/" on Windows',
  ],
  [/(['"`])file:\/\/\$\{|(['"`])file:\/\/\2?\s*\+/, 'pathToFileURL'],
  [
    /\{[^}]*\bexec(Sync)?\b[^}]*\} from 'node:child_process'/,
    'spawn or execFile with a list of arguments: no shell takes the path apart',
  ],
  [/\bshell:\s*true\b/, 'a list of arguments without a shell'],
];

test('no source makes a path of a URL, nor a shell command of a path', () => {
  const files = [
    ...OURS.flatMap((folder) => sources(join(root, folder))),
    ...readdirSync(root)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(root, name)),
  ];
  expect(files.length).toBeGreaterThan(400);
  const found = files
    .filter((file) => file !== import.meta.filename)
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, at) =>
          TRAPS.filter(([trap]) => trap.test(line)).map(
            ([, instead]) => `${relative(root, file)}:${at + 1}: use ${instead}`,
          ),
        ),
    );
  expect(found).toEqual([]);
});

let checkout = '';
beforeAll(() => {
  checkout = join(mkdtempSync(join(tmpdir(), 'Host stand é ')), '100% ours');
  const leaves = (path: string): boolean =>
    !relative(root, path)
      .split(/[\\/]/)
      .some((part) => MADE.includes(part));
  for (const name of readdirSync(root)) {
    if (MADE.includes(name) || name === '.git') continue;
    const from = join(root, name);
    // With its times, by which it is seen what is newer than what was built or installed.
    if (statSync(from).isFile() || OURS.includes(name)) {
      cpSync(from, join(checkout, name), { recursive: true, preserveTimestamps: true, filter: leaves });
    }
  }
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'), 'junction');
});
afterAll(() =>
  rmSync(resolve(checkout, '..'), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }),
);

function run(script: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(checkout, script), ...args], {
    encoding: 'utf8',
    cwd: checkout,
    // The data folders of the trials are made in such a path as well.
    env: { ...process.env, TMPDIR: resolve(checkout, '..'), TEMP: resolve(checkout, '..') },
  });
  return { status, said: `${stdout}${stderr}`, last: stdout.trimEnd().split('\n').at(-1) ?? '' };
}

test('from such a checkout it is built, and kiosk processes are killed and audited', () => {
  const built = run('scripts/build.mjs');
  expect(built.status, built.said).toBe(0);
  const crash = run('scripts/crash.mjs', '--kills', '2', '--seed', '7');
  expect(crash.status, crash.said).toBe(0);
  expect(JSON.parse(crash.last)).toMatchObject({ lost: 0, duplicated: 0, violations: 0 });
  expect(JSON.parse(crash.last).accepted).toBeGreaterThan(0);
  const strace = run('scripts/syscalls.mjs', '--points', '3');
  expect(strace.status, strace.said).toBe(0);
});

test('from such a checkout the built application starts, with its data in such a folder', async () => {
  const drive = startDrive(join(checkout, 'scripts/drive.mjs'), ['--data', join(checkout, 'data #1')]);
  try {
    const { cdp } = await drive.line;
    const { kiosk, leave } = await connect(cdp);
    await kiosk.signIn('Marco D.');
    await leave();
  } finally {
    drive.child.kill('SIGTERM');
  }
  expect(await drive.exit, drive.error()).toBe(EXIT_ON_SIGTERM);
});
