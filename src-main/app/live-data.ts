/** The database of a restaurant while they is not the ones in use: counted, read, and given their first manager. */

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
import type { MovedStaff } from '../domain/moved-staff.ts';
import { createSealedFacts } from '../domain/sealed-facts.ts';
import { waitingTotals } from '../outbox/reads/queries.ts';
import type { Clock, Database, Ids, KeyStore, Logger, Scheduler, SecretBox } from '../ports.ts';
import type { AppConfig } from '../settings/schema.ts';
import { liveDatabase } from '../setup/profile.ts';
import type { Orphaned } from '../setup/setup.ts';
import { putStaff } from '../staff/move-staff.ts';
import type { ScryptCost } from '../staff/pins/pin-hash.ts';
import {
  openStaffService,
  type StaffLedger,
  type StaffService,
  type StaffServicePorts,
} from '../staff/staff-service.ts';
import { findDatabase } from '../storage/evidence.ts';
import { SCHEMA_VERSION } from '../storage/migrate.ts';
import { createMeta } from '../storage/open-database.ts';
import { openOrRecover } from '../storage/recover.ts';
import { checkFile, openForReading } from '../storage/sqlite.ts';
import { sealOldRows } from './sealed-rows.ts';

export interface LiveDataPorts {
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
/** Where the ledger's head of that database is kept. */
export const headFileOf = (dataFolder: string, folder: string): string =>
  join(dataFolder, HEADS, `${folder}.json`);

/** Whether there are, or were, records in that folder. */
function hasDatabase(dataFolder: string, folder: string): boolean {
  return (
    findDatabase(join(dataFolder, folder, FILE), existsSync(headFileOf(dataFolder, folder))) !== 'nothing'
  );
}

/**
 * What is waiting in database that are not in use. Database that cannot be read count as one entry: better asked about
 * than lost.
 */
export function waitingIn(dataFolder: string, folder: string): Orphaned {
  const path = join(dataFolder, folder, FILE);
  if (!hasDatabase(dataFolder, folder)) return { count: 0, sum: 0 };
  const db = openForReading(path);
  try {
    return db === null ? { count: 1, sum: 0 } : waitingTotals(db);
  } catch {
    return { count: 1, sum: 0 };
  } finally {
    db?.close();
  }
}

/** How `liveDatabase` names a restaurant's folder. */
const LIVE_FOLDER = /^live-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The folders of all restaurants that are, or were, live on this kiosk. */
export function liveFolders(dataFolder: string): readonly string[] {
  const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);
  // A restaurant whose folder is gone is known by its ledger's head alone.
  const heads = namesIn(join(dataFolder, HEADS)).flatMap((name) =>
    name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : [],
  );
  return [...new Set([...namesIn(dataFolder), ...heads])].filter((folder) => LIVE_FOLDER.test(folder));
}

/** Waiting credit in all live databases of this kiosk except `except`, which is in use. */
export function waitingInLive(dataFolder: string, except: string | null): Orphaned {
  let all = { count: 0, sum: 0 };
  for (const folder of liveFolders(dataFolder)) {
    if (folder === except) continue;
    const { count, sum } = waitingIn(dataFolder, folder);
    all = { count: all.count + count, sum: all.sum + sum };
  }
  return all;
}

/**
 * Whether this kiosk was live. Database in which no one ever worked are those of a set-up that was not finished;
 * database that cannot be read count as used.
 */
export function wasEverLive(dataFolder: string): boolean {
  return liveFolders(dataFolder).some((folder) => {
    if (!hasDatabase(dataFolder, folder)) return false;
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
  const db = openForReading(join(dataFolder, liveDatabase(restaurantGuid).folder, FILE));
  if (db === null) return null;
  try {
    return readSettingsMark(db);
  } catch {
    return null;
  } finally {
    db.close();
  }
}

/**
 * Opens the database of a restaurant that is not in use, with their ledger. Damaged ones are recovered like at a start.
 */
async function openLive(
  ports: LiveDataPorts,
  restaurantGuid: string,
): Promise<Result<{ readonly db: Database; readonly ledger: Ledger; readonly close: () => void }, AppError>> {
  const { folder, stamp } = liveDatabase(restaurantGuid);
  const path = join(ports.dataFolder, folder, FILE);
  const headFile = createHeadFile(headFileOf(ports.dataFolder, folder));
  // Who opens them next is told of a recovery.
  const opened = openOrRecover(path, stamp, ports.clock.now(), headFile.read() !== null);
  if (!opened.ok) return err({ code: 'books-closed', path });
  const { db } = opened.value;
  try {
    const keys = createMeta(db);
    const ledger = await openLedger(
      { ...ports, db, keys, headFile, databaseStamp: stamp },
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
 * The database of a restaurant that is not in use, to read from: no byte of them changes. Database that are damaged, or
 * of an older version, are first put in order as a start does it. Null where that is not possible.
 */
async function readLive(ports: LiveDataPorts, restaurantGuid: string): Promise<Database | null> {
  const path = join(ports.dataFolder, liveDatabase(restaurantGuid).folder, FILE);
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

/** The staff service of a database that is not in use. */
function openLiveStaff(
  ports: LiveDataPorts,
  db: Database,
  ledger: StaffLedger,
  more: Pick<StaffServicePorts, 'readOnly' | 'triesAsOf'> = {},
): Promise<StaffService> {
  const { rules, security, pinDigits } = ports.config;
  const here = { db, keys: createMeta(db), ledger, rules: rules.approval, pinDigits };
  const nobody = { signedIn: () => null, recordSuspicious: () => {} };
  return openStaffService({ ...ports, ...here, ...nobody, ...more }, false, security.allowWeakSealing);
}

/** What this kiosk holds of a restaurant whose database is not in use. `damaged`: they cannot be opened at all. */
async function lookInto(ports: LiveDataPorts, restaurantGuid: string): Promise<KeptRecords | 'damaged'> {
  const { folder, stamp: databaseStamp } = liveDatabase(restaurantGuid);
  if (!hasDatabase(ports.dataFolder, folder)) return 'none';
  const db = await readLive(ports, restaurantGuid);
  if (db === null) return 'damaged';
  try {
    const keys = createMeta(db);
    // No one was ever written into them: a set-up that was cut short.
    if (keys.get('staffKey') === null) return 'closed';
    const { config, secretBox } = ports;
    const seals = await openSealsForReading(
      { db, keys, secretBox, databaseStamp },
      config.security.allowWeakSealing,
    );
    if (seals === null) return 'closed';
    const ledger = { append: () => {}, seals, keyLost: false };
    return (await openLiveStaff(ports, db, ledger, { readOnly: true })).keyLost ? 'closed' : 'kept';
  } finally {
    db.close();
  }
}

/** Whether nothing is here of a restaurant but, at most, what a set-up that was cut short has made. */
export function takesStaff(dataFolder: string, restaurantGuid: string): boolean {
  const { folder } = liveDatabase(restaurantGuid);
  if (!hasDatabase(dataFolder, folder)) return true;
  const db = openForReading(join(dataFolder, folder, FILE));
  try {
    return db !== null && !wasWorkedIn(db) && createMeta(db).get('staffKey') === null;
  } catch {
    return false;
  } finally {
    db?.close();
  }
}

/** Puts the staff of another PC into the database of a restaurant that {@link takesStaff}. All of them or none. */
export async function putMovedStaff(
  ports: LiveDataPorts,
  restaurantGuid: string,
  staff: MovedStaff,
): Promise<Result<null, AppError>> {
  const opened = await openLive(ports, restaurantGuid);
  if (!opened.ok) return opened;
  const { db, ledger, close } = opened.value;
  const { secretBox, config } = ports;
  try {
    const { append, seals } = ledger;
    const allowUnsealed = config.security.allowWeakSealing;
    await putStaff({ db, keys: createMeta(db), secretBox, append, seals, allowUnsealed }, staff);
    return ok(null);
  } finally {
    close();
  }
}

/** The same, for whom a set-up tells it: database that cannot be opened are closed. */
export async function recordsOf(ports: LiveDataPorts, restaurantGuid: string): Promise<KeptRecords> {
  const found = await lookInto(ports, restaurantGuid);
  return found === 'damaged' ? 'closed' : found;
}

/** The PINs of a restaurant's staff, typed while its database is not in use. */
export interface LivePins {
  /**
   * Runs `work` for the person whose PIN this is, with that database' log. A PIN is counted in that database, and a
   * wrong one is in their log: anyone who guesses has the same tries there, whether that database are in use or not.
   */
  readonly look: <T>(
    restaurantGuid: string,
    pin: string,
    where: 'manager-visit' | 'second-manager',
    work: (staff: StaffName, record: WriteLedger, keys: KeyStore) => Result<T, AppError>,
  ) => Promise<Result<T, AppError>>;
  /**
   * Takes a manager's PIN, and writes what they do there.
   * @param mayAlone whether this manager may do it alone. `wanted`: whether that database last saw that a second one is
   * wanted.
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

export function createLivePins(ports: LiveDataPorts): LivePins {
  const { clock } = ports;
  const began = clock.monotonic();
  /** Until when what came back of the tries is written in that database. */
  const countedAt = new Map<string, number>();

  const lookNow: LivePins['look'] = async (restaurantGuid, pin, where, work) => {
    const { folder } = liveDatabase(restaurantGuid);
    const found = await lookInto(ports, restaurantGuid);
    if (found === 'closed') return err({ code: 'keys-lost' });
    if (found !== 'kept') return err({ code: 'books-closed', path: join(ports.dataFolder, folder, FILE) });
    const opened = await openLive(ports, restaurantGuid);
    if (!opened.ok) return opened;
    const { db, ledger, close } = opened.value;
    try {
      const triesAsOf = countedAt.get(folder) ?? began;
      const staffService = await openLiveStaff(ports, db, ledger, { triesAsOf });
      // A manager's PIN that is too short by now is changed there first.
      const check = where === 'manager-visit' ? staffService.checkEvenShort : staffService.checkPin;
      const checked = await check(pin, where);
      staffService.keepTries();
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
 * Writes a manager into the database of a restaurant that is not in use, and in which no one can sign in. Both are in
 * those database's own ledger.
 */
export async function putFirstManager(
  ports: LiveDataPorts,
  restaurantGuid: string,
  name: string,
  pin: string,
): Promise<Result<null, AppError>> {
  const opened = await openLive(ports, restaurantGuid);
  if (!opened.ok) return opened;
  const { db, ledger, close } = opened.value;
  try {
    const staffService = await openLiveStaff(ports, db, ledger);
    const put = await staffService.putManager(null, name, pin);
    if (put.ok) ledger.append({ kind: 'kiosk-changed', by: null, how: 'set-up' });
    return put;
  } finally {
    close();
  }
}
