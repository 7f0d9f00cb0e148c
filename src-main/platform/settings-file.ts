import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { errorText } from '../lib/error-words.ts';
import { PRIVATE_FILE, PRIVATE_FOLDER } from '../lib/private-files.ts';
import { writeWhole } from '../lib/write-whole.ts';
import type { Logger, SettingKey, Settings } from '../ports.ts';
import { isRecord } from '../settings/merge.ts';
import { isKeptProfile } from '../setup/profile.ts';

/** What was found of the settings at a start. restored: the file was missing or damaged, and the last good copy took its place. */
type FoundSettings =
  | { readonly found: 'whole' | 'nothing' }
  | { readonly found: 'restored' | 'lost'; readonly aside: string | null };

const SETTINGS_FILE = 'settings.json';
const COPY_FILE = 'settings.last-good.json';

/** A file of settings that is read and written whole; writing throws where the disk refuses. */
export interface WholeStore {
  store: Record<string, unknown>;
}

/**
 * Small settings through electron-store, with a copy in memory (its every `get` would read the file again) and the last good
 * copy on the disk. Each write is of all settings: a file that was deleted or damaged while the kiosk runs loses nothing.
 */
export function openSettingsOver(
  folder: string,
  logger: Logger,
  openStore: (folder: string, name: string) => WholeStore,
): Settings {
  const before = restoreSettings(folder, Date.now());
  if ('aside' in before) logger.warn('settings-damaged', { found: before.found, aside: before.aside });
  const store = openStore(folder, SETTINGS_FILE.replace('.json', ''));
  const values = new Map<string, unknown>(Object.entries(store.store));
  const warn = (event: string, error: unknown): void => logger.warn(event, { error: errorText(error) });
  const copy = (): void => {
    try {
      keepCopy(folder, Object.fromEntries(values));
    } catch (error) {
      warn('settings-copy-not-kept', error);
    }
  };
  if (values.size > 0) copy();
  return {
    get: (key: SettingKey) => values.get(key),
    set: (key: SettingKey, value: unknown) => {
      values.set(key, value);
      try {
        store.store = Object.fromEntries(values);
      } catch (error) {
        // A language that is forgotten at the next start is no reason to stop.
        warn('settings-not-saved', error);
        return false;
      }
      copy();
      return true;
    },
  };
}

/**
 * Looks at the settings file before it is opened. One that is missing, cannot be read, or has lost the kiosk's profile is set
 * aside, never wiped, and the last good copy takes its place. That is safe: what live is made of is sealed, and its number is
 * compared with the restaurant's records, so that an old copy loosens no limit.
 * @param now UTC ms, for the name of what is set aside.
 */
function restoreSettings(folder: string, now: number): FoundSettings {
  const path = join(folder, SETTINGS_FILE);
  const copy = readSettings(join(folder, COPY_FILE));
  const there = existsSync(path);
  const file = readSettings(path);
  const lacksProfile =
    copy !== null &&
    file !== null &&
    ((hasProfile(copy) && !hasProfile(file)) || (hasLive(copy) && !hasLive(file)));
  if (file !== null && !lacksProfile) return { found: 'whole' };
  if (!there && copy === null) return { found: 'nothing' };
  const aside = there ? `${path}.damaged-${now}` : null;
  if (aside !== null) renameSync(path, aside);
  if (copy === null) return { found: 'lost', aside };
  writeSettings(path, copy);
  return { found: 'restored', aside };
}

/** Keeps these settings as the last good ones. Throws where the disk refuses. */
function keepCopy(folder: string, values: Readonly<Record<string, unknown>>): void {
  writeSettings(join(folder, COPY_FILE), values);
}

/** A kiosk that was live once keeps what live is made of, in Training too. */
const hasLive = (settings: Record<string, unknown>): boolean => {
  const { profile } = settings;
  return hasProfile(settings) && isRecord(profile) && isRecord(profile['live']);
};

const hasProfile = (settings: Record<string, unknown>): boolean => isKeptProfile(settings['profile']);

/** Null where there is no such file, or none that settings can be read from. */
function readSettings(path: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

const writeSettings = (path: string, values: Readonly<Record<string, unknown>>): void =>
  writeWhole(path, JSON.stringify(values, null, '\t'), { file: PRIVATE_FILE, folder: PRIVATE_FOLDER });
