import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFakeTime } from '../../../src-main/testing/fakes.ts';
import { OLD_CREDITS, writeOldDatabase } from './old-database.ts';
import { CALLS, countCalls, type Injection, runScenario } from './strace.ts';
import { type Verdict, verify } from './verify.ts';

/** `new`: there is no database yet. `old`: they are an older program's, and credit waits in them. */
const DATABASE = ['new', 'old'] as const;

export interface Point extends Injection {
  readonly database: (typeof DATABASE)[number];
}

export interface SweepResult {
  readonly points: number;
  readonly kill: number;
  readonly eio: number;
  readonly enospc: number;
  readonly lost: number;
  readonly corrupt: number;
  /** Other things that must not be. */
  readonly wrong: number;
  readonly refused: number;
  readonly threw: number;
  readonly untold: number;
  /** Each thing that is not right, with the point it came about at. */
  readonly words: readonly string[];
}

export const describePoint = ({ database, fault, call, at, stays }: Point): string =>
  `${database} books, ${fault} at ${call} ${at}${stays ? ' and all after' : ''}`;

/** Runs the story once without faults over each kind of database, and names every point at which one can be put. */
export async function listPoints(): Promise<readonly Point[]> {
  const points: Point[] = [];
  for (const database of DATABASE) {
    const counts = await inFolder(async (folder) => {
      const databasePath = prepare(folder, database);
      const run = await runScenario(databasePath, null, join(folder, 'calls'));
      if (!run.said.includes('"end"')) throw new Error(`The story does not end: ${run.said}${run.complaint}`);
      return countCalls(readFileSync(join(folder, 'calls'), 'utf8'));
    });
    for (const call of CALLS) {
      for (let at = 1; at <= (counts.get(call) ?? 0); at += 1) {
        points.push({ database, call, at, fault: 'kill', stays: false });
        for (const stays of [false, true]) {
          points.push({ database, call, at, fault: 'EIO', stays });
          if (call === 'pwrite64') points.push({ database, call, at, fault: 'ENOSPC', stays });
        }
      }
    }
  }
  return points;
}

/** At most `most` points, spread evenly, so that a sample meets every kind and every part of the story. */
export function sampleOf(points: readonly Point[], most: number): readonly Point[] {
  if (most >= points.length) return points;
  return Array.from(
    { length: most },
    (_, n) => points[Math.floor(((n + 0.5) * points.length) / most)],
  ).filter((point) => point !== undefined);
}

/** Puts a fault at each point in turn, a few side by side, and looks at what each leaves. */
export async function sweep(
  points: readonly Point[],
  { parallel = 2, onProgress }: { parallel?: number; onProgress?: (done: number) => void } = {},
): Promise<SweepResult> {
  const verdicts: [Point, Verdict][] = [];
  const left = [...points];
  const worker = async (): Promise<void> => {
    for (let point = left.shift(); point; point = left.shift()) {
      verdicts.push([point, await runPoint(point)]);
      onProgress?.(verdicts.length);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  const sum = (pick: (verdict: Verdict) => number): number =>
    verdicts.reduce((total, [, verdict]) => total + pick(verdict), 0);
  const ofKind = (fault: Injection['fault']): number =>
    points.filter((point) => point.fault === fault).length;
  return {
    points: points.length,
    ...{ kill: ofKind('kill'), eio: ofKind('EIO'), enospc: ofKind('ENOSPC') },
    lost: sum(({ lost }) => lost.length),
    corrupt: sum(({ corrupt }) => corrupt.length),
    wrong: sum(({ wrong }) => wrong.length),
    refused: sum(({ refused }) => refused),
    threw: sum(({ threw }) => threw),
    untold: sum(({ untold }) => untold),
    words: verdicts.flatMap(([point, { lost, corrupt, wrong }]) =>
      [...lost, ...corrupt, ...wrong].map((words) => `${describePoint(point)}: ${words}`),
    ),
  };
}

async function runPoint(point: Point): Promise<Verdict> {
  return inFolder(async (folder) => {
    const databasePath = prepare(folder, point.database);
    const run = await runScenario(databasePath, point);
    const before = point.database === 'old' ? OLD_CREDITS.map(({ id }) => id) : [];
    const verdict = await verify(databasePath, run.said, before);
    const { wrong } = verdict;
    const died = run.signal === 'SIGKILL' || run.code === 128 + 9;
    if (point.fault === 'kill' && !died) return { ...verdict, wrong: [...wrong, 'It was not killed'] };
    if (point.fault !== 'kill' && run.code !== 0) {
      return { ...verdict, wrong: [...wrong, `It ended by itself: ${run.complaint.slice(-500)}`] };
    }
    return verdict;
  });
}

function prepare(folder: string, database: Point['database']): string {
  const databasePath = join(folder, 'books', 'kiosk.db');
  mkdirSync(join(folder, 'books'));
  if (database === 'old') writeOldDatabase(databasePath, createFakeTime().clock.now() - 5_000);
  return databasePath;
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'hoststand-syscalls-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
