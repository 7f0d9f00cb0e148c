import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { LifeOrder, Told } from './order.ts';

const PROGRAM = join(import.meta.dirname, 'life.ts');

/** One life, seen from the trial. */
export interface Life {
  /** Resolves when everything it was to take is accepted, or when it has ended. */
  readonly taken: Promise<void>;
  readonly standing: () => Extract<Told, { say: 'standing' }> | null;
  readonly ended: () => boolean;
  /** SIGKILL, now. Resolves when it is gone and everything it told has been heard. */
  readonly kill: () => Promise<void>;
  /** Resolves when it has ended on its own, with what it complained of. */
  readonly gone: Promise<string>;
  /** Asks it to end. */
  readonly quit: () => Promise<void>;
}

/** A system call at which the process is killed: the how-many-eth such call, from 1. */
export interface KillAt {
  readonly call: string;
  readonly at: number;
}

export function startLife(order: LifeOrder, onAccepted: (id: string) => void, killAt?: KillAt): Life {
  const file = join(order.folder, 'order.json');
  writeFileSync(file, JSON.stringify(order));
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', PROGRAM, file];
  const trace = killAt ? ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${killAt.call}`] : [];
  if (killAt) trace.push('-e', `inject=${killAt.call}:signal=KILL:when=${killAt.at}`);
  const [command = '', ...args] = [...trace, ...node];
  const child = spawn(command, args, { stdio: ['pipe', 'ignore', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2_000);
  });
  let [standing, ended]: [Extract<Told, { say: 'standing' }> | null, boolean] = [null, false];
  let isTaken = (): void => {};
  const allTaken = new Promise<void>((resolve) => {
    isTaken = resolve;
  });
  createInterface({ input: child.stdio[3] as Readable }).on('line', (line) => {
    let told: Told;
    try {
      told = JSON.parse(line) as Told;
    } catch {
      // Half a line: it died over it, so it was never told.
      return;
    }
    if (told.say === 'accepted') onAccepted(told.id);
    else if (told.say === 'all-accepted') isTaken();
    else standing = told;
  });
  // Where it is killed, its end of the pipe breaks.
  child.stdin?.on('error', () => {});
  const gone = once(child, 'close').then(() => {
    ended = true;
    return complaint;
  });
  return {
    taken: Promise.race([allTaken, gone.then(() => {})]),
    standing: () => standing,
    ended: () => ended,
    gone,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
    quit: async () => {
      child.stdin?.end();
      await gone;
    },
  };
}
