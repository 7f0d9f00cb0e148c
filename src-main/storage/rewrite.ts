import { copyFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makePrivateFile } from '../lib/private-files.ts';
import { syncFolder } from '../lib/sync-folder.ts';
import type { Database } from '../ports.ts';
import { copiesOf } from './copies.ts';
import { SEALS_ROWS, SEALS_WORDS } from './migrate.ts';
import { withoutWords } from './migrations/0008-refusal-words.ts';
import { openForReading, openSqlite } from './sqlite.ts';

/** Changes rows so that no file keeps a byte of what they were. Throws where the disk refuses; the rows are whole then, changed or not. */
export function changeForGood(db: Database, change: () => void): void {
  // What is taken out is written over. A row that moves within its page can still leave a piece: the file is made again without any.
  db.exec('PRAGMA secure_delete = ON');
  try {
    db.transaction(change);
    db.exec('VACUUM');
    // The log still holds pages as they were, and until now so does the file.
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    db.exec('PRAGMA secure_delete = OFF');
  }
}

/** What the program that would go on from a copy can read. */
export interface Knows {
  readonly sealedWords: boolean;
  readonly sealedRows: boolean;
}

/**
 * Changes each daily copy of a database, and each one that a migration left, for which `isNeeded` says so: whole or not at all, under its own
 * date. One that cannot be read is left as it is. Throws where the disk refuses.
 */
export function changeCopies(
  path: string,
  isNeeded: (copy: Database) => boolean,
  change: (copy: Database, knows: Knows) => void,
): void {
  const daily = copiesOf(path);
  for (const file of [...daily, ...beforeMigrations(path)]) {
    const half = `${file}.half`;
    // An earlier start was killed here.
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(half + end, { force: true });
    const version = versionWhere(file, isNeeded);
    if (version === null) continue;
    const { atime, mtime } = statSync(file);
    makePrivateFile(half);
    copyFileSync(file, half);
    const opened = openSqlite(half);
    if (!opened.ok) {
      rmSync(half, { force: true });
      continue;
    }
    const copy = opened.value;
    try {
      changeForGood(copy, () => {
        if (version < SEALS_WORDS) copy.exec(withoutWords('main'));
        // A daily copy is read by this program, no matter what wrote it.
        const sealedWords = daily.includes(file) || version >= SEALS_WORDS;
        change(copy, { sealedWords, sealedRows: version >= SEALS_ROWS });
      });
      copy.exec('PRAGMA journal_mode = DELETE');
    } finally {
      copy.close();
    }
    utimesSync(half, atime, mtime);
    renameSync(half, file);
    syncFolder(dirname(file));
  }
}

function beforeMigrations(path: string): readonly string[] {
  const start = `${basename(path)}.before-v`;
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(start) && /^\d+$/.test(name.slice(start.length)))
    .map((name) => join(dirname(path), name));
}

/** The schema's version of a file that can be read and holds what is looked for; null for all others. */
function versionWhere(file: string, isNeeded: (copy: Database) => boolean): number | null {
  const copy = openForReading(file);
  if (copy === null) return null;
  try {
    const version = Number(copy.get('PRAGMA user_version')?.['user_version'] ?? 0);
    return version < SEALS_WORDS || isNeeded(copy) ? version : null;
  } catch {
    return null;
  } finally {
    copy.close();
  }
}
