import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LastGood } from '../config/last-good.ts';
import { type ConfigFile, type LoadedConfig, loadConfig } from '../config/load.ts';
import { OWN_FILE } from '../config/own.ts';
import type { Logger, StaffFile } from '../ports.ts';

/** Where the admin puts the configuration file on this system. */
function adminPath(): string {
  if (process.platform !== 'win32') return '/etc/hoststand/config.json';
  return join(process.env['ProgramData'] ?? 'C:\\ProgramData', 'Hoststand', 'config.json');
}

/**
 * Reads the layers of configuration; `own` is what managers chose on this kiosk. From the environment it takes `HOSTSTAND_CONFIG` (JSON) and
 * `HOSTSTAND_CONFIG_FILE` (a path in place of the admin's), in development only: an installed kiosk heeds neither.
 */
export function readConfig(
  lastGood: LastGood,
  packaged: boolean,
  logger: Logger,
  own: unknown,
): LoadedConfig & { readonly file: string } {
  const environment = packaged ? {} : process.env;
  const path = environment['HOSTSTAND_CONFIG_FILE'] ?? adminPath();
  const text = environment['HOSTSTAND_CONFIG'];
  const loaded = loadConfig(
    readAdminFile(path, logger),
    lastGood.get(),
    text === undefined ? null : { path: 'HOSTSTAND_CONFIG', text },
    own,
  );
  for (const { file, key, problem } of loaded.problems) logger.warn('config-problem', { file, key, problem });
  const good = loaded.problems.every(({ file }) => file === OWN_FILE);
  if (good) lastGood.keep(loaded.lastGood);
  return { ...loaded, file: path };
}

/** `staff.csv` beside the configuration: where the admin may write, and staff may not. */
export function staffFileBeside(packaged: boolean): StaffFile {
  const config = (packaged ? undefined : process.env['HOSTSTAND_CONFIG_FILE']) ?? adminPath();
  const path = join(dirname(config), 'staff.csv');
  return {
    path,
    read: () => {
      try {
        return readFileSync(path, 'utf8');
      } catch {
        return null;
      }
    },
  };
}

function readAdminFile(path: string, logger: Logger): ConfigFile {
  try {
    return { path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!missing) {
      logger.warn('config-unreadable', {
        path,
        error: error instanceof Error ? error.message : String(error),
      });
    }
    // A file that is there but cannot be read is a mistake to be shown, not an absence.
    return { path, text: missing ? null : '' };
  }
}
