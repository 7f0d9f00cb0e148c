/**
 * Starts the built application and holds it for a program that drives it over the DevTools protocol: on Electron where
 * its binary and a display are, else on the stand-in. Prints one line of JSON on standard output: `cdp`, the address
 * for `chromium.connectOverCDP`, and `pid`, the main process. Ends the application in order on SIGTERM, SIGINT, SIGHUP,
 * and when standard input ends. Its one argument is JSON: see `Wish`. `scripts/drive.mjs` starts it.
 */
import { hasElectron } from '../fixtures/kiosk.ts';
import { driveElectron, ownDisplay } from './on-electron.ts';
import { driveStandIn } from './on-standin.ts';
import type { Wish } from './wish.ts';

/** How long an end in order may take before it is forced. */
const QUIT_LIMIT_MS = 15_000;
/** How long the first page may take. */
const START_LIMIT_MS = 60_000;

const say = (words: string): void => void process.stderr.write(`${words}\n`);
// Anyone who read the one line may have closed the pipe since.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const wish = JSON.parse(process.argv[2] ?? '') as Wish;
const display = hasElectron() ? await ownDisplay(wish.size) : null;
if (hasElectron() && display === null) say('Electron has no display here (Xvfb is not installed).');
say(`On ${display === null ? 'the stand-in and Chromium' : 'Electron'}, data in ${wish.data}`);
const driven = display === null ? driveStandIn(wish, say) : driveElectron({ ...wish, env: display.env }, say);

let ending = false;
function end(): void {
  if (ending) return;
  ending = true;
  driven.quit();
  setTimeout(() => {
    say(`It did not end within ${QUIT_LIMIT_MS} ms and is killed.`);
    process.exitCode = 1;
    driven.kill();
  }, QUIT_LIMIT_MS).unref();
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
process.stdin.once('end', end).once('error', end).resume();

const late = setTimeout(() => {
  say(`No page after ${START_LIMIT_MS} ms.`);
  process.exitCode = 1;
  end();
}, START_LIMIT_MS);
void driven.ready.then(({ endpoint, pid }) => {
  clearTimeout(late);
  const { host } = new URL(endpoint);
  process.stdout.write(`${JSON.stringify({ cdp: `http://${host}`, pid })}\n`);
});

const code = await driven.ended;
clearTimeout(late);
display?.close();
// What ended with a code of its own failed; so did what ended on its own before anyone asked it to.
process.exit(process.exitCode ?? code);
