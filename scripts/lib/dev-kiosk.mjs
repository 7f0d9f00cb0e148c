// Runs the command it is given, one at a time: electron-vite starts the next kiosk the moment it ends the last one, which
// still holds the lock of a single instance and may be saving. `node dev-kiosk.mjs COMMAND ARGUMENT ...`
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './prepare.mjs';

/** How long the kiosk before may take to end in order. ms. */
const END_LIMIT_MS = 15_000;
const LOOK_EVERY_MS = 100;

const [command, ...args] = process.argv.slice(2);
const last = join(root, 'out', 'dev-kiosk.pid');
const main = join(root, 'out', 'main', 'index.js');

const isAlive = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** The kiosk that was started before this one, where it is still there. */
function before() {
  try {
    const pid = Number(readFileSync(last, 'utf8'));
    return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : null;
  } catch {
    return null;
  }
}

const deadline = Date.now() + END_LIMIT_MS;
const start = () => {
  const pid = before();
  // The next build may be on its way already, and has emptied the folder.
  if ((pid !== null || !existsSync(main)) && Date.now() < deadline) {
    setTimeout(start, LOOK_EVERY_MS);
    return;
  }
  if (pid !== null) {
    console.error('The kiosk before did not end: close it, then save once more.');
    process.exit(1);
  }
  const kiosk = spawn(command, args, { cwd: root, stdio: 'inherit' });
  mkdirSync(dirname(last), { recursive: true });
  writeFileSync(last, `${kiosk.pid}`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => kiosk.kill(signal));
  kiosk.once('exit', (code) => process.exit(code ?? 1));
};
start();
