import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { Database, SqlRow, SqlValue } from '../ports.ts';

/** Why a database could not be opened. The file itself is never changed by a failed opening. */
export type OpenError =
  /** Another process has it open. */
  | { readonly code: 'locked'; readonly path: string }
  /** It is not a database, or fails its own check. */
  | { readonly code: 'damaged'; readonly path: string; readonly detail: string }
  /** A newer Hoststand wrote it. */
  | { readonly code: 'newer-schema'; readonly path: string; readonly found: number; readonly known: number }
  /** It belongs to another restaurant, or to Training. */
  | { readonly code: 'other-books'; readonly path: string; readonly found: string }
  /** The disk refused (no space, no permission, read-only). */
  | { readonly code: 'disk'; readonly path: string; readonly detail: string };

/** How long a statement waits for another process's lock, ms. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens (or creates) the SQLite file and makes sure that a commit means "on disk": WAL with `synchronous=FULL`, both
 * read back, because a build may default to less. The lock is exclusive: a second process is refused here even where
 * it slipped past the single-instance lock.
 */
export function openSqlite(path: string): Result<Database, OpenError> {
  let handle: DatabaseSync;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    handle = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  } catch (error) {
    return err(openErrorOf(error, path));
  }
  try {
    prepare(handle);
    const verdict = String(handle.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] ?? '');
    if (verdict !== 'ok') throw new DamagedError(verdict);
    // Windows keeps its own rights from the profile folder.
    if (process.platform !== 'win32') chmodSync(path, 0o600);
    return ok(wrap(handle));
  } catch (error) {
    handle.close();
    return err(openErrorOf(error, path));
  }
}

class DamagedError extends Error {}

const REQUIRED_PRAGMAS = [
  ['locking_mode', 'EXCLUSIVE', 'exclusive'],
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
] as const;

function prepare(handle: DatabaseSync): void {
  for (const [name, wanted, readBack] of REQUIRED_PRAGMAS) {
    handle.exec(`PRAGMA ${name} = ${wanted}`);
    const found = handle.prepare(`PRAGMA ${name}`).get()?.[name];
    if (found !== readBack)
      throw new Error(`SQLite would not set ${name} to ${wanted}: it is ${String(found)}`);
  }
  // macOS only syncs to the platter when told so; elsewhere these change nothing.
  handle.exec('PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON');
  // Takes the exclusive lock now, so that a second process fails here and not at its first write.
  handle.exec('BEGIN IMMEDIATE; COMMIT');
}

/** SQLite's result codes that mean a person's disk or file, not our bug. https://sqlite.org/rescode.html */
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

function openErrorOf(error: unknown, path: string): OpenError {
  const detail = error instanceof Error ? error.message : String(error);
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

function wrap(handle: DatabaseSync): Database {
  const statements = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known) return known;
    const made = handle.prepare(sql);
    statements.set(sql, made);
    return made;
  };
  return {
    exec: (sql) => handle.exec(sql),
    run: (sql, params = []) => Number(statement(sql).run(...params).changes),
    all: (sql, params = []) =>
      statement(sql)
        .all(...params)
        .map(toRow),
    get: (sql, params = []) => {
      const row = statement(sql).get(...params);
      return row === undefined ? undefined : toRow(row);
    },
    transaction: (work) => {
      handle.exec('BEGIN IMMEDIATE');
      try {
        const value = work();
        handle.exec('COMMIT');
        return value;
      } catch (error) {
        // A failed COMMIT (disk full) may have rolled back by itself already.
        if (handle.isTransaction) handle.exec('ROLLBACK');
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
