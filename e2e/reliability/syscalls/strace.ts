import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The calls through which SQLite changes what is on the disk. */
export const CALLS = ['pwrite64', 'fsync', 'fdatasync', 'ftruncate', 'unlink'] as const;
export type Call = (typeof CALLS)[number];

/** What happens to one call, or every call from one on. */
export interface Injection {
  readonly call: Call;
  /** The how-many-eth such call, from 1. */
  readonly at: number;
  readonly fault: 'kill' | 'EIO' | 'ENOSPC';
  /** Every later one fails as well: a disk that stays full, or stays broken. */
  readonly stays: boolean;
}

const PROGRAM = join(import.meta.dirname, 'scenario.ts');

/** Whether calls can be traced here; null where they can, else why not and what to do. */
export function whyNoStrace(): string | null {
  if (process.platform !== 'linux') return 'strace exists on Linux alone';
  const tried = spawnSync('strace', ['-f', '-o', '/dev/null', '-e', 'trace=none', 'true']);
  if (tried.error) return 'strace is not installed: apt-get install strace';
  if (tried.status !== 0) return `this machine allows no tracing: ${String(tried.stderr).trim()}`;
  return null;
}

export interface TracedRun {
  /** Everything the process wrote on standard output. */
  readonly said: string;
  readonly complaint: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Only calls in the CRM' own files count: what Node writes elsewhere is left alone. */
function filesOf(databasePath: string): readonly string[] {
  const asides = ['-wal', '-journal', '-shm', ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `.before-v${n}`)];
  return [join(databasePath, '..'), databasePath, ...asides.map((aside) => databasePath + aside)];
}

/** Runs the story over the file `book`, with something going wrong. `log`: where every call is written down. */
export async function runScenario(
  databasePath: string,
  injection: Injection | null,
  log = '/dev/null',
): Promise<TracedRun> {
  const args = ['-f', '-qq', '-o', log, '-e', `trace=${CALLS.join(',')}`];
  // Twice as fast, but no signal can be put in where the filter stops a call.
  if (injection?.fault !== 'kill') args.push('--seccomp-bpf');
  for (const file of filesOf(databasePath)) args.push('-P', file);
  if (injection) {
    const { call, at, fault, stays } = injection;
    const what = fault === 'kill' ? 'signal=KILL' : `error=${fault}`;
    args.push('-e', `inject=${call}:${what}:when=${at}${stays ? '+' : ''}`);
  }
  const child = spawn('strace', [...args, process.execPath, PROGRAM, databasePath], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [said, complaint] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  await once(child, 'close');
  return { said, complaint, code: child.exitCode, signal: child.signalCode };
}

/** How often each call is made, from a log of {@link runScenario}. */
export function countCalls(log: string): ReadonlyMap<Call, number> {
  const counts = new Map<Call, number>();
  for (const line of log.split('\n')) {
    const name = /^\d+\s+(\w+)\(/.exec(line)?.[1];
    const call = CALLS.find((each) => each === name);
    if (call) counts.set(call, (counts.get(call) ?? 0) + 1);
  }
  return counts;
}
