/** The books of a restaurant while they are not the ones in use: counted, read, and given their first manager. */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AppError } from '../../src-preload/contract/errors.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { KeptRecords } from '../../src-preload/contract/set-up.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import { createHeadFile } from '../audit/head-file.ts';
import { type Ledger, openLedger, openSealsForReading } from '../audit/ledger.ts';
import { wasWorkedIn } from '../audit/queries.ts';
import { readSettingsMark } from '../audit/settings-mark.ts';
import { settingSeen } from '../audit/settings-watch.ts';
import type { WriteLedger } from '../domain/ledger-event.ts';
import { createSealedFacts } from '../domain/sealed-facts.ts';
import { waitingTotals } from '../outbox/reads/queries.ts';
import type { Clock, Database, Ids, KeyStore, Logger, Scheduler, SecretBox } from '../ports.ts';
import type { AppConfig } from '../settings/schema.ts';
import { liveBooks } from '../setup/profile.ts';
import type { LeftBehind } from '../setup/setup.ts';
import type { ScryptCost } from '../staff/pins/pin-hash.ts';
import {
  type DeskLedger,
  openStaffDesk,
  type StaffDesk,
  type StaffDeskPorts,
} from '../staff/staff-service.ts';
import { lookForBooks } from '../storage/evidence.ts';
import { SCHEMA_VERSION } from '../storage/migrate.ts';
import { createMeta } from '../storage/open-database.ts';
import { openOrRecover } from '../storage/recover.ts';
import { checkFile, openForReading } from '../storage/sqlite.ts';
import { sealOldRows } from './sealed-rows.ts';

export interface LiveBooksPorts {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly secretBox: SecretBox;
  readonly dataFolder: string;
  readonly config: AppConfig;
  readonly pinCost?: ScryptCost | undefined;
}

const FILE = 'kiosk.db';
const HEADS = 'ledger-heads';
/** Where the ledger's head of those books is kept. */
export const headFileOf = (dataFolder: string, folder: string): string =>
  join(dataFolder, HEADS, `${folder}.json`);

/** Whether there are, or were, records in that folder. */
function hasBooks(dataFolder: string, folder: string): boolean {
  return (
    lookForBooks(join(dataFolder, folder, FILE), existsSync(headFileOf(dataFolder, folder))) !== 'nothing'
  );
}

/** What waits in books that are not in use. Books that cannot be read count as one entry: better asked about than lost. */
export function waitingIn(dataFolder: string, folder: string): LeftBehind {
  const path = join(dataFolder, folder, FILE);
  if (!hasBooks(dataFolder, folder)) return { count: 0, sum: 0 };
  const db = openForReading(path);
  try {
    return db === null ? { count: 1, sum: 0 } : waitingTotals(db);
  } catch {
    return { count: 1, sum: 0 };
  } finally {
    db?.close();
  }
}

/** The folders of all restaurants that are, or were, live on this kiosk. */
function liveFolders(dataFolder: string): readonly string[] {
  const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);
  // A restaurant whose folder is gone is known by its ledger's head alone.
  const heads = namesIn(join(dataFolder, HEADS)).flatMap((name) =>
    name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : [],
  );
  return [...new Set([...namesIn(dataFolder), ...heads])].filter((folder) => folder.startsWith('live-'));
}

/** What waits in all live books of this kiosk but those of `except`, which are in use. */
export function waitingInLive(dataFolder: string, except: string | null): LeftBehind {
  let all = { count: 0, sum: 0 };
  for (const folder of liveFolders(dataFolder)) {
    if (folder === except) continue;
    const { count, sum } = waitingIn(dataFolder, folder);
    all = { count: all.count + count, sum: all.sum + sum };
  }
  return all;
}

/**
 * Whether this kiosk was live. Books in which nobody ever worked are those of a set-up that was not finished; books that
 * cannot be read count as used.
 */
export function wasEverLive(dataFolder: string): boolean {
  return liveFolders(dataFolder).some((folder) => {
    if (!hasBooks(dataFolder, folder)) return false;
    const db = openForReading(join(dataFolder, folder, FILE));
    try {
      return db === null || wasWorkedIn(db);
    } catch {
      return true;
    } finally {
      db?.close();
    }
  });
}

/** The newest number of live's settings that a restaurant's records name; null where they name none, or cannot be read. */
export function settingsMarkIn(dataFolder: string, restaurantGuid: string): number | null {
  const db = openForReading(join(dataFolder, liveBooks(restaurantGuid).folder, FILE));
  if (db === null) return null;
  try {
    return readSettingsMark(db);
  } catch {
    return null;
  } finally {
    db.close();
  }
}

/** Opens the books of a restaurant that are not in use, with their ledger. Damaged ones are recovered like at a start. */
async function openLive(
  ports: LiveBooksPorts,
  restaurantGuid: string,
): Promise<Result<{ readonly db: Database; readonly ledger: Ledger; readonly close: () => void }, AppError>> {
  const { folder, stamp } = liveBooks(restaurantGuid);
  const path = join(ports.dataFolder, folder, FILE);
  const headKeeper = createHeadFile(headFileOf(ports.dataFolder, folder));
  // Who opens them next is told of a recovery.
  const opened = openOrRecover(path, stamp, ports.clock.now(), headKeeper.read() !== null);
  if (!opened.ok) return err({ code: 'books-closed', path });
  const { db } = opened.value;
  try {
    const keys = createMeta(db);
    const ledger = await openLedger(
      { ...ports, db, keys, headKeeper, books: stamp },
      ports.config.security.allowWeakSealing,
    );
    sealOldRows(db, ledger, createSealedFacts(keys));
    const close = (): void => {
      ledger.stop();
      db.close();
    };
    return ok({ db, ledger, close });
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * The books of a restaurant that are not in use, to read from: no byte of them changes. Books that are damaged, or of an
 * older version, are first put in order as a start does it. Null where that is not possible.
 */
async function readLive(ports: LiveBooksPorts, restaurantGuid: string): Promise<Database | null> {
  const path = join(ports.dataFolder, liveBooks(restaurantGuid).folder, FILE);
  const isReady = (db: Database): boolean =>
    db.get('PRAGMA user_version')?.['user_version'] === SCHEMA_VERSION;
  if (checkFile(path) === 'whole') {
    const db = openForReading(path);
    if (db !== null && isReady(db)) return db;
    db?.close();
  }
  const opened = await openLive(ports, restaurantGuid);
  if (!opened.ok) return null;
  opened.value.close();
  return openForReading(path);
}

/** The staff desk of books that are not in use. */
function openDesk(
  ports: LiveBooksPorts,
  db: Database,
  ledger: DeskLedger,
  more: Pick<StaffDeskPorts, 'readOnly' | 'triesAsOf'> = {},
): Promise<StaffDesk> {
  const { rules, security } = ports.config;
  const here = { db, keys: createMeta(db), ledger, rules: rules.approval };
  const nobody = { signedIn: () => null, impossible: () => {} };
  return openStaffDesk({ ...ports, ...here, ...nobody, ...more }, false, security.allowWeakSealing);
}

/** What this kiosk holds of a restaurant whose books are not in use. `damaged`: they cannot be opened at all. */
async function lookInto(ports: LiveBooksPorts, restaurantGuid: string): Promise<KeptRecords | 'damaged'> {
  const { folder, stamp: books } = liveBooks(restaurantGuid);
  if (!hasBooks(ports.dataFolder, folder)) return 'none';
  const db = await readLive(ports, restaurantGuid);
  if (db === null) return 'damaged';
  try {
    const keys = createMeta(db);
    // Nobody was ever written into them: a set-up that was cut short.
    if (keys.get('staffKey') === null) return 'closed';
    const { config, secretBox } = ports;
    const seals = await openSealsForReading({ db, keys, secretBox, books }, config.security.allowWeakSealing);
    if (seals === null) return 'closed';
    const ledger = { append: () => {}, seals, keyLost: false };
    return (await openDesk(ports, db, ledger, { readOnly: true })).keyLost ? 'closed' : 'kept';
  } finally {
    db.close();
  }
}

/** The same, for whom a set-up tells it: books that cannot be opened are closed. */
export async function recordsOf(ports: LiveBooksPorts, restaurantGuid: string): Promise<KeptRecords> {
  const found = await lookInto(ports, restaurantGuid);
  return found === 'damaged' ? 'closed' : found;
}

/** The PINs of a restaurant's staff, typed while its books are not in use. */
export interface LivePins {
  /**
   * Runs `work` for the person whose PIN this is, with those books' log. A PIN is counted in those books, and a wrong one is in their log:
   * whoever guesses has the same tries there, whether those books are in use or not.
   */
  readonly look: <T>(
    restaurantGuid: string,
    pin: string,
    where: 'manager-visit' | 'second-manager',
    work: (staff: StaffName, record: WriteLedger, keys: KeyStore) => Result<T, AppError>,
  ) => Promise<Result<T, AppError>>;
  /**
   * Takes a manager's PIN, and writes what they do there.
   * @param mayAlone whether this manager may do it alone. `wanted`: whether those books last saw that a second one is wanted.
   */
  readonly enter: (
    restaurantGuid: string,
    pin: string,
    how: 'to-live' | 'set-up',
    mayAlone?: (by: StaffName, wanted: boolean) => boolean,
  ) => Promise<Result<StaffName, AppError>>;
  /** Resolves when no PIN is being looked at. */
  readonly idle: () => Promise<void>;
}

export function createLivePins(ports: LiveBooksPorts): LivePins {
  const { clock } = ports;
  const began = clock.monotonic();
  /** Until when what came back of the tries is written in those books. */
  const countedAt = new Map<string, number>();

  const lookNow: LivePins['look'] = async (restaurantGuid, pin, where, work) => {
    const { folder } = liveBooks(restaurantGuid);
    const found = await lookInto(ports, restaurantGuid);
    if (found === 'closed') return err({ code: 'keys-lost' });
    if (found !== 'kept') return err({ code: 'books-closed', path: join(ports.dataFolder, folder, FILE) });
    const opened = await openLive(ports, restaurantGuid);
    if (!opened.ok) return opened;
    const { db, ledger, close } = opened.value;
    try {
      const triesAsOf = countedAt.get(folder) ?? began;
      const desk = await openDesk(ports, db, ledger, { triesAsOf });
      // A manager's PIN that is too short by now is changed there first.
      const check = where === 'manager-visit' ? desk.checkEvenShort : desk.checkPin;
      const checked = await check(pin, where);
      desk.keepTries();
      countedAt.set(folder, clock.monotonic());
      return checked.ok ? work(checked.value, ledger.append, createMeta(db)) : checked;
    } finally {
      close();
    }
  };

  let last: Promise<unknown> = Promise.resolve();
  // One at a time: side by side, several guesses could all pass the same count.
  const look: LivePins['look'] = (...of) => {
    const looking = last.then(() => lookNow(...of));
    last = looking.catch(() => undefined);
    return looking;
  };
  return {
    look,
    enter: (restaurantGuid, pin, how, mayAlone = () => true) =>
      look(restaurantGuid, pin, 'manager-visit', (by, record, keys) => {
        if (by.role !== 'manager') return err({ code: 'approver-not-manager' });
        const wanted = settingSeen(keys, 'rules.secondManager.on') === 'true';
        if (!mayAlone(by, wanted)) return err({ code: 'second-manager-needed' });
        record({ kind: 'kiosk-changed', by, how });
        return ok(by);
      }),
    idle: async () => {
      await last;
    },
  };
}

/**
 * Writes a manager into the books of a restaurant that are not in use, and in which nobody can sign in. Both are in those
 * books' own ledger.
 */
export async function putFirstManager(
  ports: LiveBooksPorts,
  restaurantGuid: string,
  name: string,
  pin: string,
): Promise<Result<null, AppError>> {
  const opened = await openLive(ports, restaurantGuid);
  if (!opened.ok) return opened;
  const { db, ledger, close } = opened.value;
  try {
    const desk = await openDesk(ports, db, ledger);
    const put = await desk.putManager(null, name, pin);
    if (put.ok) ledger.append({ kind: 'kiosk-changed', by: null, how: 'set-up' });
    return put;
  } finally {
    close();
  }
}
