import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Rng } from '../../../src-main/sandbox/data/rng.ts';

/** Someone with the files, a SQLite shell and no key changes one thing. Returns what was done, in words. */
export function editOnce(dir: string, rng: Rng): string {
  const roll = rng.next();
  if (roll < 0.06) return editText(join(dir, 'ledger-heads', 'training.json'), rng);
  if (roll < 0.1) {
    const folder = join(dir, 'training', 'copies');
    const [copy] = existsSync(folder) ? readdirSync(folder) : [];
    if (copy !== undefined) return editText(join(folder, copy), rng);
  }
  return editRow(join(dir, 'training', 'kiosk.db'), join(dir, OLDER), rng);
}

/** The same records as they were earlier: rows are put back from there. */
export const OLDER = 'older.db';

export const pick = <T>(rng: Rng, from: readonly T[]): T => from[Math.floor(rng.next() * from.length)] as T;

function editText(path: string, rng: Rng): string {
  if (!existsSync(path)) return 'nothing';
  if (rng.next() < 0.2) {
    rmSync(path);
    return `${path} deleted`;
  }
  const bytes = readFileSync(path);
  const at = Math.floor(rng.next() * bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(rng.next() * 8));
  writeFileSync(path, rng.next() < 0.2 ? bytes.subarray(0, at) : bytes);
  return `${path} changed at ${at}`;
}

/** Tables that lead to money or rights, and the log, are edited more often than caches. */
const OFTEN = ['outbox', 'outbox', 'outbox', 'staff', 'staff', 'lockout', 'ledger', 'meta'];

function editRow(path: string, older: string, rng: Rng): string {
  const db = new DatabaseSync(path);
  try {
    const names = (sql: string) =>
      db
        .prepare(sql)
        .all()
        .map((row) => String(row['name']));
    for (const name of names("SELECT name FROM sqlite_schema WHERE type = 'trigger'"))
      db.exec(`DROP TRIGGER "${name}"`);
    db.exec('PRAGMA ignore_check_constraints = ON');
    const tables = names("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    const table = rng.next() < 0.8 ? pick(rng, OFTEN) : pick(rng, tables);
    const rows = db
      .prepare(`SELECT rowid AS row FROM "${table}" ORDER BY rowid`)
      .all()
      .map((row) => Number(row['row']));
    if (rows.length === 0) return `${table} is empty`;
    const [row, other] = [pick(rng, rows), pick(rng, rows)];
    const column = pick(rng, names(`SELECT name FROM pragma_table_info('${table}')`));
    const way = pick(rng, ['set', 'set', 'set', 'set', 'copy', 'delete', 'double', 'swap', 'rows', 'older']);
    const done = `${table}.${column} of row ${row}: ${way}`;
    try {
      switch (way) {
        case 'set': {
          const value = newValue(db, table, column, row, rng);
          db.prepare(`UPDATE "${table}" SET "${column}" = ? WHERE rowid = ?`).run(value, row);
          return `${done} to ${String(value).slice(0, 60)}`;
        }
        case 'copy':
          db.exec(
            `UPDATE "${table}" SET "${column}" = (SELECT "${column}" FROM "${table}" WHERE rowid = ${other}) WHERE rowid = ${row}`,
          );
          return `${done} of row ${other}`;
        case 'delete':
          db.exec(`DELETE FROM "${table}" WHERE rowid = ${row}`);
          return done;
        case 'double':
          db.exec(
            `CREATE TEMP TABLE again AS SELECT * FROM "${table}" WHERE rowid = ${row};
             UPDATE again SET "${column}" = ${typeof row === 'number' ? `'00000000-0000-4000-8000-00000000000${row % 10}'` : 0};
             INSERT OR REPLACE INTO "${table}" SELECT * FROM again`,
          );
          return done;
        case 'swap':
          db.exec(
            `CREATE TEMP TABLE two AS SELECT rowid AS r, "${column}" AS v FROM "${table}" WHERE rowid IN (${row}, ${other});
             UPDATE OR REPLACE "${table}" SET "${column}" = (SELECT v FROM two WHERE r <> "${table}".rowid)
               WHERE rowid IN (${row}, ${other}) AND ${row} <> ${other}`,
          );
          return `${done} with row ${other}`;
        case 'older':
          db.exec(`ATTACH '${older}' AS older; DELETE FROM main."${table}" WHERE rowid = ${row};
            INSERT INTO main."${table}" SELECT * FROM older."${table}" WHERE rowid = ${row}`);
          return `${table}: row ${row} put back as it was`;
        default:
          db.exec(`DELETE FROM "${table}" WHERE rowid >= ${row}`);
          return `${table}: every row from ${row} deleted`;
      }
    } catch (error) {
      // A rule of the table that SQLite itself keeps to: the edit was not made.
      return `${done}: refused (${error instanceof Error ? error.message : String(error)})`;
    }
  } finally {
    db.close();
  }
}

function newValue(
  db: DatabaseSync,
  table: string,
  column: string,
  row: number,
  rng: Rng,
): string | number | bigint | null {
  const kind = String(
    db.prepare(`SELECT type FROM pragma_table_info('${table}') WHERE name = ?`).get(column)?.['type'],
  );
  const statement = db.prepare(`SELECT "${column}" AS v FROM "${table}" WHERE rowid = ?`);
  statement.setReadBigInts(true);
  const old = statement.get(row)?.['v'];
  if (kind === 'INTEGER') {
    const was = typeof old === 'bigint' ? old : 0n;
    return pick(rng, [
      was + 1n,
      was - 1n,
      was ^ 4n,
      0n,
      1n,
      was * 100n,
      9_223_372_036_854_775_807n,
      -1n,
      null,
    ]);
  }
  const was = typeof old === 'string' ? old : '';
  const at = Math.floor(rng.next() * was.length);
  return pick(rng, [
    `${was.slice(0, at)}${String.fromCharCode(33 + Math.floor(rng.next() * 90))}${was.slice(at + 1)}`,
    was.slice(0, at),
    was.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
    '',
    'manager',
    '{}',
    '{"state":"queued","delayMs":0,"attempts":0,"doubt":false}',
    '{"state":"settled","how":"found"}',
    null,
  ]);
}
