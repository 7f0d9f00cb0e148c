import Store from 'electron-store';
import { PRIVATE_FILE } from '../lib/private-files.ts';
import type { Logger, Settings } from '../ports.ts';
import { openSettingsOver } from './settings-file.ts';

/** Small settings through electron-store, with a last good copy beside it: see {@link openSettingsOver}. */
export function openSettings(folder: string, logger: Logger): Settings {
  return openSettingsOver(
    folder,
    logger,
    (cwd, name) =>
      new Store<Record<string, unknown>>({
        name,
        cwd,
        clearInvalidConfig: false,
        configFileMode: PRIVATE_FILE,
      }),
  );
}
