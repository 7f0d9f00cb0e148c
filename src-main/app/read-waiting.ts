/**
 * Reads what waits out of a data folder, also one that no kiosk starts from any more. The folder is evidence: it is copied first, and
 * only the copy is opened, repaired and read.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openSealsForReading } from '../audit/ledger.ts';
import { createDirectory } from '../guests/directory/directory.ts';
import { loadGuestKey } from '../guests/directory/guest-key.ts';
import { createGuestSealer } from '../guests/directory/guest-sealer.ts';
import { decimalsOf } from '../lib/decimals.ts';
import { errorText } from '../lib/error-words.ts';
import { createEntryReads } from '../outbox/reads/entries.ts';
import { countShut } from '../outbox/reads/queries.ts';
import type { Clock, Database, Logger, Scheduler, SecretBox } from '../ports.ts';
import { type WaitingRow, waitingCsv } from '../reports/waiting-csv.ts';
import type { AppConfig } from '../settings/schema.ts';
import { createMeta } from '../storage/open-database.ts';
import { openOrRecover } from '../storage/recover.ts';
import { diskRefusal } from '../storage/sqlite.ts';
import { headFileOf, liveFolders } from './live-data.ts';
import { waitingRows } from './waiting-rows.ts';

/**
 * What could not be read. file: one file of the folder · closed: the whole database · repaired: it was damaged, and what is listed is what
 * was found of it · shut: so many notes and new guests need the key of the kiosk's own account · guests: the names need it · unproven:
 * so does telling what was changed outside Hoststand.
 */
export interface ReadingTrouble {
  readonly what: 'file' | 'closed' | 'repaired' | 'shut' | 'guests' | 'unproven';
  readonly detail: string;
}

/** What waits for one restaurant. */
export interface ReadWaiting {
  readonly restaurantGuid: string;
  readonly rows: readonly WaitingRow[];
  readonly troubles: readonly ReadingTrouble[];
}

export interface ReadWaitingPorts {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly logger: Logger;
  readonly secretBox: SecretBox;
  readonly dataFolder: string;
  /** Where the copy may be for as long as it is read. It holds what the folder holds. */
  readonly temporary: string;
}

const FILE = 'kiosk.db';
const LIVE = 'live-';

/** Every restaurant that is, or was, live in that folder. No byte of the folder changes. Throws where the copy finds no room. */
export async function readWaiting(ports: ReadWaitingPorts): Promise<readonly ReadWaiting[]> {
  const found: ReadWaiting[] = [];
  for (const folder of liveFolders(ports.dataFolder)) {
    const copy = mkdtempSync(join(ports.temporary, 'hoststand-reading-'));
    try {
      const troubles = copyFolder(ports.dataFolder, folder, copy);
      const read = await readCopy(ports, copy, folder);
      const restaurantGuid = folder.slice(LIVE.length);
      found.push({ restaurantGuid, rows: read.rows, troubles: [...troubles, ...read.troubles] });
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  }
  return found;
}

/** Copies what one restaurant's database is made of. What cannot be read is told, and the rest is copied. */
function copyFolder(from: string, folder: string, to: string): readonly ReadingTrouble[] {
  const troubles: ReadingTrouble[] = [];
  const take = (path: string, target: string): void => {
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    try {
      copyFileSync(path, target);
    } catch (error) {
      if (diskRefusal(error) === 'full') throw error;
      rmSync(target, { force: true });
      troubles.push({ what: 'file', detail: `${path}: ${errorText(error)}` });
    }
  };
  const takeAll = (part: string, wanted: (name: string) => boolean): void => {
    const source = join(from, folder, part);
    if (!statSync(source, { throwIfNoEntry: false })?.isDirectory()) return;
    for (const entry of readdirSync(source, { withFileTypes: true })) {
      if (!entry.isFile() || !wanted(entry.name)) continue;
      take(join(source, entry.name), join(to, folder, part, entry.name));
    }
  };
  takeAll('', (name) => name.startsWith(FILE) && !name.includes('.damaged-') && !name.endsWith('-shm'));
  takeAll('copies', (name) => name.startsWith(FILE));
  const head = headFileOf(from, folder);
  if (existsSync(head)) take(head, headFileOf(to, folder));
  return troubles;
}

async function readCopy(
  ports: ReadWaitingPorts,
  copy: string,
  folder: string,
): Promise<Pick<ReadWaiting, 'rows' | 'troubles'>> {
  const path = join(copy, folder, FILE);
  const stamp = `live:${folder.slice(LIVE.length)}`;
  const opened = openOrRecover(path, stamp, ports.clock.now(), existsSync(headFileOf(copy, folder)));
  if (!opened.ok) return { rows: [], troubles: [{ what: 'closed', detail: opened.error.code }] };
  const { db, recovery } = opened.value;
  try {
    const troubles: ReadingTrouble[] = [];
    if (recovery !== null) {
      const since = recovery.missingSince;
      troubles.push({ what: 'repaired', detail: since === null ? '' : new Date(since).toISOString() });
    }
    const read = await readRows(ports, db, stamp, recovery === null);
    return { rows: read.rows, troubles: [...troubles, ...read.troubles] };
  } finally {
    db.close();
  }
}

/** @param isWhole whether the database was as the kiosk left it, so that what it says of an entry is the latest. */
async function readRows(
  ports: ReadWaitingPorts,
  db: Database,
  databaseStamp: string,
  isWhole: boolean,
): Promise<Pick<ReadWaiting, 'rows' | 'troubles'>> {
  const { secretBox } = ports;
  const keys = createMeta(db);
  const troubles: ReadingTrouble[] = [];
  const hadGuests = (keys.get('guestKey') ?? '') !== '';
  // Before anything makes a key in place of one that cannot be opened.
  const seals = await openSealsForReading({ db, keys, secretBox, databaseStamp }, true);
  const sealer = createGuestSealer();
  await sealer.load(keys, secretBox, true);
  const guestKey = await loadGuestKey(keys, secretBox, true);
  const directory = createDirectory({
    ...ports,
    db,
    keys,
    guestKey,
    keepMs: Number.MAX_SAFE_INTEGER,
    most: 200_000,
  });
  try {
    await directory.ready;
    const open = createEntryReads(db, sealer).open();
    const shut = countShut(db, sealer);
    if (seals === null && open.length > 0) troubles.push({ what: 'unproven', detail: '' });
    if (shut > 0) troubles.push({ what: 'shut', detail: String(shut) });
    if (hadGuests && guestKey.fresh && open.length > 0) troubles.push({ what: 'guests', detail: '' });
    const isProven = (id: string): boolean => isWhole && seals?.check('outbox', id) === 'whole';
    return { rows: waitingRows(open, directory.get, isProven), troubles };
  } finally {
    directory.stop();
  }
}

/** The list of these rows as CSV, in the language, reasons, time zone and currency of a configuration. */
export function waitingList(rows: readonly WaitingRow[], config: AppConfig): string {
  const { language, timeZone, currency, rules } = config;
  const reasonLabel = (id: string): string =>
    rules.reasons.find((reason) => reason.id === id)?.label[language] ?? id;
  return waitingCsv({ rows, language, reasonLabel, timeZone, decimals: decimalsOf(currency) });
}
