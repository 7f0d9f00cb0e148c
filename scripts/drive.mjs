// Starts the built application for a program that drives it. `npm run drive -- --data DIR [--config FILE] [--size WxH]`.
// Standard output has one line of JSON, {"cdp","pid"}; all else is on standard error. SIGTERM ends it in order.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDriveArguments } from './lib/drive-arguments.mjs';
import {
  ensureBrowser,
  ensureBuilt,
  ensureInstalled,
  environment,
  node,
  root,
  speakOnStandardError,
} from './lib/prepare.mjs';

const STARTER_CHECK_MS = 250;

/** The process that started this one and, where npm put a shell in between, npm: a change means that one is gone. */
function findStarters() {
  const parent = process.ppid;
  if (process.platform !== 'linux' || process.env.npm_lifecycle_event === undefined) return `${parent}`;
  try {
    // After the name in parentheses, which may hold anything: the state, then the parent.
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8');
    const [, grandparent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return stat.includes('(sh)') ? `${parent} ${grandparent}` : `${parent}`;
  } catch {
    return `${parent}`;
  }
}

const read = readDriveArguments(process.argv.slice(2));
if ('problem' in read) {
  console.error(read.problem);
  process.exit(2);
}
// Remembered from before the preparations, which may take minutes.
const starters = findStarters();
speakOnStandardError();
ensureInstalled();
ensureBuilt();
ensureBrowser();

const { data, config, size } = read;
const child = spawn(
  node,
  [
    '--disable-warning=ExperimentalWarning',
    join(root, 'e2e/drive/drive.ts'),
    JSON.stringify({ data, config, size }),
  ],
  // Standard input is its leash: it ends the application when this process is gone, however it went.
  { env: environment(), stdio: ['pipe', 'inherit', 'inherit'], detached: process.platform !== 'win32' },
);
const end = () => child.stdin.end();
child.stdin.on('error', () => undefined);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
// What started this is gone without a word: no one is left to end it.
const watch = setInterval(() => {
  if (findStarters() !== starters) end();
}, STARTER_CHECK_MS);
child.once('exit', (code) => {
  clearInterval(watch);
  process.exitCode = code ?? 1;
});
