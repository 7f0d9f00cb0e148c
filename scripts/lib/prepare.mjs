// What must be there before anything runs. Plain JavaScript for whatever Node the machine has: nothing is installed yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');
const bin = join(root, 'node_modules', '.bin');
const windows = process.platform === 'win32';

/** The Node this project runs on, no matter what Node started us: a development dependency. */
export const node = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');

/** The environment of everything we start: that Node first on the path. */
export const environment = () => ({ ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` });

let output = 'inherit';

/** From here on what is prepared speaks on standard error alone: standard output belongs to the command's own result. */
export function speakOnStandardError() {
  output = ['inherit', 2, 'inherit'];
  console.log = console.error;
}

/** Runs a command in the project, its output shown. Returns its exit code. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: output,
    env: environment(),
    ...options,
  });
  if (done.error) throw done.error;
  return done.status ?? 1;
}

/** Like `run`, and ends this process where the command fails. */
function mustRun(command, args, options) {
  const code = run(command, args, options);
  if (code !== 0) process.exit(code);
}

/** Installs what is missing: nothing where the installed tree is the lock file's. */
export function ensureInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (existsSync(installed) && existsSync(node) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs)
    return;
  console.log('Installing what Hoststand needs (once) ...');
  mustRun('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell: windows, env: process.env });
}

const SOURCES = ['src-main', 'src-preload', 'src-renderer', 'electron.vite.config.ts', 'package.json'];

const BUILT = ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html'];

/** Builds into out/ where a source is newer than what is there. */
export function ensureBuilt() {
  const built = [...BUILT, 'out/THIRD-PARTY-NOTICES.txt'].map((f) => join(root, f));
  const oldest = Math.min(...built.map((file) => (existsSync(file) ? statSync(file).mtimeMs : 0)));
  if (newest(SOURCES.map((name) => join(root, name))) < oldest) return;
  build();
}

/** Builds into out/ with nothing left of an earlier build. */
export function buildAfresh() {
  for (const part of ['main', 'preload', 'renderer'])
    rmSync(join(root, 'out', part), { recursive: true, force: true });
  build();
}

function build() {
  console.log('Building Hoststand ...');
  mustRun(node, [
    join(root, 'node_modules/electron-vite/bin/electron-vite.js'),
    'build',
    '--logLevel',
    'warn',
  ]);
  mustRun(node, ['--disable-warning=ExperimentalWarning', join(root, 'scripts/dist/write-notices.ts')]);
}

function newest(paths) {
  let latest = 0;
  for (const path of paths) {
    if (!existsSync(path)) continue;
    const stat = statSync(path);
    const inside = stat.isDirectory() ? newest(readdirSync(path).map((name) => join(path, name))) : 0;
    latest = Math.max(latest, stat.mtimeMs, inside);
  }
  return latest;
}

/** The path of a Chromium or Chrome on this machine, or null. */
function findBrowser() {
  const found = spawnSync(node, [join(root, 'scripts/lib/print-chromium.ts')], {
    cwd: root,
    encoding: 'utf8',
  });
  return found.status === 0 ? found.stdout.trim() : null;
}

/** Makes sure there is a Chromium: the system's, else Debian's (as root), else Playwright's own. */
export function ensureBrowser() {
  if (findBrowser()) return;
  console.log('Installing a Chromium for the pictures and the tests (once) ...');
  const root0 = process.platform === 'linux' && process.getuid?.() === 0;
  if (root0 && existsSync('/usr/bin/apt-get')) {
    const quiet = {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    };
    run('apt-get', ['update', '-qq'], quiet);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet);
  }
  if (findBrowser()) return;
  run(node, [join(root, 'node_modules/playwright/cli.js'), 'install', 'chromium']);
  if (findBrowser()) return;
  console.error(
    'No Chromium was found and none could be installed. Install Chromium or Chrome, or name one in HOSTSTAND_CHROMIUM.',
  );
  process.exit(1);
}

/** Programs of tests that are Debian's, by the package that has each. What needs one that is not there says so and is skipped. */
const DEBIAN = {
  strace: 'strace',
  'apt-ftparchive': 'apt-utils',
  gpg: 'gnupg',
  'systemd-sysusers': 'systemd',
  makensis: 'nsis',
  '/usr/lib/wine/wine64': 'wine64',
  osslsigncode: 'osslsigncode',
};

/** Makes sure, where it can be had (as root on Debian or Ubuntu), that these programs are there. */
export function ensureDebian(...programs) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  const missing = programs.filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0);
  if (missing.length === 0) return;
  const quiet = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  console.log(`Installing ${missing.join(', ')} for the tests (once) ...`);
  run('apt-get', ['update', '-qq'], quiet);
  const packages = missing.map((name) => DEBIAN[name]);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], quiet);
}

/** The path of Electron's own binary, or null where it is not here. */
export function electronBinary() {
  const folder = join(root, 'node_modules', 'electron');
  const name = join(folder, 'path.txt');
  if (!existsSync(name)) return null;
  const binary = join(folder, 'dist', readFileSync(name, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}

/** Fetches Electron's binary where it can be, within two minutes; null where it cannot. */
export function fetchElectron() {
  const have = electronBinary();
  if (have) return have;
  console.log('Fetching Electron (once) ...');
  spawnSync(node, [join(root, 'node_modules/electron/install.js')], {
    cwd: root,
    stdio: 'ignore',
    env: environment(),
    timeout: 120_000,
  });
  return electronBinary();
}

/** Electron's binary; null where it cannot be had: then there is a Chromium to run in, and that is said. */
export function electronOrBrowser() {
  const electron = fetchElectron();
  if (electron) return electron;
  ensureBrowser();
  console.log(
    "Electron's own binary cannot be had here, so Hoststand runs in Chromium. All else is the same.",
  );
  return null;
}

/** Whether a window can be opened here. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
