import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { RecoveredDatabase } from '../../src-preload/contract/status.ts';
import { makePrivateFile } from '../lib/private-files.ts';
import { syncFolder } from '../lib/sync-folder.ts';
import type { Database, KeyStore } from '../ports.ts';
import { copiesOf } from './copies.ts';
import {
  asideName,
  findDatabase,
  finishedName,
  freeStamp,
  isReadable,
  putInPlace,
  sizeOf,
} from './evidence.ts';
import { createMeta, openDatabase } from './open-database.ts';
import { fillFromFile, fillFromPages } from './salvage.ts';
import { checkFile, diskError, type OpenError } from './sqlite.ts';
import { buildImage, readWal } from './wal-image.ts';

/** What came of damaged or missing records. */
export interface Recovery extends RecoveredDatabase {
  /** Rows read from the file and its log. */
  readonly fromFile: number;
  /** Rows that these no longer had, read from the newest copy that could be read. */
  readonly fromCopy: number;
  /**
   * GUIDs of the outbox's entries that came from a copy alone, so that what became of them since is not known; null where nothing
   * was lost. What is not null is not to be believed before it was asked about.
   */
  readonly onlyInCopy: readonly string[] | null;
}

/** Where the last recovery is kept, in the new file itself: it and what it tells of are there together or not at all. */
const RECOVERED = 'recovered';
/** The same, until it is written to the ledger. */
const UNRECORDED = 'recoveredUnrecorded';

const recoveredSchema = z.object({
  at: z.number(),
  setAside: z.string().nullable(),
  missingSince: z.number().nullable().default(null),
});
const recoverySchema = recoveredSchema.extend({
  fromFile: z.number(),
  fromCopy: z.number(),
  onlyInCopy: z.array(z.string()).nullable().default(null),
});

/** What an earlier, or this, start had to repair; null where nothing, or where it cannot be read. */
export function readRecovered(meta: KeyStore): RecoveredDatabase | null {
  const read = recoveredSchema.safeParse(parseJson(meta.get(RECOVERED)));
  return read.success ? read.data : null;
}

/** Keeps what the sign-in screen says of a recovery. Throws where the disk refuses. */
export function keepRecovered(meta: KeyStore, { at, setAside, missingSince }: RecoveredDatabase): void {
  meta.set(RECOVERED, JSON.stringify({ at, setAside, missingSince }));
}

/** Writes what a recovery came to into the new file itself, for the screen and, once, for the ledger. */
function writeRecovery(db: Database, recovery: Recovery): void {
  const meta = createMeta(db);
  keepRecovered(meta, recovery);
  meta.set(UNRECORDED, JSON.stringify(recovery));
}

/** A new file is complete: its name says so from now on, also after a power cut. */
function finish(path: string, making: string, stamp: string): void {
  renameSync(making, finishedName(path, stamp));
  syncFolder(dirname(path));
}

/** The recovery is in the ledger now. To be called in the transaction that writes it there. */
export function recoveryRecorded(meta: KeyStore): void {
  meta.set(UNRECORDED, '');
}

/**
 * Opens the database. Where the file is damaged, or is gone though something shows that there were records, makes new
 * ones of what can be read: the file and its log, then the newest copy. What is there is never written to: it is read
 * through copies, and set aside byte for byte. Killed at any moment, the next start continues from there, or begins
 * again.
 * @param headKept whether the ledger's head is kept apart, so that there were records.
 */
export function openOrRecover(
  path: string,
  databaseStamp: string,
  now: number,
  headKept = false,
): Result<{ readonly db: Database; readonly recovery: Recovery | null }, OpenError> {
  try {
    putInPlace(path);
    takeOldUnfinished(path, now);
    switch (findDatabase(path, headKept)) {
      case 'nothing':
        return opened(path, databaseStamp);
      case 'file': {
        const verdict = checkFile(path);
        if (verdict === 'locked') return err({ code: 'locked', path });
        if (verdict !== 'damaged') {
          const plain = opened(path, databaseStamp, verdict === 'whole');
          if (plain.ok || plain.error.code !== 'damaged') return plain;
        }
        break;
      }
      case 'gone':
        break;
    }
    const made = makeAgain(path, databaseStamp, now);
    if (!made.ok) return made;
    putInPlace(path);
    return opened(path, databaseStamp);
  } catch (error) {
    return err(diskError(error, path));
  }
}

/** Opens the existing file, and returns the result of a recovery that is not in the ledger yet. */
function opened(
  path: string,
  databaseStamp: string,
  checked = false,
): Result<{ readonly db: Database; readonly recovery: Recovery | null }, OpenError> {
  const found = openDatabase(path, databaseStamp, checked);
  if (!found.ok) return found;
  const read = recoverySchema.safeParse(parseJson(createMeta(found.value).get(UNRECORDED)));
  return ok({ db: found.value, recovery: read.success ? read.data : null });
}

/** Earlier versions called a finished file `.new`, and moved the damaged one before it: killed in between, only that is left. */
function takeOldUnfinished(path: string, now: number): void {
  const old = `${path}.new`;
  if (existsSync(path) || !existsSync(old) || checkFile(old) !== 'whole') return;
  renameSync(old, finishedName(path, freeStamp(path, now)));
  putInPlace(path);
}

/** Makes a finished new file beside the damaged one. */
function makeAgain(path: string, databaseStamp: string, now: number): Result<null, OpenError> {
  const making = `${path}.making`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  sweep(path);
  const begun = openDatabase(making, databaseStamp);
  if (!begun.ok) {
    sweep(path);
    return err({ ...begun.error, path });
  }
  const db = begun.value;
  const stamp = freeStamp(path, now);
  try {
    db.transaction(() => {
      const read = salvage(db, path, now);
      writeRecovery(db, { ...read, at: now, setAside: whatIsSetAside(path, stamp) });
    });
    db.close();
  } catch (error) {
    db.close();
    sweep(path);
    throw error;
  }
  finish(path, making, stamp);
  return ok(null);
}

/** What a recovery that was cut short left behind. */
function sweep(path: string): void {
  for (const beside of ['', '-wal', '-shm', '-journal'])
    rmSync(`${path}.making${beside}`, { recursive: true, force: true });
  for (const name of readdirSync(dirname(path))) {
    if (name.startsWith('reading-')) rmSync(join(dirname(path), name), { recursive: true, force: true });
  }
}

function whatIsSetAside(path: string, stamp: string): string | null {
  for (const beside of ['', '-wal']) {
    if (sizeOf(path + beside)) return asideName(path, stamp) + beside;
  }
  return null;
}

/** Fills the new database with everything that can still be read. */
function salvage(db: Database, path: string, now: number): Omit<Recovery, 'setAside' | 'at'> {
  const entries = (): readonly string[] => db.all('SELECT id FROM outbox').map((row) => String(row['id']));
  const intact = (sizeOf(path) ?? 0) > 0 && isReadable(path);
  const copyAll = (to: string): boolean => {
    for (const beside of ['', '-wal', '-journal']) {
      if (isReadable(path + beside)) copyFileSync(path + beside, to + beside);
    }
    return intact;
  };
  const { rows, whole } = reading(path, copyAll, (file) => fillFromFile(db, file));
  const fromFile = rows + (whole ? 0 : fromLog(db, path));
  const known = new Set(entries());
  let fromCopy = 0;
  for (const copy of copiesOf(path).filter(isReadable)) {
    const read = reading(
      copy,
      (to) => {
        copyFileSync(copy, to);
        return true;
      },
      (file) => fillFromFile(db, file),
    );
    fromCopy = read.rows;
    if (fromCopy > 0) break;
  }
  const missingSince = whole && fromCopy === 0 ? null : newest(db, now);
  const onlyInCopy = entries().filter((id) => !known.has(id));
  return { fromFile, fromCopy, missingSince, onlyInCopy };
}

/**
 * What the log alone, or laid over the file, still tells: SQLite itself deletes the log of a file that is empty, and reads
 * none beside one whose first page is damaged.
 */
function fromLog(db: Database, path: string): number {
  const wal = isReadable(`${path}-wal`) ? readWal(`${path}-wal`) : null;
  if (wal === null) return 0;
  const { rows } = reading(
    path,
    (to) => buildImage(path, wal, to),
    (file) => fillFromFile(db, file),
  );
  // Pages whose table is not known any more; a row that is there already stays.
  return rows + fillFromPages(db, [...wal.content.values()]);
}

/** Runs `read` on a copy of a database that `copy` makes; nothing where that cannot be opened. Throws where the disk refuses. */
function reading(
  path: string,
  copy: (to: string) => boolean,
  read: (file: DatabaseSync) => { readonly rows: number; readonly whole: boolean },
): { readonly rows: number; readonly whole: boolean } {
  const folder = mkdtempSync(join(dirname(path), 'reading-'));
  try {
    const to = join(folder, 'books.db');
    if (!copy(to)) return { rows: 0, whole: false };
    const file = new DatabaseSync(to);
    try {
      return read(file);
    } finally {
      file.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** When the newest record that was found again was written; 0 where none was. */
function newest(db: Database, now: number): number {
  const row = db.get(
    `SELECT max(at) AS at FROM (SELECT max(at) AS at FROM ledger UNION ALL SELECT max(at) FROM outbox_history
     UNION ALL SELECT max(since) FROM outbox)`,
  );
  return Math.min(now, Number(row?.['at'] ?? 0));
}

/**
 * Writes all that an open database holds into a finished new file beside its path, where the next opening finds it: after
 * its own file was deleted or replaced. Throws where the disk refuses, or where too little is left of the file.
 */
export function rescueDatabase(db: Database, path: string, databaseStamp: string, now: number): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  sweep(path);
  const making = `${path}.making`;
  makePrivateFile(making);
  db.exec(`VACUUM INTO '${making.replaceAll("'", "''")}'`);
  const stamp = freeStamp(path, now);
  const made = openDatabase(making, databaseStamp);
  if (!made.ok) throw new Error(`What was rescued cannot be opened: ${made.error.code}`);
  const recovery: Recovery = {
    at: now,
    setAside: whatIsSetAside(path, stamp),
    missingSince: null,
    fromFile: 0,
    fromCopy: 0,
    onlyInCopy: null,
  };
  try {
    made.value.transaction(() => writeRecovery(made.value, recovery));
  } finally {
    made.value.close();
  }
  finish(path, making, stamp);
}

function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
