import { rmSync } from 'node:fs';
import { makePrivateFile } from '../lib/private-files.ts';
import type { Database } from '../ports.ts';

/** Sealed rows of guests, in this and in older schemas: a cache that no copy is needed of. */
const OF_GUESTS = ['guest_page', 'guest_history', 'guest_directory'];

/**
 * Writes the database into a new file at `to`, without the guests this kiosk remembers: one who is forgotten must not
 * live on in copies. What stood at `to` is replaced. Throws where the disk refuses; then nothing is at `to`.
 */
export function copyDatabase(db: Database, to: string): void {
  rmSync(to, { force: true });
  try {
    // An empty file is one that it writes into.
    makePrivateFile(to);
    db.run('VACUUM INTO ?', [to]);
    db.run('ATTACH DATABASE ? AS copied', [to]);
    try {
      db.exec('PRAGMA copied.secure_delete = ON');
      const tables = db
        .all("SELECT name FROM copied.sqlite_schema WHERE type = 'table'")
        .map(({ name }) => String(name));
      for (const table of OF_GUESTS) if (tables.includes(table)) db.exec(`DELETE FROM copied.${table}`);
    } finally {
      db.exec('DETACH DATABASE copied');
    }
  } catch (error) {
    rmSync(to, { force: true });
    throw error;
  }
}
