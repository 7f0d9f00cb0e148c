import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { assertNever, err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { UpdateRefusal } from '../../src-preload/contract/update.ts';
import { syncFolder } from '../lib/sync-folder.ts';
import { pathOf, type Release } from './releases.ts';
import type { UpdateSource } from './source.ts';
import { diskRefusal } from './whole-file.ts';

/** What must stay free beside the installer, bytes: records and logs are written meanwhile. */
const STAYS_FREE = 200_000_000;

/**
 * Brings a release's installer into `folder`, verified: its path. Until it is whole and verified it has another name, so that
 * what a kill or a lying source left is never taken for it. What is there and right is not fetched again.
 */
export async function stage(options: {
  readonly release: Release;
  readonly source: UpdateSource;
  readonly folder: string;
  /** What the disk under a folder can take, bytes; null where the system does not say. */
  readonly freeBytes: (folder: string) => Promise<number | null>;
}): Promise<Result<string, UpdateRefusal>> {
  const { release, source, folder, freeBytes } = options;
  const path = join(folder, ...pathOf(release).split('/'));
  const part = `${path}.part`;
  try {
    if (await isWhole(path, release)) return ok(path);
    await mkdir(join(folder, 'targets'), { recursive: true });
    await rm(part, { force: true });
    const free = await freeBytes(folder);
    if (free !== null && free < release.bytes + STAYS_FREE) return err('disk-full');
    const opened = await source.open(pathOf(release));
    if (!opened.ok) {
      return err(opened.error === 'missing' ? 'server-wrong' : opened.error);
    }
    const saved = await save(opened.value, part, release);
    if (saved !== null) {
      await rm(part, { force: true });
      return err(saved);
    }
    await rename(part, path);
    syncFolder(join(folder, 'targets'));
    return ok(path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    return err(diskRefusal(error));
  }
}

/** Removes every installer from `folder`, whole or not, but those of these releases. */
export async function sweep(folder: string, keep: readonly Release[]): Promise<void> {
  const names = new Set(keep.map((release) => basename(pathOf(release))));
  const found = await readdir(join(folder, 'targets')).catch(() => []);
  for (const name of found) {
    if (!names.has(name)) await rm(join(folder, 'targets', name), { force: true }).catch(() => {});
  }
}

async function isWhole(path: string, release: Release): Promise<boolean> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const piece of createReadStream(path)) {
      hash.update(piece);
      bytes += piece.length;
      if (bytes > release.bytes) return false;
    }
  } catch {
    return false;
  }
  return bytes === release.bytes && hash.digest('hex') === release.sha256;
}

/** Saves what comes, as far as the release's size; null where it is the release. A disk that refuses throws. */
async function save(
  pieces: AsyncIterable<Uint8Array>,
  path: string,
  release: Release,
): Promise<UpdateRefusal | null> {
  const file = await open(path, 'wx', 0o600);
  try {
    const end = await copy(pieces, file, release);
    switch (end) {
      case 'whole':
        await file.sync();
        return null;
      case 'cut':
        return 'unreachable';
      case 'too-large':
      case 'incomplete':
      case 'altered':
        return end;
      default:
        return assertNever(end, 'end of a download');
    }
  } finally {
    await file.close();
  }
}

async function copy(
  pieces: AsyncIterable<Uint8Array>,
  file: FileHandle,
  release: Release,
): Promise<'whole' | 'cut' | 'too-large' | 'incomplete' | 'altered'> {
  const hash = createHash('sha256');
  let bytes = 0;
  const reader = pieces[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await reader.next().catch(() => null);
      if (next === null) return 'cut';
      if (next.done === true) break;
      bytes += next.value.length;
      if (bytes > release.bytes) return 'too-large';
      hash.update(next.value);
      await file.write(next.value);
    }
  } finally {
    await reader.return?.().catch(() => {});
  }
  if (bytes < release.bytes) return 'incomplete';
  return hash.digest('hex') === release.sha256 ? 'whole' : 'altered';
}
