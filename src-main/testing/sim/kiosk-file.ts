import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createCrmClock } from '../../connection/crm-clock.ts';
import type { Database } from '../../ports.ts';
import { createMeta, openBooks } from '../../storage/open-books.ts';
import { BOUNDS } from './fault-model.ts';

/** The files of one kiosk's database, one generation a run of the program. */
export interface KioskFile {
  /** Opens what the last run left (at first: what a new kiosk has). Throws where it does not open. */
  readonly open: () => Database;
  /**
   * The process died: what it had handed to the operating system stays, as after SIGKILL. The files are copied as they
   * lie, write-ahead log and all, so that the next run recovers from them as it would; the old handle lives on unseen.
   */
  readonly died: (left?: 'all' | 'without-log' | 'copy') => void;
  /** Copies the database as it is now, to be put back later. */
  readonly copy: () => void;
  /** The process ended and closed its database. */
  readonly closed: () => void;
  readonly remove: () => void;
}

const BOOKS = 'training';

/** 2026-11-24 17:00 in San Francisco (UTC ms), when every shift begins: a Tuesday before dinner. */
export const STARTS_AT = Date.UTC(2026, 10, 25, 1, 0, 0);

/**
 * A database as every kiosk has it when a shift begins: it knows when it last heard the CRM's time, and nothing else. Made
 * once and copied: opening one from nothing takes longer than a crash.
 */
export function makeTemplate(folder: string): string {
  const path = join(folder, 'template.db');
  const opened = openBooks(path, BOOKS);
  if (!opened.ok) throw new Error(`The template could not be made: ${opened.error.code}`);
  createCrmClock({ now: () => 0, monotonic: () => 0 }, createMeta(opened.value)).heard(
    STARTS_AT - BOUNDS.crmSilentMs,
  );
  opened.value.close();
  return path;
}

export function createKioskFile(folder: string, name: string, template: string): KioskFile {
  let generation = 0;
  let handle: Database | null = null;
  const path = (): string => join(folder, `${name}-${generation}.db`);
  const removeFiles = (): void => {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${path()}${end}`, { force: true });
  };
  copyFileSync(template, path());
  const copied = join(folder, `${name}-copy.db`);
  return {
    open: () => {
      const opened = openBooks(path(), BOOKS);
      if (!opened.ok) throw new Error(`A kiosk's database did not open again: ${opened.error.code}`);
      handle = opened.value;
      return handle;
    },
    copy: () => {
      for (const end of ['', '-wal']) {
        rmSync(`${copied}${end}`, { force: true });
        if (existsSync(`${path()}${end}`)) copyFileSync(`${path()}${end}`, `${copied}${end}`);
      }
    },
    died: (left = 'all') => {
      const [from, old] = [path(), handle];
      const source = left === 'copy' ? copied : from;
      handle = null;
      generation += 1;
      for (const end of left === 'without-log' ? [''] : ['', '-wal']) {
        if (existsSync(`${source}${end}`)) copyFileSync(`${source}${end}`, `${path()}${end}`);
      }
      // The dying process may be in the middle of a transaction: its handle goes when nothing uses it any more.
      setImmediate(() => {
        old?.close();
        for (const end of ['', '-wal']) rmSync(`${from}${end}`, { force: true });
      });
    },
    closed: () => {
      handle?.close();
      handle = null;
    },
    remove: () => {
      handle?.close();
      handle = null;
      removeFiles();
    },
  };
}
