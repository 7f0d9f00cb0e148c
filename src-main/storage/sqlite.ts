import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import { errorText } from '../lib/error-words.ts';
import { makePrivateFile, PRIVATE_FILE, PRIVATE_FOLDER } from '../lib/private-files.ts';
import type { Database, SqlRow, SqlValue } from '../ports.ts';
import { setPragmas } from './pragmas.ts';
import { type Presence, RecordsGone, watchPresence } from './presence.ts';

/** Why a database could not be opened. The file itself is never changed by a failed opening. */
export type OpenError =
  /** Another process has it open. */
  | { readonly code: 'locked'; readonly path: string }
  /** It is not a database, or fails its integrity check. */
  | { readonly code: 'damaged'; readonly path: string; readonly detail: string }
  /** A newer Hoststand wrote it. */
  | { readonly code: 'newer-schema'; readonly path: string; readonly found: number; readonly known: number }
  /** It belongs to another restaurant, or to Training. */
  | { readonly code: 'other-books'; readonly path: string; readonly found: string }
  /** The disk refused (no space, no permission, read-only). */
  | { readonly code: 'disk'; readonly path: string; readonly detail: string };

/** How long a statement waits for another process's lock, ms. Short, since nothing else runs meanwhile: who opens tries again. */
const BUSY_TIMEOUT_MS = 250;
/** How long a check waits for it, ms: the host tries again for a minute, and its page must answer meanwhile. */
const CHECK_TIMEOUT_MS = 20;

/**
 * Checks a database file without changing a byte of it or of its log: nothing of a damaged file may be lost by looking at
 * it. `unclear`: it cannot be checked that way (a folder that takes no file, a journal to be rolled back).
 */
export function checkFile(path: string): 'whole' | 'damaged' | 'locked' | 'unclear' {
  // A reader that may not write leaves behind what it had to make.
  const made = ['-shm', '-wal'].filter((beside) => !existsSync(path + beside));
  let handle: DatabaseSync | null = null;
  try {
    handle = new DatabaseSync(path, { readOnly: true, timeout: CHECK_TIMEOUT_MS });
    return verdictOf(handle) === 'ok' ? 'whole' : 'damaged';
  } catch (error) {
    const { code } = openErrorOf(error, path);
    return code === 'damaged' || code === 'locked' ? code : 'unclear';
  } finally {
    handle?.close();
    for (const beside of made) rmSync(path + beside, { force: true });
  }
}

function verdictOf(handle: DatabaseSync): string {
  return String(handle.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] ?? '');
}

/**
 * Opens (or creates) the SQLite file and makes sure that a commit means "on disk": WAL with `synchronous=FULL`, both
 * read back, because a build may default to less. The lock is exclusive: a second process is refused here even where
 * it slipped past the single-instance lock.
 * @param checked whether `checkFile` has just found it whole, so that it need not be read a second time.
 */
export function openSqlite(path: string, checked = false): Result<Database, OpenError> {
  let handle: DatabaseSync;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: PRIVATE_FOLDER });
    // SQLite gives its log and journals the rights of the file.
    makePrivateFile(path);
    if (process.platform !== 'win32') chmodSync(path, PRIVATE_FILE);
    handle = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  } catch (error) {
    return err(openErrorOf(error, path));
  }
  try {
    setPragmas(handle);
    const verdict = checked ? 'ok' : verdictOf(handle);
    if (verdict !== 'ok') throw new DamagedError(verdict);
    return ok(wrap(handle, watchPresence(path)));
  } catch (error) {
    handle.close();
    return err(openErrorOf(error, path));
  }
}

/**
 * Opens a database to read from it and nothing else: no byte of it or of its log changes, and every write throws. Null where
 * it cannot be read that way.
 */
export function openForReading(path: string): Database | null {
  if (!existsSync(path)) return null;
  const made = ['-shm', '-wal'].filter((beside) => !existsSync(path + beside));
  const tidy = (): void => {
    for (const beside of made) rmSync(path + beside, { force: true });
  };
  let handle: DatabaseSync | null = null;
  try {
    handle = new DatabaseSync(path, { readOnly: true, timeout: CHECK_TIMEOUT_MS });
    handle.prepare('SELECT count(*) AS n FROM sqlite_schema').get();
    const db = wrap(handle, watchPresence(path));
    return {
      ...db,
      close: () => {
        db.close();
        tidy();
      },
    };
  } catch {
    handle?.close();
    tidy();
    return null;
  }
}

class DamagedError extends Error {}

/** SQLite's result codes that mean a person's disk or file, not our bug. https://sqlite.org/rescode.html */
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

function openErrorOf(error: unknown, path: string): OpenError {
  const detail = errorText(error);
  const code = primaryCode(error);
  if (code === SQLITE_BUSY || code === SQLITE_LOCKED) return { code: 'locked', path };
  if (error instanceof DamagedError || code === SQLITE_CORRUPT || code === SQLITE_NOTADB) {
    return { code: 'damaged', path, detail };
  }
  return { code: 'disk', path, detail };
}

function primaryCode(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}

/**
 * After a commit that failed: its pages may be in the log, whole, and a start after a crash would take them for a commit.
 * Another commit is written over them; whether that one reaches the disk does not matter.
 */
function writeOver(handle: DatabaseSync): void {
  try {
    const version = Number(handle.prepare('PRAGMA user_version').get()?.['user_version']);
    handle.exec(`PRAGMA user_version = ${version}`);
  } catch {
    // The disk takes nothing at all: then the pages of the failed commit are not whole, or no one can know.
  }
}

function wrap(handle: DatabaseSync, presence: Presence): Database {
  const mustBeThere = (): void => {
    if (!presence.isThere()) throw new RecordsGone('The database file was deleted, replaced or cut short');
  };
  const statements = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known) return known;
    const made = handle.prepare(sql);
    statements.set(sql, made);
    return made;
  };
  return {
    isThere: presence.isThere,
    exec: (sql) => {
      handle.exec(sql);
      presence.note();
    },
    run: (sql, params = []) => {
      // Within a transaction the commit asks.
      if (!handle.isTransaction) mustBeThere();
      const changes = Number(statement(sql).run(...params).changes);
      if (!handle.isTransaction) presence.note();
      return changes;
    },
    all: (sql, params = []) =>
      statement(sql)
        .all(...params)
        .map(toRow),
    get: (sql, params = []) => {
      const row = statement(sql).get(...params);
      return row === undefined ? undefined : toRow(row);
    },
    transaction: (work) => {
      // Part of the one around it, which ends both.
      if (handle.isTransaction) return work();
      handle.exec('BEGIN IMMEDIATE');
      let committing = false;
      try {
        const value = work();
        mustBeThere();
        committing = true;
        handle.exec('COMMIT');
        mustBeThere();
        presence.note();
        return value;
      } catch (error) {
        // A failed COMMIT (disk full) may have rolled back by itself already.
        if (handle.isTransaction) handle.exec('ROLLBACK');
        if (committing && !(error instanceof RecordsGone)) writeOver(handle);
        throw error;
      }
    },
    close: () => handle.close(),
  };
}

function toRow(row: Record<string, unknown>): SqlRow {
  const out: Record<string, SqlValue> = {};
  for (const [key, value] of Object.entries(row)) {
    if (value === null || typeof value === 'string' || typeof value === 'number') out[key] = value;
    else throw new TypeError(`Column ${key} holds a ${typeof value}, which this driver does not pass on`);
  }
  return out;
}

const SQLITE_FULL = 13;
const SQLITE_IOERR = 10;
const SQLITE_READONLY = 8;
const SQLITE_CANTOPEN = 14;
const SQLITE_CONSTRAINT = 19;
const SQLITE_MISMATCH = 20;

/** Whether a rule of the table refused the row: a bad row, not a bad disk. */
export function isRefusedRow(error: unknown): boolean {
  const code = primaryCode(error);
  return code === SQLITE_CONSTRAINT || code === SQLITE_MISMATCH;
}

/** Whether reading failed because of what is in the file (or is not), and not because a disk is full. */
export function isDamage(error: unknown): boolean {
  const code = primaryCode(error);
  // A number or text that cannot be represented is damage too; it has no SQLite code.
  return code === null ? !isSystemError(error) : code !== SQLITE_FULL;
}

/** Whether the disk itself refused, and whether because it is full; null where an error is of another kind. */
export function diskRefusal(error: unknown): 'full' | 'failing' | 'gone' | null {
  if (error instanceof RecordsGone) return 'gone';
  const code = primaryCode(error);
  if (code !== null) {
    if (code === SQLITE_FULL) return 'full';
    return code === SQLITE_IOERR || code === SQLITE_READONLY || code === SQLITE_CANTOPEN ? 'failing' : null;
  }
  if (!isSystemError(error)) return null;
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') return 'full';
  return ['EIO', 'EROFS', 'EACCES', 'EPERM', 'ENOENT', 'ENODEV', 'ENXIO'].includes(error.code)
    ? 'failing'
    : null;
}

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}

/** An error of the disk as a start says it. Another program's lock on Windows is one; what is no disk's is thrown on. */
export function diskError(error: unknown, path: string): OpenError {
  if (
    isSystemError(error) &&
    process.platform === 'win32' &&
    ['EBUSY', 'EPERM', 'EACCES'].includes(error.code)
  ) {
    return { code: 'locked', path };
  }
  if (diskRefusal(error) === null && primaryCode(error) === null) throw error;
  return openErrorOf(error, path);
}
