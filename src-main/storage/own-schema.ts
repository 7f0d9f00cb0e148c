import { DatabaseSync } from 'node:sqlite';
import type { Database } from '../ports.ts';
import { STEPS } from './migrate.ts';

interface Part {
  readonly type: string;
  readonly name: string;
  /** What makes it; empty for none. */
  readonly sql: string;
  /** The same for the same part, also where an earlier version's text had its spaces elsewhere. */
  readonly shape: string;
}

/** What SQLite itself keeps in a schema is left out; a trigger or a view under such a name is not SQLite's. */
const SCHEMA = `SELECT type, name, tbl_name, sql FROM sqlite_schema
  WHERE NOT (type IN ('table', 'index') AND name LIKE 'sqlite\\_%' ESCAPE '\\') ORDER BY type, name`;

const partsOf = (rows: readonly Readonly<Record<string, unknown>>[]): readonly Part[] =>
  rows.map((row) => {
    const [type, name, sql] = [String(row['type']), String(row['name']), String(row['sql'] ?? '')];
    const tidy = sql.replace(/\s+/g, ' ').replace(/ ?([(),]) ?/g, '$1');
    return { type, name, sql, shape: JSON.stringify([type, name, row['tbl_name'], tidy]) };
  });

let own: readonly Part[] | null = null;

/** The schema that the migrations make. */
function ownParts(): readonly Part[] {
  if (own !== null) return own;
  const empty = new DatabaseSync(':memory:');
  for (const step of STEPS) empty.exec(step);
  own = partsOf(empty.prepare(SCHEMA).all());
  empty.close();
  return own;
}

/**
 * Takes away the triggers, views and indexes of a migrated database that are not this program's, and puts back those that
 * are missing: a trigger that someone put in would change rows before they are sealed.
 * @returns false where a table is another than this program's, or is missing: then the database is damaged.
 */
export function mendSchema(db: Pick<Database, 'all' | 'exec' | 'transaction'>): boolean {
  const [ours, found] = [ownParts(), partsOf(db.all(SCHEMA))];
  const without = (parts: readonly Part[], others: readonly Part[]): readonly Part[] => {
    const known = new Set(others.map(({ shape }) => shape));
    return parts.filter(({ shape }) => !known.has(shape));
  };
  const [foreign, missing] = [without(found, ours), without(ours, found)];
  if (foreign.length + missing.length === 0) return true;
  if ([...foreign, ...missing].some(({ type }) => type === 'table')) return false;
  try {
    db.transaction(() => {
      for (const { type, name } of foreign) db.exec(`DROP ${type} "${name.replaceAll('"', '""')}"`);
      for (const { sql } of missing) db.exec(sql);
    });
    return true;
  } catch {
    return false;
  }
}
