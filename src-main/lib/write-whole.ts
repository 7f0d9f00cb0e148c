import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from './sync-folder.ts';

/**
 * Writes a file so that a kill or a power cut leaves the old one or the new one, whole. Throws where the disk refuses.
 * @param modes rights of the file, and of its folder where that has to be made; others may read it where none are given.
 */
export function writeWhole(
  path: string,
  content: string | Uint8Array,
  modes: { readonly file: number; readonly folder: number } = { file: 0o644, folder: 0o777 },
): void {
  const beside = `${path}.new`;
  mkdirSync(dirname(path), { recursive: true, mode: modes.folder });
  const file = openSync(beside, 'w', modes.file);
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
