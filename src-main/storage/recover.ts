import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ok, type Result } from '../../src-preload/contract/result.ts';
import type { Database, SqlValue } from '../ports.ts';
import { copiesOf } from './copies.ts';
import { openBooks } from './open-books.ts';
import type { OpenError } from './sqlite.ts';

/** What came of a damaged file. */
export interface Recovery {
  /** Where the damaged file now lies, exactly as it was found. */
  readonly setAside: string;
  /** Rows read from it. */
  readonly fromFile: number;
  /** Rows that it no longer had, read from the newest copy that could be read. */
  readonly fromCopy: number;
}

/**
 * What the features make of recovered rows, before they are believed. `fromCopy`: GUIDs of the outbox's entries that
 * came from a copy alone, so that what became of them since is not known.
 */
export type Distrust = (db: Database, fromCopy: ReadonlySet<string>, now: number) => void;

const BESIDE = ['', '-wal', '-shm'];

/**
 * Opens the books, and where the file is damaged makes a new one of whatever can be read: from the damaged file row by
 * row, then from the newest copy. The damaged file is never written to: it is read through a copy of its own, and set
 * aside. A crash anywhere in between leaves the damaged file, or the finished new one, for the next start.
 */
export function openOrRecover(
  path: string,
  books: string,
  now: number,
  distrust: Distrust,
): Result<{ readonly db: Database; readonly recovery: Recovery | null }, OpenError> {
  const fresh = `${path}.new`;
  if (!existsSync(path) && existsSync(fresh)) move(fresh, path);
  const opened = openBooks(path, books);
  if (opened.ok) return ok({ db: opened.value, recovery: null });
  if (opened.error.code !== 'damaged') return opened;

  for (const beside of BESIDE) rmSync(fresh + beside, { force: true });
  const begun = openBooks(fresh, books);
  if (!begun.ok) return begun;
  const setAside = `${path}.damaged-${new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')}`;
  const read = begun.value.transaction(() => salvage(begun.value, path, now, distrust));
  begun.value.close();
  move(path, setAside);
  move(fresh, path);
  const again = openBooks(path, books);
  return again.ok ? ok({ db: again.value, recovery: { ...read, setAside } }) : again;
}

function move(from: string, to: string): void {
  for (const beside of BESIDE) if (existsSync(from + beside)) renameSync(from + beside, to + beside);
}

/** Fills the new books with all that can still be read, and lets the features say what of it is to be believed. */
function salvage(db: Database, path: string, now: number, distrust: Distrust): Omit<Recovery, 'setAside'> {
  const entries = (): readonly string[] => db.all('SELECT id FROM outbox').map((row) => String(row['id']));
  const fromFile = withReadableCopy(path, (file) => fill(db, file));
  const known = new Set(entries());
  let fromCopy = 0;
  for (const copy of copiesOf(path)) {
    fromCopy = withReadableCopy(copy, (file) => fill(db, file));
    if (fromCopy > 0) break;
  }
  distrust(db, new Set(entries().filter((id) => !known.has(id))), now);
  return { fromFile, fromCopy };
}

/** Runs `read` on a copy of a database file, so that nothing touches the file itself; 0 where it cannot be opened. */
function withReadableCopy(path: string, read: (file: DatabaseSync) => number): number {
  const folder = mkdtempSync(join(dirname(path), 'reading-'));
  try {
    const copy = join(folder, 'books.db');
    for (const beside of BESIDE) {
      if (existsSync(path + beside)) copyFileSync(path + beside, copy + beside);
    }
    const file = new DatabaseSync(copy);
    try {
      return read(file);
    } finally {
      file.close();
    }
  } catch {
    // Not a database any more: nothing of it can be read.
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Copies every row that can be read into the tables of the new file; rows it has already stay. Returns how many came. */
function fill(db: Database, file: DatabaseSync): number {
  let rows = 0;
  const tables = db
    .all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid")
    .map((row) => String(row['name']));
  for (const table of tables) rows += fillTable(db, file, table);
  return rows;
}

function fillTable(db: Database, file: DatabaseSync, table: string): number {
  const wanted = db.all(`SELECT name FROM pragma_table_info('${table}')`).map((row) => String(row['name']));
  const there = attempt(() => file.prepare(`SELECT name FROM pragma_table_info('${table}')`).all()) ?? [];
  const columns = wanted.filter((name) => there.some((column) => column['name'] === name));
  if (columns.length === 0) return 0;
  const list = columns.map((name) => `"${name}"`).join(', ');
  const marks = columns.map(() => '?').join(', ');
  let rows = 0;
  for (const row of readable(file, table, list)) {
    const values = columns.map((name) => row[name] as SqlValue);
    // One that a rule of the table refuses is as unreadable as one that could not be read.
    rows +=
      attempt(() => db.run(`INSERT OR IGNORE INTO "${table}" (${list}) VALUES (${marks})`, values)) ?? 0;
  }
  return rows;
}

/** The rows of a table in the order they were written, one at a time, so that a damaged page costs only what is on it. */
function* readable(file: DatabaseSync, table: string, list: string): Generator<Record<string, unknown>> {
  const next = attempt(() =>
    file.prepare(`SELECT rowid AS "row id", ${list} FROM "${table}" WHERE rowid > ? LIMIT 1`),
  );
  const one = attempt(() =>
    file.prepare(`SELECT rowid AS "row id", ${list} FROM "${table}" WHERE rowid = ?`),
  );
  if (!next || !one) return;
  const last = lastRowId(file, table);
  for (let at = 0; ; ) {
    const row = attempt(() => next.get(at) ?? null);
    if (row === null) return;
    if (row !== undefined) {
      at = Number(row['row id']);
      yield row;
      continue;
    }
    // The next row lies on a damaged page: every number up to the last is tried by itself.
    at += 1;
    if (at > last) return;
    const single = attempt(() => one.get(at));
    if (single) yield single;
  }
}

/** The last row's number; where even that cannot be read, as many are tried as a kiosk writes in years. */
function lastRowId(file: DatabaseSync, table: string): number {
  const last = attempt(() => file.prepare(`SELECT max(rowid) AS last FROM "${table}"`).get());
  const counted = attempt(() =>
    file.prepare('SELECT seq AS last FROM sqlite_sequence WHERE name = ?').get(table),
  );
  const known = Number(last?.['last'] ?? counted?.['last'] ?? Number.NaN);
  return Number.isNaN(known) ? MOST_ROWS : known;
}

const MOST_ROWS = 100_000;

/** What `work` returns; undefined where the file is too damaged for it. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
