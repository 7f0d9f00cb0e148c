import { chmodSync, closeSync, type Dirent, lstatSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What only the kiosk's own user may read. Windows has rights of its own, from the profile's folder. */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

/** Makes an empty file that is private from its first moment, for a program that would make it readable by others. */
export function makePrivateFile(path: string): void {
  closeSync(openSync(path, 'a', PRIVATE_FILE));
}

/**
 * Makes a folder of ours and all in it private, also what an earlier version left readable. A folder that is not there, or
 * what cannot be changed (another owner), is left as it is; links are not followed.
 */
export function keepPrivate(folder: string): void {
  if (process.platform === 'win32') return;
  change(folder, PRIVATE_FOLDER);
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) keepPrivate(path);
    else if (entry.isFile()) change(path, PRIVATE_FILE);
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function change(path: string, mode: number): void {
  try {
    if ((lstatSync(path).mode & 0o777) !== mode) chmodSync(path, mode);
  } catch {
    // Gone meanwhile, or another user's.
  }
}
