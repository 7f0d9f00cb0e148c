/** A kiosk that is switched off, its files edited by hand by somebody without the key, and switched on again. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { vi } from 'vitest';
import type { ManagerHome, Need } from '../../src-preload/contract/manager.ts';
import { cents } from '../../src-preload/contract/money.ts';
import type { ConfigInput } from '../settings/schema.ts';
import { type Place, type PlayedKiosk, pinOf } from './compose-kit.ts';

export const booksOf = (place: Place): string => join(place.dir, 'training', 'kiosk.db');
export const headOf = (place: Place): string => join(place.dir, 'ledger-heads', 'training.json');

/** Runs SQL on the closed books without the triggers and rules that only our own program keeps to. */
export function edit(place: Place, ...statements: readonly string[]): void {
  inBooks(place, (db) => {
    for (const { name } of db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all()) {
      db.exec(`DROP TRIGGER "${name}"`);
    }
    db.exec('PRAGMA ignore_check_constraints = ON');
    for (const sql of statements) db.exec(sql);
  });
}

export function inBooks<T>(place: Place, work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(booksOf(place));
  try {
    return work(db);
  } finally {
    db.close();
  }
}

/** Switches it on, and waits until it has compared what is here with its ledger. */
export async function switchedOn(place: Place, config: ConfigInput = {}): Promise<PlayedKiosk> {
  const kiosk = await place.run(config);
  await vi.waitFor(
    () => {
      if (!kiosk.logged('records-compared')) throw new Error('Not compared yet');
    },
    { timeout: 30_000, interval: 5 },
  );
  return kiosk;
}

/** Marco gives Ana so much, and it is held. Returns its GUID. */
export async function give(kiosk: PlayedKiosk, amount: number): Promise<string> {
  const creditId = await kiosk.form('Marco D.');
  const asked = { creditId, amount: cents(amount), reasonId: 'cold-food', note: '' };
  const given = await kiosk.must('giveCredit', asked);
  if (given.outcome !== 'accepted') throw new Error(given.outcome);
  await kiosk.must('creditShown', { creditId });
  return creditId;
}

/** What a manager sees first. */
export const homeOf = async (kiosk: PlayedKiosk, pin = pinOf('Priya N.')): Promise<ManagerHome> =>
  kiosk.must('enterManager', { pin });

/** The alert, where it is the first of a manager's needs. */
export const alertIn = ({ needs }: Pick<ManagerHome, 'needs'>): Extract<Need, { what: 'altered' }> | null =>
  needs[0]?.what === 'altered' ? needs[0] : null;
