import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from '../lib/sync-folder.ts';

/**
 * Writes a file so that a kill or a power cut leaves the old one or the new one, whole. Throws where the disk refuses.
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const beside = `${path}.new`;
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(beside, 'w', 0o644);
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
  syncFolder(dirname(path));
}

/** JSON of a small regular file; undefined where there is none, it is longer than `most` bytes, or it cannot be read. */
export function readJson(path: string, most: number): unknown {
  try {
    const found = lstatSync(path);
    if (!found.isFile() || found.size > most) return undefined;
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** What a disk's error means to a person. */
export function diskRefusal(error: unknown): 'disk-full' | 'disk-failing' {
  const code = error instanceof Error ? String(Reflect.get(error, 'code')) : '';
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code) ? 'disk-full' : 'disk-failing';
}
