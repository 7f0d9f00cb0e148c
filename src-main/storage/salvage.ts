import type { DatabaseSync } from 'node:sqlite';
import type { Database, SqlValue } from '../ports.ts';
import { carveRows } from './carve.ts';
import { isDamage, isRefusedRow } from './sqlite.ts';

/** What was read from a damaged file. */
export interface Filled {
  /** Rows that came, and were not there already. */
  readonly rows: number;
  /** Whether every row that the file says it has could be read. */
  readonly whole: boolean;
}

/**
 * Copies every row that can be read into the tables of the new file; rows it has already stay. Throws where the disk of the
 * new file refuses: what it cannot take is not lost, but still to be read.
 */
export function fillFromFile(db: Database, file: DatabaseSync): Filled {
  let rows = 0;
  let whole = true;
  const tables = db
    .all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid")
    .map((row) => String(row['name']));
  for (const table of tables) {
    const filled = fillTable(db, file, table);
    rows += filled.rows;
    whole &&= filled.whole;
  }
  return { rows, whole };
}

/**
 * Finds entries of the outbox on pages that are all that is left, and puts them into the new file. What a rule of the table
 * refuses is no entry. Returns how many came.
 */
export function fillFromPages(db: Database, pages: readonly Buffer[]): number {
  const columns = columnsOf(db, 'outbox');
  const rows = pages.flatMap(carveRows).filter(({ values }) => values.length === columns.length);
  // Pages that were let go of may hold older states of an entry: the latest comes first, and the others find it there.
  const since = columns.indexOf('since');
  const latest = rows.toSorted((a, b) => Number(b.values[since]) - Number(a.values[since]));
  let came = 0;
  for (const { rowId, values } of latest) {
    const row = columns.map((name, at) => (name === 'seq' ? rowId : (values[at] ?? null)));
    came += insert(db, 'outbox', columns, row) ?? 0;
  }
  return came;
}

function columnsOf(db: Database, table: string): readonly string[] {
  return db.all(`SELECT name FROM pragma_table_info('${table}')`).map((row) => String(row['name']));
}

/** Null where a rule of the table refuses the row. */
function insert(
  db: Database,
  table: string,
  columns: readonly string[],
  values: readonly SqlValue[],
): number | null {
  const list = columns.map((name) => `"${name}"`).join(', ');
  const marks = columns.map(() => '?').join(', ');
  try {
    return db.run(`INSERT OR IGNORE INTO "${table}" (${list}) VALUES (${marks})`, values);
  } catch (error) {
    if (isRefusedRow(error)) return null;
    throw error;
  }
}

function fillTable(db: Database, file: DatabaseSync, table: string): Filled {
  const wanted = columnsOf(db, table);
  const there = attempt(() => file.prepare(`SELECT name FROM pragma_table_info('${table}')`).all()) ?? [];
  const columns = wanted.filter((name) => there.some((column) => column['name'] === name));
  if (columns.length === 0) return { rows: 0, whole: false };
  const list = columns.map((name) => `"${name}"`).join(', ');
  let rows = 0;
  let whole = true;
  for (const row of readable(file, table, list)) {
    const came =
      row === UNREADABLE
        ? null
        : insert(
            db,
            table,
            columns,
            columns.map((name) => row[name] as SqlValue),
          );
    // One that a rule of the table refuses is as unreadable as one that could not be read.
    if (came === null) whole = false;
    rows += came ?? 0;
  }
  return { rows, whole };
}

const UNREADABLE = Symbol('unreadable');

/** The rows of a table in the order they were written, one at a time, so that a damaged page costs only what is on it. */
function* readable(
  file: DatabaseSync,
  table: string,
  list: string,
): Generator<Record<string, unknown> | typeof UNREADABLE> {
  const next = attempt(() =>
    file.prepare(`SELECT rowid AS "row id", ${list} FROM "${table}" WHERE rowid > ? LIMIT 1`),
  );
  const one = attempt(() =>
    file.prepare(`SELECT rowid AS "row id", ${list} FROM "${table}" WHERE rowid = ?`),
  );
  if (!next || !one) {
    yield UNREADABLE;
    return;
  }
  const last = lastRowId(file, table);
  for (let at = 0; ; ) {
    const row = attempt(() => next.get(at) ?? null);
    if (row === null) return;
    if (row !== undefined) {
      at = Number(row['row id']);
      yield row;
      continue;
    }
    // The next row is on a damaged page: every number up to the last is tried by itself.
    yield UNREADABLE;
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
  return Number.isNaN(known) ? MAX_ROWS : known;
}

const MAX_ROWS = 100_000;

/** What `work` returns; undefined where the file is too damaged for it. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (isDamage(error)) return undefined;
    throw error;
  }
}
