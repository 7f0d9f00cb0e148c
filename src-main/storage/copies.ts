import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorText } from '../lib/error-words.ts';
import type { Clock, Database, Logger, Scheduler } from '../ports.ts';
import { copyDatabase } from './copy-database.ts';

const DAY_MS = 24 * 3_600_000;
/** Enough to look a week back, small enough for a kiosk's disk. */
const KEPT = 7;

const folderOf = (path: string): string => join(dirname(path), 'copies');

/** Copies of a database file, newest first. */
export function copiesOf(path: string): readonly string[] {
  try {
    const start = `${basename(path)}.`;
    return readdirSync(folderOf(path))
      .filter((name) => name.startsWith(start) && name.endsWith('.copy'))
      .sort()
      .reverse()
      .map((name) => join(folderOf(path), name));
  } catch {
    return [];
  }
}

/**
 * Copies the database once a day while the program runs, and keeps the last seven: what a damaged file no longer has is
 * looked for there. Returns the way to stop. A copy that fails is logged and tried again the next day.
 */
export function keepCopies(ports: {
  readonly db: Database;
  readonly path: string;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly logger: Logger;
}): () => void {
  const { db, path, clock, scheduler, logger } = ports;
  let cancel = (): void => {};
  const copy = (): void => {
    cancel = scheduler.after(DAY_MS, copy);
    try {
      makeCopy(db, path, clock.now());
    } catch (error) {
      logger.warn('copy-failed', { error: errorText(error) });
    }
  };
  const age = newestAge(path, clock.now());
  // A clock that went back makes the newest copy look as if it came from tomorrow: then one is made now.
  if (age < 0 || age >= DAY_MS) copy();
  else cancel = scheduler.after(DAY_MS - age, copy);
  return () => cancel();
}

/** How old the newest copy is, ms; infinite where there is none, or none that is a file. */
function newestAge(path: string, now: number): number {
  const [newest] = copiesOf(path);
  const found = newest === undefined ? undefined : statSync(newest, { throwIfNoEntry: false });
  return found?.isFile() ? now - found.mtimeMs : Number.POSITIVE_INFINITY;
}

/** All or nothing: a copy gets its name only when it is complete. */
function makeCopy(db: Database, path: string, now: number): void {
  const folder = folderOf(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  const half = join(folder, 'half');
  copyDatabase(db, half);
  renameSync(half, join(folder, `${basename(path)}.${stamp}.copy`));
  for (const old of copiesOf(path).slice(KEPT)) rmSync(old, { recursive: true, force: true });
}
