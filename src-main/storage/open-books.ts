import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { Database, KeyStore } from '../ports.ts';
import { migrate } from './migrate.ts';
import { diskError, type OpenError, openSqlite } from './sqlite.ts';

/**
 * Opens the kiosk's database for one set of books: Training, or one live restaurant. The file is stamped with that at its
 * first opening, and any other opening is refused: what was given in Training can never be sent to a real restaurant,
 * nor one restaurant's credit to another's.
 * @param checked whether the file has just been found whole.
 */
export function openBooks(path: string, books: string, checked = false): Result<Database, OpenError> {
  const opened = openSqlite(path, checked);
  if (!opened.ok) return opened;
  const db = opened.value;
  try {
    const migrated = migrate(db, path);
    if (!migrated.ok) {
      db.close();
      return migrated;
    }
    const meta = createMeta(db);
    const stamped = meta.get('books');
    if (stamped === null) meta.set('books', books);
    else if (stamped !== books) {
      db.close();
      return err({ code: 'other-books', path, found: stamped });
    }
  } catch (error) {
    // A full disk, say: nothing may hold the file open that nobody uses.
    db.close();
    return err(diskError(error, path));
  }
  return ok(db);
}

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
