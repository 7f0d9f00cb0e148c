/** The books of a restaurant while they are not the ones in use: counted, read, and given their first manager. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AppError } from '../../src-preload/contract/errors.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { KeptRecords } from '../../src-preload/contract/set-up.ts';
import type { StaffName } from '../../src-preload/contract/staff.ts';
import { createHeadFile } from '../audit/head-file.ts';
import { type Ledger, openLedger, openSealsForReading } from '../audit/ledger.ts';
import { readSettingsMark } from '../audit/settings-mark.ts';
import type { WriteLedger } from '../domain/ledger-event.ts';
import { createSealedFacts } from '../domain/sealed-facts.ts';
import type { Clock, Database, Ids, Logger, Scheduler, SecretBox } from '../ports.ts';
import type { AppConfig } from '../settings/schema.ts';
import { liveBooks } from '../setup/profile.ts';
import type { LeftBehind } from '../setup/setup.ts';
import type { Lockout } from '../staff/pins/lockout.ts';
import type { ScryptCost } from '../staff/pins/pin-hash.ts';
import { openStaffDesk, type StaffDesk } from '../staff/staff-service.ts';
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
    const row = db?.get(
      `SELECT count(*) AS n, coalesce(sum(amount), 0) AS total FROM outbox
       WHERE state NOT IN ('settled', 'cancelled')`,
    );
    return row ? { count: Number(row['n']), sum: Number(row['total']) } : { count: 1, sum: 0 };
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
      return db === null || db.get(WORKED_IN) !== undefined;
    } catch {
      return true;
    } finally {
      db?.close();
    }
  });
}
const WORKED_IN =
  "SELECT 1 AS one FROM ledger WHERE kind IN ('settings-sealed', 'signed-in', 'manager-visit') LIMIT 1";

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

/** The staff of books that are only read; null where the key that proves them is gone. Wrong PINs count in the records in use, in `lockout`, and stand in their ledger. */
async function deskOf(
  ports: LiveStaffPorts,
  db: Database,
  restaurantGuid: string,
): Promise<StaffDesk | null> {
  const { config, secretBox, pinCost } = ports;
  const keys = createMeta(db);
  const mayBePlain = config.security.allowWeakSealing;
  const books = liveBooks(restaurantGuid).stamp;
  const seals = await openSealsForReading({ db, keys, secretBox, books }, mayBePlain);
  if (seals === null) return null;
  const rules = config.rules.approval;
  return openStaffDesk(
    {
      ...{ ...ports, db, keys, seals, rules, readOnly: true, impossible: () => {} },
      ...(pinCost && { cost: pinCost }),
    },
    false,
    mayBePlain,
  );
}

export interface LiveStaffPorts extends LiveBooksPorts {
  /** Counts wrong PINs over all of them, wherever they are typed while those records are not in use. */
  readonly lockout: Lockout;
  /** The ledger of the records in use. */
  readonly record: WriteLedger;
  readonly signedIn: () => StaffName | null;
}

/** What this kiosk holds of a restaurant whose books are not in use. */
export async function recordsOf(ports: LiveStaffPorts, restaurantGuid: string): Promise<KeptRecords> {
  if (!hasBooks(ports.dataFolder, liveBooks(restaurantGuid).folder)) return 'none';
  const db = await readLive(ports, restaurantGuid);
  if (db === null) return 'closed';
  try {
    // Nobody was ever written into them: a set-up that was cut short.
    if (createMeta(db).get('staffKey') === null) return 'closed';
    return (await deskOf(ports, db, restaurantGuid))?.keyLost === false ? 'kept' : 'closed';
  } finally {
    db.close();
  }
}

/** The manager of a restaurant whose PIN this is, by those very records, which are not in use. */
export async function managerOf(
  ports: LiveStaffPorts,
  restaurantGuid: string,
  pin: string,
): Promise<Result<StaffName, AppError>> {
  const { folder } = liveBooks(restaurantGuid);
  const path = join(ports.dataFolder, folder, FILE);
  const db = hasBooks(ports.dataFolder, folder) ? await readLive(ports, restaurantGuid) : null;
  if (db === null) return err({ code: 'books-closed', path });
  try {
    if (createMeta(db).get('staffKey') === null) return err({ code: 'keys-lost' });
    const desk = await deskOf(ports, db, restaurantGuid);
    if (desk === null) return err({ code: 'keys-lost' });
    const checked = await desk.checkEvenShort(pin, 'manager-visit');
    if (!checked.ok) return checked;
    return checked.value.role === 'manager' ? checked : err({ code: 'approver-not-manager' });
  } finally {
    db.close();
  }
}

/** Writes into the ledger of books that are not in use what a manager of theirs did. */
export async function recordInLive(
  ports: LiveBooksPorts,
  restaurantGuid: string,
  by: StaffName,
  how: 'to-live' | 'set-up',
): Promise<Result<null, AppError>> {
  const opened = await openLive(ports, restaurantGuid);
  if (!opened.ok) return opened;
  const { ledger, close } = opened.value;
  try {
    ledger.append({ kind: 'kiosk-changed', by, how });
    return ok(null);
  } finally {
    close();
  }
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
    const desk = await openStaffDesk(
      {
        ...ports,
        db,
        keys: createMeta(db),
        seals: ledger.seals,
        sealsLost: ledger.keyLost,
        rules: ports.config.rules.approval,
        record: ledger.append,
        signedIn: () => null,
        impossible: () => {},
        ...(ports.pinCost && { cost: ports.pinCost }),
      },
      false,
      ports.config.security.allowWeakSealing,
    );
    const put = await desk.putManager(null, name, pin);
    if (put.ok) ledger.append({ kind: 'kiosk-changed', by: null, how: 'set-up' });
    return put;
  } finally {
    close();
  }
}
