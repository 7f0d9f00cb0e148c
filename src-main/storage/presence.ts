import { type BigIntStats, statSync } from 'node:fs';

/** Thrown by a write whose database file is no longer the one that is open: it was deleted, replaced or cut short. */
export class RecordsGone extends Error {}

/** Watches whether the files that a database has open are still those at their path. */
export interface Presence {
  /** False once a file was deleted, replaced or cut short under us. */
  readonly isThere: () => boolean;
  /** What we ourselves did to the files is known. To be called after each statement. */
  readonly note: () => void;
}

interface Mark {
  readonly device: bigint;
  readonly file: bigint;
  readonly size: bigint;
}

/**
 * Watches a database file and its write-ahead log. On Linux and macOS an open file can be deleted or replaced, and every
 * write then still succeeds. On Windows an open file can be neither, and the numbers of files are not to be relied on
 * everywhere, so there only a missing file counts. What cannot be looked at just now is taken to be there.
 */
export function watchPresence(path: string, platform: NodeJS.Platform = process.platform): Presence {
  const marks = new Map<string, Mark | null>([
    [path, null],
    [`${path}-wal`, null],
  ]);
  const note = (): void => {
    for (const [file, known] of marks) {
      const now = look(file);
      // Only ever our own file: one that was put in its place is not noted, so that it is noticed.
      if (now !== null && now !== 'unknown' && (known === null || isSame(known, now))) marks.set(file, now);
    }
  };
  note();
  return {
    note,
    isThere: () => {
      for (const [file, known] of marks) {
        if (known === null) continue;
        const now = look(file);
        if (now === 'unknown') continue;
        if (now === null) return false;
        if (platform === 'win32') continue;
        if (!isSame(known, now) || now.size < known.size) return false;
      }
      return true;
    },
  };
}

/** Null where there is no such file. */
function look(file: string): Mark | null | 'unknown' {
  let found: BigIntStats | undefined;
  try {
    found = statSync(file, { bigint: true, throwIfNoEntry: false });
  } catch {
    return 'unknown';
  }
  return found ? { device: found.dev, file: found.ino, size: found.size } : null;
}

function isSame(a: Mark, b: Mark): boolean {
  return a.device === b.device && a.file === b.file;
}
