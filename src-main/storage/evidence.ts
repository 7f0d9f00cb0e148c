import { accessSync, constants, existsSync, readdirSync, renameSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { syncFolder } from '../lib/sync-folder.ts';
import { copiesOf } from './copies.ts';

/** What SQLite may keep beside a database file. */
const BESIDE = ['-wal', '-shm', '-journal'] as const;

/** A file shorter than SQLite's smallest page is no database. https://sqlite.org/fileformat2.html#pages */
const LEAST_BYTES = 512;
/** A write-ahead log that holds nothing is its header at most. */
const EMPTY_WAL_BYTES = 32;

/**
 * nothing: there were no records here · file: there is a file to open · gone: the file is missing, empty or cut off, but
 * something shows that there were records; or something that is no file stands in its place.
 */
export function findDatabase(path: string, headKept: boolean): 'nothing' | 'file' | 'gone' {
  if (['', ...BESIDE].some((beside) => isOther(path + beside))) return 'gone';
  const size = sizeOf(path);
  if (size !== null && size >= LEAST_BYTES) return 'file';
  if (size !== null && size > 0) return 'gone';
  return headKept || hasTraces(path) ? 'gone' : 'nothing';
}

/** Whether something beside the file shows that there were records: a log with content, a copy, a file set aside or half made. */
function hasTraces(path: string): boolean {
  const log = sizeOf(`${path}-wal`);
  if (log !== null && log > EMPTY_WAL_BYTES) return true;
  if (copiesOf(path).length > 0) return true;
  const name = basename(path);
  return namesBeside(path).some((other) =>
    ['.new', '.making', '.recovered-', '.damaged-', '.before-v'].some((mark) =>
      other.startsWith(`${name}${mark}`),
    ),
  );
}

/** Bytes in a file; null where there is none, or where what is there is no file. */
export function sizeOf(path: string): number | null {
  const found = look(path);
  return found?.isFile() ? found.size : null;
}

/** Whether there is a file whose bytes can be had. */
export function isReadable(path: string): boolean {
  if (!look(path)?.isFile()) return false;
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether a folder, or a link that leads nowhere, stands where a file should. */
function isOther(path: string): boolean {
  return namesBeside(path).includes(basename(path)) && !look(path)?.isFile();
}

/** What a path leads to; undefined where that is nothing, as with a link to itself. */
function look(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOOP') return undefined;
    throw error;
  }
}

function namesBeside(path: string): readonly string[] {
  const folder = statSync(dirname(path), { throwIfNoEntry: false });
  return folder?.isDirectory() ? readdirSync(dirname(path)) : [];
}

/** An unused file name for data set aside at that time. */
export function freeStamp(path: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  const taken = namesBeside(path);
  const isTaken = (it: string): boolean =>
    taken.some((other) => other.startsWith(`${basename(path)}.damaged-${it}`));
  let free = stamp;
  for (let n = 2; isTaken(free); n += 1) free = `${stamp}-${n}`;
  return free;
}

/** Where a finished new file waits to be put in place. */
export const finishedName = (path: string, stamp: string): string => `${path}.recovered-${stamp}`;
/** Where what stood in its place is kept. */
export const asideName = (path: string, stamp: string): string => `${path}.damaged-${stamp}`;

/**
 * Puts a finished new file in its place, if there is one: the log beside the old file goes first, so that it can never
 * be taken for the new file's. Killed in between, the next start continues from there. Throws where the disk refuses.
 */
export function putInPlace(path: string): void {
  const start = `${basename(path)}.recovered-`;
  const finished = namesBeside(path)
    .filter((name) => name.startsWith(start) && !BESIDE.some((end) => name.endsWith(end)))
    .filter((name) => (sizeOf(join(dirname(path), name)) ?? 0) >= LEAST_BYTES)
    .sort()
    .at(-1);
  if (finished === undefined) return;
  const aside = asideName(path, finished.slice(start.length));
  for (const beside of [...BESIDE, '']) {
    if (existsSync(path + beside) || isOther(path + beside))
      renameSync(path + beside, unused(aside + beside));
  }
  renameSync(join(dirname(path), finished), path);
  syncFolder(dirname(path));
}

/** Files that were set aside are never overwritten. */
function unused(path: string): string {
  let free = path;
  for (let n = 2; existsSync(free); n += 1) free = `${path}.${n}`;
  return free;
}
