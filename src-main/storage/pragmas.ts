import type { DatabaseSync } from 'node:sqlite';

const REQUIRED_PRAGMAS = [
  ['locking_mode', 'EXCLUSIVE', 'exclusive'],
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
] as const;

/** Makes sure that a commit means "on disk" and that no other process writes. Throws where SQLite refuses a setting. */
export function setPragmas(handle: DatabaseSync): void {
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
