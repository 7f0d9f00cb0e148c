/** The books of a restaurant while they are not the ones in use: counted, and given their first manager. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AppError } from '../src-preload/contract/errors.ts';
import { err, type Result } from '../src-preload/contract/result.ts';
import { openStaffDesk } from './approvals/desk.ts';
import type { ScryptCost } from './approvals/pin-hash.ts';
import type { AppConfig } from './config/schema.ts';
import { createHeadFile } from './ledger/head-file.ts';
import { openLedger } from './ledger/ledger.ts';
import { createSealedFacts } from './lib/sealed-facts.ts';
import type { Clock, Ids, Logger, Scheduler, SecretBox } from './ports.ts';
import { sealOldRows } from './sealed-books.ts';
import { liveBooks } from './set-up/profile.ts';
import type { LeftBehind } from './set-up/set-up.ts';
import { lookForBooks } from './storage/evidence.ts';
import { createMeta } from './storage/open-books.ts';
import { openOrRecover } from './storage/recover.ts';

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

/** Whether that restaurant was live on this kiosk before. */
export function isKnownRestaurant(dataFolder: string, restaurantGuid: string): boolean {
  return hasBooks(dataFolder, liveBooks(restaurantGuid).folder);
}

/** What waits in books that are not in use. Books that cannot be read count as one entry: better asked about than lost. */
export function waitingIn(dataFolder: string, folder: string): LeftBehind {
  const path = join(dataFolder, folder, FILE);
  if (!hasBooks(dataFolder, folder)) return { count: 0, sum: 0 };
  let file: DatabaseSync | null = null;
  try {
    file = new DatabaseSync(path, { readOnly: true, timeout: 1_000 });
    const row = file
      .prepare(
        `SELECT count(*) AS n, coalesce(sum(amount), 0) AS total FROM outbox
         WHERE state NOT IN ('settled', 'cancelled')`,
      )
      .get();
    return { count: Number(row?.['n'] ?? 0), sum: Number(row?.['total'] ?? 0) };
  } catch {
    return { count: 1, sum: 0 };
  } finally {
    file?.close();
  }
}

/** What waits in all live books of this kiosk but those of `except`, which are in use. */
export function waitingInLive(dataFolder: string, except: string | null): LeftBehind {
  let all = { count: 0, sum: 0 };
  const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);
  // A restaurant whose folder is gone is known by its ledger's head alone.
  const heads = namesIn(join(dataFolder, HEADS)).flatMap((name) =>
    name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : [],
  );
  for (const folder of new Set([...namesIn(dataFolder), ...heads])) {
    if (!folder.startsWith('live-') || folder === except) continue;
    const { count, sum } = waitingIn(dataFolder, folder);
    all = { count: all.count + count, sum: all.sum + sum };
  }
  return all;
}

/**
 * Writes a manager into the books of a restaurant that are not in use, or gives that manager this PIN where they stand
 * there already (a set-up that was cut short, or done again). Both are in those books' own ledger.
 */
export async function putFirstManager(
  ports: LiveBooksPorts,
  restaurantGuid: string,
  name: string,
  pin: string,
): Promise<Result<null, AppError>> {
  const { folder, stamp } = liveBooks(restaurantGuid);
  const path = join(ports.dataFolder, folder, FILE);
  const headKeeper = createHeadFile(headFileOf(ports.dataFolder, folder));
  const now = ports.clock.now();
  // Damaged or missing records of a restaurant are recovered here like at a start; who opens them next is told.
  const opened = openOrRecover(path, stamp, now, headKeeper.read() !== null);
  if (!opened.ok) return err({ code: 'books-closed', path });
  const { db } = opened.value;
  const keys = createMeta(db);
  const mayBePlain = ports.config.security.allowWeakSealing;
  try {
    const ledger = await openLedger({ ...ports, db, keys, headKeeper, books: stamp }, mayBePlain);
    try {
      sealOldRows(db, ledger, createSealedFacts(keys));
      const desk = await openStaffDesk(
        {
          ...ports,
          db,
          keys,
          seals: ledger.seals,
          sealsLost: ledger.keyLost,
          rules: ports.config.rules.approval,
          record: ledger.append,
          signedIn: () => null,
          impossible: () => {},
          ...(ports.pinCost && { cost: ports.pinCost }),
        },
        false,
        mayBePlain,
      );
      const put = await desk.putManager(null, name, pin);
      if (put.ok) ledger.append({ kind: 'kiosk-changed', by: null, how: 'set-up' });
      return put;
    } finally {
      ledger.stop();
    }
  } finally {
    db.close();
  }
}
