import { readdir, readFile, stat, statfs } from 'node:fs/promises';
import { hostname, release, type } from 'node:os';
import { join } from 'node:path';
import type { Device } from '../ports.ts';

/** This PC: its name, its system, the room on its disk, and the log files in that folder. */
export function createDevice(logFolder: string): Device {
  return {
    name: hostname(),
    system: `${type()} ${release()}`,
    freeBytes: async (folder) => {
      try {
        const { bavail, bsize } = await statfs(folder);
        return bavail * bsize;
      } catch {
        return null;
      }
    },
    logs: async () => {
      const names = (await readdir(logFolder).catch(() => [])).filter((name) => name.endsWith('.log'));
      const found = await Promise.all(
        names.map(async (name) => {
          const path = join(logFolder, name);
          return { name, text: await readFile(path, 'utf8'), changed: (await stat(path)).mtimeMs };
        }),
      );
      return found.sort((a, b) => b.changed - a.changed).map(({ name, text }) => ({ name, text }));
    },
  };
}
