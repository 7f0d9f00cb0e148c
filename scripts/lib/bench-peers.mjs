// What the benchmarks measure beside ours lives in bench/node_modules: never shipped, and in no one's way until
// measured.
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, root, run } from './prepare.mjs';

const folder = join(root, 'bench');
const windows = process.platform === 'win32';

/**
 * Installs the peers where they are not the lock file's. Only sqlite3 has a step of its own (a prebuilt addon, else a
 * compiler); where it fails, the suites leave that library out and say so.
 */
export function ensurePeers() {
  const done = join(folder, 'node_modules', '.peers-installed');
  const lock = join(folder, 'package-lock.json');
  if (existsSync(done) && statSync(done).mtimeMs >= statSync(lock).mtimeMs) return;
  console.log('Installing what is measured beside Hoststand (once, a minute or so) ...');
  const options = { cwd: folder, shell: windows, env: process.env };
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  if (run('npm', ['ci', '--ignore-scripts', ...quiet], options) !== 0) {
    console.error('They could not be installed: what needs them is left out. The next run tries again.');
    return;
  }
  const built = { ...options, stdio: 'ignore', env: environment() };
  if (run('npm', ['rebuild', 'sqlite3', ...quiet], built) !== 0) {
    console.error('The addon of sqlite3 could be neither fetched nor built here: better-queue is left out.');
  }
  writeFileSync(done, '');
}
