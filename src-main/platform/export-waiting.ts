import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { app } from 'electron';
import type { Language } from '../../src-preload/contract/status.ts';
import { type ReadingTrouble, type ReadWaiting, readWaiting, waitingList } from '../app/read-waiting.ts';
import { errorText } from '../lib/error-words.ts';
import { createWriteExport } from '../lib/export-file.ts';
import { realClock, realScheduler } from '../lib/real-time.ts';
import type { Logger } from '../ports.ts';
import type { AppConfig } from '../settings/schema.ts';
import { openProfile, ownOf } from '../setup/profile.ts';
import { isInstalled } from './installed.ts';
import { createConfigReader } from './read-config.ts';
import { createSecretBox } from './secret-box.ts';

const SWITCH = '--export-waiting';

/** 0: all was read · 1: nothing could be · 2: a part of it could not be read · 3: a kiosk is running in this account. */
type ExportExit = 0 | 1 | 2 | 3;

/** The folder after `--export-waiting`; empty where none is named; null where this is a usual start. */
export function exportFolderIn(argv: readonly string[]): string | null {
  const at = argv.findIndex((arg) => arg === SWITCH || arg.startsWith(`${SWITCH}=`));
  if (at < 0) return null;
  return argv[at]?.slice(SWITCH.length + 1) || (argv[at + 1] ?? '');
}

const QUIET: Logger = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * Instead of a kiosk: reads what waits out of this account's data folder, of which no byte changes, into a list in another folder. Opens
 * no window. Runs in the account of the kiosk, whose keyring opens notes and names.
 */
export function exportWaiting(out: string): void {
  if (!app.requestSingleInstanceLock()) {
    end(3, [
      'Hoststand is running in this account. Save the list there (Manager, This kiosk, Moving), or close it first.',
      'Hoststand está abierto en esta cuenta. Guarde la lista ahí (Gerente, Este kiosco, Mudanza) o ciérrelo primero.',
    ]);
    return;
  }
  app
    .whenReady()
    .then(() => run(out))
    .catch((error: unknown) => end(1, [errorText(error)]));
}

async function run(out: string): Promise<void> {
  const dataFolder = join(app.getPath('userData'), 'hoststand');
  if (out === '' || isInside(out, dataFolder)) {
    end(1, [
      `Name a folder outside of ${dataFolder}: hoststand ${SWITCH} DIR`,
      `Indique una carpeta fuera de ${dataFolder}: hoststand ${SWITCH} CARPETA`,
    ]);
    return;
  }
  const config = await readConfig(dataFolder);
  const found = await readWaiting({
    clock: realClock,
    scheduler: realScheduler,
    logger: QUIET,
    secretBox: createSecretBox(),
    dataFolder,
    temporary: tmpdir(),
  });
  const lines: string[] = [];
  for (const each of found) lines.push(...write(each, out, config));
  if (found.length === 0) lines.push(WORDS[config.language].nothing(dataFolder));
  end(exitOf(found), lines);
}

function exitOf(found: readonly ReadWaiting[]): ExportExit {
  if (found.every(({ troubles }) => troubles.length === 0)) return 0;
  return found.every(({ troubles }) => troubles.some(({ what }) => what === 'closed')) ? 1 : 2;
}

const isInside = (path: string, folder: string): boolean => {
  const real = (it: string): string => (existsSync(it) ? realpathSync(it) : resolve(it));
  return !relative(real(folder), real(resolve(path))).startsWith('..');
};

/** Reasons, zone and language as the kiosk had them; the defaults where its settings cannot be opened. Writes nothing. */
async function readConfig(dataFolder: string): Promise<AppConfig> {
  const kept = readSettings(dataFolder);
  const nothingKept = { get: () => undefined, keep: () => {} };
  const language = (): unknown => kept['language'];
  const layers = createConfigReader({
    lastGood: nothingKept,
    installed: isInstalled(),
    logger: QUIET,
    language,
  });
  const profile = await openProfile(kept['profile'], {
    box: createSecretBox(),
    allowUnsealed: true,
    markOf: () => null,
    mayMigrateTo: () => false,
    renew: () => {},
  });
  const { config } = layers(profile === null ? {} : ownOf({ ...profile, mode: 'live' }));
  return kept['language'] === 'es' || kept['language'] === 'en'
    ? { ...config, language: kept['language'] }
    : config;
}

function readSettings(dataFolder: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(readFileSync(join(dataFolder, 'settings.json'), 'utf8'));
  } catch {
    return {};
  }
}

/** Writes one restaurant's list, and says where it is and what is not in it. */
function write(
  { restaurantGuid, rows, troubles }: ReadWaiting,
  out: string,
  config: AppConfig,
): readonly string[] {
  const words = WORDS[config.language];
  const ends = restaurantGuid.slice(-4);
  const said = troubles.map((trouble) => words[trouble.what](trouble.detail));
  if (rows.length === 0) return [words.none(ends), ...said];
  const writeExport = createWriteExport(resolve(out), realClock, QUIET);
  const written = writeExport(`hoststand-waiting-${ends}-*.csv`, waitingList(rows, config));
  if (!written.ok) throw new Error(words.notWritten(out));
  const report = [words.written(ends, rows.length, written.value), ...said, words.after];
  writeExport(`hoststand-waiting-${ends}-*.txt`, `${report.join('\n')}\n`);
  return report;
}

type Words = Readonly<Record<ReadingTrouble['what'], (detail: string) => string>> & {
  readonly nothing: (folder: string) => string;
  readonly none: (ends: string) => string;
  readonly written: (ends: string, count: number, path: string) => string;
  readonly notWritten: (folder: string) => string;
  readonly after: string;
};

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    nothing: (folder) => `No restaurant was live in ${folder}.`,
    none: (ends) => `Restaurant …${ends}: nothing found that waits.`,
    written: (ends, count, path) => `Restaurant …${ends}: ${count} waiting, in ${path}`,
    notWritten: (folder) => `${folder} cannot be written to.`,
    file: (detail) => `Not read: ${detail}`,
    closed: (detail) => `Its data cannot be opened (${detail}).`,
    repaired: (detail) =>
      detail === ''
        ? 'The data was damaged. All that was found of it is in the list.'
        : `The data was damaged. What was accepted after ${detail} may be missing: compare it with paper and memory.`,
    shut: (detail) =>
      `${detail} notes or new guests cannot be decrypted. Run this as the account that the kiosk runs in, on its own PC.`,
    guests: () => 'Guest names cannot be decrypted. Look guests up in Toast Web by their GUID.',
    unproven: () =>
      'The key that shows changes made outside Hoststand is lost. Compare each entry with staff.',
    after:
      'This list names guests and is not encrypted. Delete it when you are done. If this PC’s kiosk ever starts again, choose “Entered by hand” there for each of them first.',
  },
  es: {
    nothing: (folder) => `Ningún restaurante estuvo en servicio en ${folder}.`,
    none: (ends) => `Restaurante …${ends}: no se encontró nada en espera.`,
    written: (ends, count, path) => `Restaurante …${ends}: ${count} en espera, en ${path}`,
    notWritten: (folder) => `No se puede escribir en ${folder}.`,
    file: (detail) => `No se leyó: ${detail}`,
    closed: (detail) => `Sus datos no se pueden abrir (${detail}).`,
    repaired: (detail) =>
      detail === ''
        ? 'Los datos estaban dañados. Todo lo que se encontró está en la lista.'
        : `Los datos estaban dañados. Puede faltar lo aceptado después de ${detail}: compárelo con lo anotado.`,
    shut: (detail) =>
      `${detail} notas o clientes nuevos no se pueden descifrar. Ejecute esto en la cuenta del kiosco, en su propia PC.`,
    guests: () => 'Los nombres no se pueden descifrar. Busque a los clientes en Toast Web por su GUID.',
    unproven: () =>
      'Se perdió la clave que muestra los cambios hechos fuera de Hoststand. Compare cada entrada con el personal.',
    after:
      'Esta lista nombra a clientes y no está cifrada. Bórrela al terminar. Si este kiosco vuelve a abrir, primero elija ahí “Ingresado a mano” para cada una.',
  },
};

function end(code: ExportExit, lines: readonly string[]): void {
  (code === 0 ? process.stdout : process.stderr).write(`${lines.join('\n')}\n`);
  app.exit(code);
}
