/** A kiosk that is switched off, its files edited by hand by someone without the key, and switched on again. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { vi } from 'vitest';
import type { Alert, ManagerHome } from '../../src-preload/contract/manager.ts';
import { cents } from '../../src-preload/contract/money.ts';
import { writeHead } from '../audit/chain.ts';
import type { ConfigInput } from '../settings/schema.ts';
import { type Place, type PlayedKiosk, pinOf } from './compose-kit.ts';
import { AS_VERSION_SEVEN } from './version-seven.ts';

export const databasePathOf = (place: Place): string => join(place.dir, 'training', 'kiosk.db');
export const headOf = (place: Place): string => join(place.dir, 'ledger-heads', 'training.json');

/** Runs SQL on the closed database without the triggers and rules that only our own program keeps to. */
export function edit(place: Place, ...statements: readonly string[]): void {
  inDatabase(place, (db) => {
    for (const { name } of db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all()) {
      db.exec(`DROP TRIGGER "${name}"`);
    }
    db.exec('PRAGMA ignore_check_constraints = ON');
    for (const sql of statements) db.exec(sql);
  });
}

export function inDatabase<T>(place: Place, work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(databasePathOf(place));
  try {
    return work(db);
  } finally {
    db.close();
  }
}

/** Waits until it has compared what is here with its ledger. */
export const compared = (kiosk: PlayedKiosk): Promise<void> =>
  vi.waitFor(
    () => {
      if (!kiosk.logged('records-compared')) throw new Error('Not compared yet');
    },
    { timeout: 30_000, interval: 5 },
  );

/** Switches it on, and waits until it has compared what is here with its ledger. */
export async function switchedOn(place: Place, config: ConfigInput = {}): Promise<PlayedKiosk> {
  const kiosk = await place.run(config);
  await compared(kiosk);
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
export const alertIn = ({ needs }: Pick<ManagerHome, 'needs'>): Extract<Alert, { what: 'altered' }> | null =>
  needs[0]?.what === 'altered' ? needs[0] : null;

/** What the migrations since version 7 added is gone from the closed database. */
export const asVersionSeven = (place: Place): void => edit(place, ...AS_VERSION_SEVEN);

/** The ledger's first key, as the fake keyring keeps it. */
export function ledgerKeyOf(place: Place): Buffer {
  const kept = inDatabase(
    place,
    (db) => db.prepare("SELECT value FROM meta WHERE key = 'ledgerKey:1'").get()?.['value'],
  );
  return Buffer.from([...String(kept).slice('sealed:sealed:'.length)].reverse().join(''), 'hex');
}

/** The head as an older version wrote it: it says nothing of rows. Only the key can do that. */
export function headWithoutMark(place: Place): void {
  const { seq, epoch, seal } = JSON.parse(readFileSync(headOf(place), 'utf8'));
  writeFileSync(headOf(place), writeHead(ledgerKeyOf(place), { seq, epoch, seal, rowsSealed: false }));
}
