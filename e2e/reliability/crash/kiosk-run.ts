import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { KioskOrder } from './kiosk-order.ts';
import { createReportReader, type Report } from './report.ts';

const PROGRAM = join(import.meta.dirname, 'kiosk-process.ts');

/** One life of a kiosk's process. */
export interface KioskRun {
  /** Resolves when its router answers, or when it has ended without that. */
  readonly ready: Promise<void>;
  /** SIGKILL, now. Resolves when it is gone and everything it said has been heard. */
  readonly kill: () => Promise<void>;
  /** Asks it to quit. Resolves with its exit code when it has. */
  readonly quit: () => Promise<number | null>;
  /** Resolves when it is gone, with why where no one killed it or asked it to go. */
  readonly gone: Promise<string | null>;
}

export function startKiosk(order: KioskOrder, heard: (report: Report) => void): KioskRun {
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(order)], {
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
  });
  let [killed, asked] = [false, false];
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2_000);
  });
  let isReady = (): void => {};
  const upOnce = new Promise<void>((resolve) => {
    isReady = resolve;
  });
  const reader = createReportReader((report) => {
    if (report.say === 'ready') isReady();
    heard(report);
  });
  (child.stdio[3] as Readable).setEncoding('utf8').on('data', reader);
  // 'close' comes after the last byte of every pipe.
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const gone = closed.then(([code, signal]) =>
    asked || (killed && signal === 'SIGKILL')
      ? null
      : `The kiosk ended by itself (${code ?? signal}): ${complaint}`,
  );
  return {
    ready: Promise.race([upOnce, gone.then(() => {})]),
    kill: async () => {
      killed = true;
      child.kill('SIGKILL');
      await closed;
    },
    quit: async () => {
      asked = true;
      child.stdin?.end();
      const [code] = await closed;
      return code;
    },
    gone,
  };
}
