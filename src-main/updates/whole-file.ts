import { lstatSync, readFileSync } from 'node:fs';

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
