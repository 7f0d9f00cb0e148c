import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mountArchive } from './asar.ts';
import { limitCrypto } from './crypto-limits.ts';
import { installElectron } from './hooks.ts';
import { createStandIn } from './modules/electron.ts';
import { createReport } from './report.ts';
import { watchMain } from './watch-main.ts';

/**
 * Runs a built Electron application without Electron: `node run.ts <appDir> [--user-data-dir=...] [args]`. An `app.asar` in place of the
 * folder is run as the packed application of an installed product.
 *
 * Environment: HOSTSTAND_STANDIN_REPORT and HOSTSTAND_STANDIN_IPC_LOG name files for what went wrong and what crossed
 * (JSON lines); HOSTSTAND_STANDIN_READY_FD a file descriptor told of each first page (one JSON line: pid, chromiumPid,
 * endpoint, targetId); HOSTSTAND_STANDIN_LEASH=1 says to quit when standard input ends; HOSTSTAND_CHROMIUM the browser, or the address of one that runs (ws:); STANDIN_HEADED=1 shows it; STANDIN_VIEWPORT is the screen's
 * size; STANDIN_DEV_SERVER=1 says that ELECTRON_RENDERER_URL may be loaded; STANDIN_SAFE_STORAGE the keyring to play; STANDIN_READY_DELAY_MS delays `ready`, for applications that race it.
 */
const env = { ...process.env };
/** How long quitting may take once no one holds the leash. */
const QUIT_LIMIT_MS = 10_000;
const [appArgument, ...rest] = process.argv.slice(2);
if (appArgument === undefined) {
  process.stderr.write('usage: node run.ts <appDir> [--user-data-dir=DIR] [args]\n');
  process.exit(2);
}
const appDir = resolve(appArgument);
// A fact of how it was started, as in Electron, and no setting.
const packed = appDir.endsWith('.asar');
if (packed) mountArchive(appDir);
const manifest: unknown = JSON.parse(readFileSync(join(appDir, 'package.json'), 'utf8'));
const field = (name: string): string | undefined => {
  const value: unknown =
    typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, name) : undefined;
  return typeof value === 'string' ? value : undefined;
};
const userDataFlag = '--user-data-dir=';
const userData = rest.findLast((arg) => arg.startsWith(userDataFlag))?.slice(userDataFlag.length);
const report = createReport({
  problems: env['HOSTSTAND_STANDIN_REPORT'],
  ipc: env['HOSTSTAND_STANDIN_IPC_LOG'],
});
const readyFd = env['HOSTSTAND_STANDIN_READY_FD'];
const leashed = env['HOSTSTAND_STANDIN_LEASH'] === '1';

// The application's environment is as it would be under Electron.
for (const name of Object.keys(process.env))
  if (name.startsWith('HOSTSTAND_STANDIN_')) delete process.env[name];

const reallyExit = process.exit.bind(process);
const standIn = createStandIn({
  appDir,
  facts: {
    name: field('productName') ?? field('name') ?? 'Electron',
    version: field('version') ?? '0.0.0',
    packed,
    userData: userData === undefined ? undefined : resolve(userData),
  },
  report,
  env,
  reallyExit: (code) => reallyExit(code),
  startAgain: (args) => {
    // The new process tells the same parent, over the same descriptors.
    const stdio: ('ignore' | number)[] = [leashed ? 0 : 'ignore', 1, 2];
    if (readyFd === '3') stdio.push(3);
    const first = packed ? [import.meta.filename, appArgument] : [import.meta.filename];
    spawn(process.execPath, [...process.execArgv, ...first, ...args], { env, stdio }).unref();
  },
  announce: (message) => {
    if (readyFd !== undefined) writeSync(Number(readyFd), `${JSON.stringify(message)}\n`);
  },
});

const electronVersion = '45.4.1';
const define = (owner: object, name: string, value: unknown): void => {
  Object.defineProperty(owner, name, { value, enumerable: true, configurable: true, writable: true });
};
define(process, 'type', 'browser');
if (!packed) define(process, 'defaultApp', true);
define(process, 'resourcesPath', packed ? dirname(appDir) : join(dirname(process.execPath), 'resources'));
define(process, 'versions', {
  ...process.versions,
  electron: electronVersion,
  chrome: '156.0.8078.100',
  modules: '150',
});
process.argv = packed ? [process.execPath, ...rest] : [process.execPath, appArgument, ...rest];
define(process, 'exit', (code?: number) => standIn.exit(Number(code ?? process.exitCode ?? 0)));
limitCrypto(report);
const reach = Symbol.for('standin-electron');
installElectron(standIn.modules, reach);
watchMain(report, standIn, reallyExit);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => standIn.quit());
if (leashed) {
  // The pipe ends when its holder dies, however it dies: then no one is left to end this process.
  const letGo = (): void => {
    standIn.quit();
    setTimeout(() => reallyExit(1), QUIT_LIMIT_MS).unref();
  };
  process.stdin.once('end', letGo).once('error', letGo).resume();
}

const entry = join(appDir, field('main') ?? 'index.js');
if (!existsSync(entry)) {
  process.stderr.write(`No main module at ${entry}: build the application first\n`);
  reallyExit(1);
}
try {
  await import(pathToFileURL(entry).href);
} catch (error) {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  // Electron shows a box and continues without a window, still holding the lock. A test must see this, so it ends here.
  report.problem('entry-failed', `The main module threw while loading: ${text}`);
  process.stderr.write(`${text}\n`);
  reallyExit(70);
}
standIn.lifecycle.phase = 'starting';
const alive = setInterval(() => undefined, 2 ** 30);
process.once('exit', () => clearInterval(alive));
setTimeout(standIn.becomeReady, Number(env['STANDIN_READY_DELAY_MS'] ?? 0));
