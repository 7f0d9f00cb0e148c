/** The rows of staff and keypads that a version left which sealed none, for the person who seals them by the ledger. */
import type { Database, SqlRow } from '../ports.ts';

/** People whose rows have no seal. */
export function unsealedPeople(db: Database): readonly SqlRow[] {
  return db.all('SELECT * FROM staff WHERE seal IS NULL');
}

/** Names of the keypads whose counts of wrong PINs have no seal. */
export function unsealedKeypads(db: Database): readonly string[] {
  return db.all('SELECT keypad FROM lockout WHERE seal IS NULL').map((row) => String(row['keypad']));
}

/** Whether there is a row about that person, removed or not. */
export function isOnFile(db: Database, id: string): boolean {
  return db.get('SELECT 1 AS there FROM staff WHERE id = ?', [id]) !== undefined;
}
