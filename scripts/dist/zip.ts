import { createWriteStream, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { filesUnder } from './file-list.ts';

/** Packs a folder as `top/...`: sorted, one time for all, modes kept. The same folder makes the same bytes in every time zone. */
export async function zipFolder(folder: string, top: string, epoch: number, to: string): Promise<void> {
  const zip = new ZipFile();
  // ZIP writes the time of the builder's own zone: the moment is moved, so that each zone writes UTC.
  const utc = new Date(epoch * 1000);
  const mtime = new Date(utc.getTime() + utc.getTimezoneOffset() * 60_000);
  for (const file of filesUnder(folder)) {
    const path = join(folder, file);
    zip.addFile(path, `${top}/${file}`, { mtime, mode: lstatSync(path).mode, forceDosTimestamp: true });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(to));
}
