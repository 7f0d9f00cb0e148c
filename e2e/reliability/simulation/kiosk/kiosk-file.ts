import { copyFileSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createCrmClock } from '../../../../src-main/connection/crm-clock.ts';
import { reverifyOpenEntries } from '../../../../src-main/outbox/recover-entries.ts';
import type { Database, PcIdentity } from '../../../../src-main/ports.ts';
import { openThisPc } from '../../../../src-main/setup/this-pc.ts';
import { copyDatabase } from '../../../../src-main/storage/copy-database.ts';
import { createMeta, openDatabase } from '../../../../src-main/storage/open-database.ts';
import { openOrRecover, recoveryRecorded } from '../../../../src-main/storage/recover.ts';
import {
  createFakeLogger,
  createFakeRowSeals,
  createFakeSealer,
} from '../../../../src-main/testing/fakes.ts';
import { BOUNDS } from '../faults/fault-model.ts';

/**
 * What a process that died leaves for the next start: everything; the file without its write-ahead log; an older copy of the file,
 * put back; or the log and the copies beside a file that is gone or empty.
 */
export type Left = 'all' | 'without-log' | 'copy' | 'vanished' | 'emptied';

/** The files of one kiosk's database, in a folder of its own for each run of the program. */
export interface KioskFile {
  /**
   * Opens what the last run left (at first: what a new kiosk has), as the product does: what is gone or damaged is recovered from the
   * log and the newest copy. `now`: UTC ms. `fresh`: nothing is recovered. Throws where it does not open.
   */
  readonly open: (now: number, fresh?: boolean) => Database;
  /**
   * The process died: what it had handed to the operating system stays, as after SIGKILL. The files are copied as they
   * lie, write-ahead log and all, so that the next run recovers from them as it would; the old handle lives on unseen.
   */
  readonly died: (left?: Left) => void;
  /** Copies the database as it is now: to be put back later, and as the product's own daily copy does. */
  readonly copy: () => void;
  /** The files as they are, log and daily copies included, copied to another PC. */
  readonly clone: (name: string) => KioskFile;
  /** The process ended and closed its database. */
  readonly closed: () => void;
  readonly remove: () => void;
}

const DATABASE = 'training';

/** 2026-11-24 17:00 in San Francisco (UTC ms), when every shift begins: a Tuesday before dinner. */
export const STARTS_AT = Date.UTC(2026, 10, 25, 1, 0, 0);

/**
 * A database as every kiosk has it when a shift begins: it knows when it last heard the CRM's time, and nothing else. Made
 * once and copied: opening one from nothing takes longer than a crash.
 */
export function makeTemplate(folder: string): string {
  const path = join(folder, 'template.db');
  const opened = openDatabase(path, DATABASE);
  if (!opened.ok) throw new Error(`The template could not be made: ${opened.error.code}`);
  createCrmClock({ now: () => 0, monotonic: () => 0 }, createMeta(opened.value)).heard(
    STARTS_AT - BOUNDS.crmSilentMs,
  );
  openThisPc(createMeta(opened.value), marksOf(PC), createFakeLogger());
  opened.value.close();
  return path;
}

/** The PC that every kiosk's data was made on, and its marks, or another one's. */
export const PC = 'pc';
export const marksOf = (pc: string): PcIdentity => ({ addresses: [pc], processor: pc, machine: pc });

/** @param from the database file that it begins with; a log and the daily copies beside it are taken, too. */
export function createKioskFile(folder: string, name: string, from: string): KioskFile {
  let generation = 0;
  let handle: Database | null = null;
  const dir = (): string => join(folder, `${name}-${generation}`);
  const path = (): string => join(dir(), 'kiosk.db');
  mkdirSync(dir());
  for (const end of ['', '-wal']) {
    if (existsSync(`${from}${end}`)) copyFileSync(`${from}${end}`, `${path()}${end}`);
  }
  const itsCopies = join(dirname(from), 'copies');
  if (existsSync(itsCopies)) cpSync(itsCopies, join(dir(), 'copies'), { recursive: true });
  const copied = join(folder, `${name}-copy.db`);
  return {
    open: (now, fresh = false) => {
      const opened = fresh ? openDatabase(path(), DATABASE) : openOrRecover(path(), DATABASE, now);
      if (!opened.ok) throw new Error(`A kiosk's database did not open again: ${opened.error.code}`);
      if (!('recovery' in opened.value)) {
        handle = opened.value;
        return handle;
      }
      const { db, recovery } = opened.value;
      handle = db;
      db.transaction(() => {
        const old = recovery?.onlyInCopy;
        if (old) reverifyOpenEntries(db, createFakeSealer(), createFakeRowSeals(db), new Set(old), now);
        if (recovery) recoveryRecorded(createMeta(db));
      });
      return db;
    },
    copy: () => {
      for (const end of ['', '-wal']) {
        rmSync(`${copied}${end}`, { force: true });
        if (existsSync(`${path()}${end}`)) copyFileSync(`${path()}${end}`, `${copied}${end}`);
      }
      if (handle === null) return;
      mkdirSync(join(dir(), 'copies'), { recursive: true });
      copyDatabase(handle, join(dir(), 'copies', 'kiosk.db.1.copy'));
    },
    clone: (to) => createKioskFile(folder, to, path()),
    died: (left = 'all') => {
      const [from, source, old] = [dir(), left === 'copy' ? copied : path(), handle];
      handle = null;
      generation += 1;
      mkdirSync(dir());
      if (existsSync(join(from, 'copies'))) renameSync(join(from, 'copies'), join(dir(), 'copies'));
      for (const end of STAYS[left]) {
        if (existsSync(`${source}${end}`)) copyFileSync(`${source}${end}`, `${path()}${end}`);
      }
      if (left === 'emptied') writeFileSync(path(), '');
      // The dying process may be in the middle of a transaction: its handle goes when nothing uses it any more.
      setImmediate(() => {
        old?.close();
        rmSync(from, { recursive: true, force: true });
      });
    },
    closed: () => {
      handle?.close();
      handle = null;
    },
    remove: () => {
      handle?.close();
      handle = null;
      rmSync(dir(), { recursive: true, force: true });
    },
  };
}

const STAYS: Readonly<Record<Left, readonly string[]>> = {
  all: ['', '-wal'],
  copy: ['', '-wal'],
  'without-log': [''],
  vanished: ['-wal'],
  emptied: ['-wal'],
};
