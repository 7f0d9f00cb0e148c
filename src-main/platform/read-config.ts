import { readFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { LANGUAGES } from '../../src-preload/contract/status.ts';
import { errorText } from '../lib/error-words.ts';
import type { Logger, StaffFile } from '../ports.ts';
import type { LastGood } from '../settings/last-good.ts';
import { type ConfigFile, type LoadedConfig, loadConfig } from '../settings/load.ts';
import { OWN_FILE } from '../settings/own.ts';
import { type OnlyAdminsWrite, onlyAdminsWrite } from './admin-rights.ts';

/**
 * Where the admin puts the configuration file on this system. Not by `%ProgramData%`, which anyone may set for
 * themselves: the folder of that name on the drive the program is on.
 */
function adminPath(): string {
  if (process.platform !== 'win32') return '/etc/hoststand/config.json';
  return join(parse(process.execPath).root, 'ProgramData', 'Hoststand', 'config.json');
}

const NOT_BY_ADMIN = {
  en: 'not used, because people without administrator rights can write this file or its folder. Have an administrator take those rights away.',
  es: 'no se usa, porque personas sin permisos de administrador pueden escribir este archivo o su carpeta. Pida a un administrador que quite esos permisos.',
} as const;

/**
 * Reads the layers of configuration; `own` is what managers chose on this kiosk. From the environment it takes `HOSTSTAND_CONFIG` (JSON) and
 * `HOSTSTAND_CONFIG_FILE` (a path in place of the admin's), in development only: an installed kiosk heeds neither, and
 * believes the admin's file only where none but administrators can have written it.
 */
export function createConfigReader(
  ports: ReaderPorts,
): (own: unknown) => LoadedConfig & { readonly file: string } {
  // Asked often: problems are logged once, until there are others.
  let logged = '[]';
  return (own) => {
    const loaded = readConfig(ports, own);
    const problems = JSON.stringify(loaded.problems);
    if (problems !== logged) {
      logged = problems;
      for (const { file, key, problem } of loaded.problems) {
        ports.logger.warn('config-problem', { file, key, problem });
      }
    }
    return loaded;
  };
}

export interface ReaderPorts {
  readonly lastGood: Pick<LastGood, 'get' | 'keep'>;
  /** Installed, as against started from the sources. */
  readonly installed: boolean;
  readonly logger: Logger;
  /** The language chosen on this kiosk, if any. */
  readonly language: () => unknown;
  /** Where the admin's file is, and whether none but administrators write it. The system's own where left out. */
  readonly admin?: { readonly path: string; readonly onlyAdminsWrite: OnlyAdminsWrite };
}

function readConfig(
  {
    lastGood,
    installed,
    logger,
    language: chosenLanguage,
    admin = { path: adminPath(), onlyAdminsWrite },
  }: ReaderPorts,
  own: unknown,
): LoadedConfig & { readonly file: string } {
  const environment = installed ? {} : process.env;
  const path = environment['HOSTSTAND_CONFIG_FILE'] ?? admin.path;
  const text = environment['HOSTSTAND_CONFIG'];
  const loaded = loadConfig(
    readAdminFile(path, logger, installed ? admin.onlyAdminsWrite : () => true),
    lastGood.get(),
    text === undefined ? null : { path: 'HOSTSTAND_CONFIG', text },
    own,
  );
  const chosen = chosenLanguage();
  const language = LANGUAGES.find((each) => each === chosen) ?? loaded.config.language;
  const problems = loaded.problems.map((each) =>
    each.problem === NOT_BY_ADMIN.en ? { ...each, problem: NOT_BY_ADMIN[language] } : each,
  );
  const good = problems.every(({ file }) => file === OWN_FILE);
  if (good) lastGood.keep(loaded.lastGood);
  return { ...loaded, problems, file: path };
}

/** `staff.csv` beside the configuration: where the admin may write, and staff may not. */
export function staffFileBeside(installed: boolean): StaffFile {
  const config = (installed ? undefined : process.env['HOSTSTAND_CONFIG_FILE']) ?? adminPath();
  const path = join(dirname(config), 'staff.csv');
  return {
    path,
    read: () => {
      try {
        // What anyone may have written is no list of an admin's.
        if (installed && !onlyAdminsWrite(path)) return null;
        return readFileSync(path, 'utf8');
      } catch {
        return null;
      }
    },
  };
}

function readAdminFile(path: string, logger: Logger, believed: OnlyAdminsWrite): ConfigFile {
  try {
    if (!believed(path)) return { path, text: '', refused: NOT_BY_ADMIN.en };
    return { path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!missing) {
      logger.warn('config-unreadable', {
        path,
        error: errorText(error),
      });
    }
    // A file that is there but cannot be read is a mistake to be shown, not an absence.
    return { path, text: missing ? null : '' };
  }
}
