import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Store from 'electron-store';
import { PRIVATE_FILE } from '../lib/private-files.ts';
import type { Logger, SettingKey, Settings } from '../ports.ts';

const NAME = 'settings';

/**
 * Small settings through electron-store, with a copy in memory (its every `get` would read the file again). A file that
 * cannot be read is set aside, never wiped: settings begin anew, and the log says where the old file is.
 */
export function openSettings(folder: string, logger: Logger): Settings {
  const open = () =>
    new Store<Record<string, unknown>>({
      name: NAME,
      cwd: folder,
      clearInvalidConfig: false,
      configFileMode: PRIVATE_FILE,
    });
  let store: ReturnType<typeof open>;
  try {
    store = open();
  } catch (error) {
    const path = join(folder, `${NAME}.json`);
    const aside = `${path}.damaged-${Date.now()}`;
    if (existsSync(path)) renameSync(path, aside);
    logger.warn('settings-damaged', { aside, error: error instanceof Error ? error.message : String(error) });
    store = open();
  }
  const values = new Map<string, unknown>(Object.entries(store.store));
  return {
    get: (key: SettingKey) => values.get(key),
    set: (key: SettingKey, value: unknown) => {
      values.set(key, value);
      try {
        store.set(key, value);
        return true;
      } catch (error) {
        // A language that is forgotten at the next start is no reason to stop.
        logger.warn('setting-not-saved', {
          key,
          error: error instanceof Error ? error.message : String(error),
        });
        return false;
      }
    },
  };
}
