import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';

/** A folder in which an admin puts files of one kind for the kiosk to read. */
export interface ImportFolder {
  readonly path: string;
  /** Its files of that kind, newest first, at most `most`. None where the folder is not there. */
  readonly list: () => readonly ImportFile[];
  /** The whole text of one of them. Reads no more than the largest such file has. */
  readonly read: (name: string) => Result<string, 'missing' | 'too-large'>;
}

interface ImportFile {
  readonly name: string;
  /** When it was last written (UTC ms). */
  readonly at: number;
}

/** So many are listed. */
const MOST = 4;

/** @param ends how the names end, such as `.hoststand`. @param maxBytes the largest file of that kind. */
export function createImportFolder(path: string, ends: string, maxBytes: number): ImportFolder {
  const list = (): readonly ImportFile[] => {
    try {
      return readdirSync(path)
        .filter((name) => name.endsWith(ends))
        .flatMap((name) => {
          const stat = lstatSync(join(path, name), { throwIfNoEntry: false });
          return stat?.isFile() ? [{ name, at: Math.floor(stat.mtimeMs) }] : [];
        })
        .sort((a, b) => b.at - a.at || a.name.localeCompare(b.name))
        .slice(0, MOST);
    } catch {
      return [];
    }
  };
  return {
    path,
    list,
    read: (name) => {
      // A name that is listed leads nowhere else.
      if (!list().some((file) => file.name === name)) return err('missing');
      try {
        return readBounded(join(path, name), maxBytes);
      } catch {
        return err('missing');
      }
    },
  };
}

function readBounded(path: string, maxBytes: number): Result<string, 'too-large'> {
  const handle = openSync(path, constants.O_RDONLY);
  try {
    if (fstatSync(handle).size > maxBytes) return err('too-large');
    const bytes = Buffer.alloc(maxBytes + 1);
    let length = 0;
    for (;;) {
      const read = readSync(handle, bytes, length, bytes.length - length, null);
      length += read;
      if (length > maxBytes) return err('too-large');
      if (read === 0) return ok(bytes.toString('utf8', 0, length));
    }
  } finally {
    closeSync(handle);
  }
}
