import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSettingsOver } from '../../../src-main/platform/settings-file.ts';
import type { Settings } from '../../../src-main/ports.ts';
import { createFakeLogger } from '../../../src-main/testing/fakes.ts';

/** The product's settings in a file of this folder, written as electron-store does: whole, beside it, then renamed. */
export function openFileSettings(folder: string): Settings {
  return openSettingsOver(folder, createFakeLogger(), (where, name) => {
    const path = join(where, `${name}.json`);
    return {
      get store() {
        return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>) : {};
      },
      set store(values) {
        writeFileSync(`${path}.writing`, JSON.stringify(values));
        renameSync(`${path}.writing`, path);
      },
    };
  });
}
