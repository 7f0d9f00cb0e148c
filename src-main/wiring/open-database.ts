import { join } from 'node:path';
import { ok, type Result } from '../../src-preload/contract/result.ts';
import { headFileOf } from '../app/live-data.ts';
import { createHeadFile, type HeadFile } from '../audit/head-file.ts';
import { createGuestSealer } from '../guests/directory/guest-sealer.ts';
import { keepPrivate } from '../lib/private-files.ts';
import type { Database, GuestSealer, KeyStore } from '../ports.ts';
import { databaseOf } from '../setup/profile.ts';
import { createMeta } from '../storage/open-database.ts';
import { openOrRecover, type Recovery } from '../storage/recover.ts';
import type { OpenError } from '../storage/sqlite.ts';
import type { Base } from './kiosk.ts';

/** The kiosk's database, with what seals guests' data in it. */
export interface OpenedDatabase {
  readonly db: Database;
  readonly path: string;
  /** Where this mode keeps its data. */
  readonly folder: string;
  readonly folderName: string;
  /** Whose data it is. */
  readonly stamp: string;
  readonly meta: KeyStore;
  readonly sealer: GuestSealer;
  /** What a repair came to; null where none was needed. */
  readonly recovery: Recovery | null;
  /** Keeps the ledger's head outside of the folder it watches over: a copy of that folder put back does not bring this back. */
  readonly headFile: HeadFile;
}

/** Opens the database, or repairs it. */
export async function openDatabase(base: Base): Promise<Result<OpenedDatabase, OpenError>> {
  const { clock, logger, secretBox, config } = base;
  const { dataFolder } = base.input;
  const { folder: folderName, stamp } = databaseOf(base.profile);
  const folder = join(dataFolder, folderName);
  const path = join(folder, 'kiosk.db');
  keepPrivate(dataFolder);
  const sealer = createGuestSealer();
  const headFile = createHeadFile(headFileOf(dataFolder, folderName));
  const opened = openOrRecover(path, stamp, clock.now(), headFile.read() !== null);
  if (!opened.ok) return opened;
  const { db, recovery } = opened.value;
  const meta = createMeta(db);
  if (recovery) {
    const { onlyInCopy, ...came } = recovery;
    logger.error('books-recovered', { ...came, onlyInCopy: onlyInCopy?.length ?? null });
  }
  await sealer.load(meta, secretBox, config.guests.keepUnsealed);
  return ok({ db, path, folder, folderName, stamp, meta, sealer, recovery, headFile });
}
