import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { Database, KeyStore } from '../ports.ts';
import { migrate } from './migrate.ts';
import { mendSchema } from './own-schema.ts';
import { diskError, type OpenError, openSqlite } from './sqlite.ts';

/**
 * Opens the kiosk's database for Training or for one live restaurant. The file is stamped with that at its
 * first opening, and any other opening is refused: what was given in Training can never be sent to a real restaurant,
 * nor one restaurant's credit to another's.
 * @param checked whether the file has just been found whole.
 */
export function openDatabase(
  path: string,
  databaseStamp: string,
  checked = false,
): Result<Database, OpenError> {
  const opened = openSqlite(path, checked);
  if (!opened.ok) return opened;
  const db = opened.value;
  try {
    const migrated = migrate(db, path);
    if (!migrated.ok) {
      db.close();
      return migrated;
    }
    if (!mendSchema(db)) {
      db.close();
      return err({ code: 'damaged', path, detail: 'a table is not as this program makes it' });
    }
    const unreadable = outOfBounds(db);
    if (unreadable !== null) {
      db.close();
      return err({ code: 'damaged', path, detail: `${unreadable} holds a number out of bounds` });
    }
    const meta = createMeta(db);
    const stamped = meta.get('books');
    if (stamped === null) meta.set('books', databaseStamp);
    else if (stamped !== databaseStamp) {
      db.close();
      return err({ code: 'other-books', path, found: stamped });
    }
  } catch (error) {
    // For example a full disk: the unused file must not stay open.
    db.close();
    return err(diskError(error, path));
  }
  return ok(db);
}

/** The first column that holds a number no program of ours can read, and so none has written; null where there is none. */
function outOfBounds(db: Database): string | null {
  const columns = db.all(
    `SELECT t.name AS "table", c.name AS "column" FROM sqlite_schema t, pragma_table_info(t.name) c
     WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND c.type = 'INTEGER'`,
  );
  const tables = Map.groupBy(columns, (row) => String(row['table']));
  for (const [table, of] of tables) {
    const bad = of.map(({ column }) => `"${column}" NOT BETWEEN ${-MAX_INT} AND ${MAX_INT}`).join(' OR ');
    if (db.get(`SELECT 1 AS found FROM "${table}" WHERE ${bad} LIMIT 1`)) return table;
  }
  return null;
}

/** Whole numbers up to here are exact. */
const MAX_INT = Number.MAX_SAFE_INTEGER;

/** Small facts about this database, kept inside it. */
export function createMeta(db: Database): KeyStore {
  return {
    get: (key) => {
      const value = db.get('SELECT value FROM meta WHERE key = ?', [key])?.['value'];
      return typeof value === 'string' ? value : null;
    },
    set: (key, value) => {
      db.run(
        'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
        [key, value],
      );
    },
  };
}
