import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where the ledger's head is kept, apart from the database. */
export interface HeadFile {
  /** Null where nothing is kept. */
  readonly read: () => string | null;
  /** Keeps this in place of what was kept; whole or not at all. Throws where the disk would not take it. */
  readonly write: (text: string) => void;
}

/** Keeps the head in a small file of its own: written beside it, synced, then put in its place. */
export function createHeadFile(path: string): HeadFile {
  return {
    read: () => {
      try {
        return readFileSync(path, 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        // A file that is there but cannot be read is not the head we kept.
        return '';
      }
    },
    write: (text) => {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const beside = `${path}.new`;
      const file = openSync(beside, 'w', 0o600);
      try {
        writeSync(file, text);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(beside, path);
    },
  };
}
