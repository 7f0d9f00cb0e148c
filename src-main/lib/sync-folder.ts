import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes sure that new names in a folder outlive a power cut. Windows has no such call, and needs none on NTFS. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
