import type { StandIn } from './modules/electron.ts';
import type { Report } from './report.ts';

/** Longest a main module may take while someone waits for `ready`: nothing that takes so long belongs there. */
const entryLimitMs = 10_000;

/** Records what Electron would swallow in main: rejections, exceptions, error output, and an entry that never ends. */
export function watchMain(report: Report, standIn: StandIn, reallyExit: (code: number) => void): void {
  const textOf = (error: unknown): string =>
    error instanceof Error ? (error.stack ?? error.message) : String(error);

  process.on('uncaughtExceptionMonitor', (error) => report.problem('uncaught', textOf(error)));
  process.on('unhandledRejection', (reason) => {
    if (process.listenerCount('unhandledRejection') > 1) {
      report.problem('uncaught', `Unhandled rejection: ${textOf(reason)}`);
      return;
    }
    throw reason;
  });

  const originalError = console.error.bind(console);
  console.error = (...args: unknown[]) => {
    report.problem('main-console-error', args.map((arg) => textOf(arg)).join(' '));
    originalError(...args);
  };

  const hangs = (): void => {
    const waits = standIn.lifecycle.asked
      ? 'top-level await on whenReady'
      : 'the main module does not finish';
    const message = `${waits}: Electron becomes ready only after the main module has evaluated`;
    report.problem('entry-hangs', message);
    process.stderr.write(`${message}\n`);
  };
  // With nothing else to do, Node ends on its own while the module still waits.
  process.once('exit', () => {
    if (standIn.lifecycle.phase === 'entry' && process.exitCode === 13) hangs();
  });
  const timer = setTimeout(() => {
    if (standIn.lifecycle.phase !== 'entry') return;
    hangs();
    reallyExit(13);
  }, entryLimitMs);
  timer.unref();
}
