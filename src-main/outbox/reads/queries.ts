/**
 * Queries on the outbox's tables for other parts of main. Each takes the database, which may be one that is not in use.
 */
import type { Database, GuestSealer, SqlRow } from '../../ports.ts';
import { integer, isShutNote } from '../rows.ts';

const ALTERED = `'{"state":"stuck","why":"altered"}'`;
/** An altered row proves nothing; the ledger's lines do. */
export const WHOLE = `detail <> ${ALTERED}`;

/** Open entries: their number and the total of their credit (minor units). */
export function waitingTotals(db: Database): { readonly count: number; readonly sum: number } {
  const row = db.get(
    `SELECT count(*) AS n, coalesce(sum(amount), 0) AS total FROM outbox
     WHERE state NOT IN ('settled', 'cancelled')`,
  );
  return { count: integer(row, 'n'), sum: integer(row, 'total') };
}

/** How many open entries have a note or a new guest's data that this account cannot unseal. */
export function countShut(db: Database, sealer: GuestSealer): number {
  return db
    .all("SELECT note, sealed FROM outbox WHERE state NOT IN ('settled', 'cancelled')")
    .filter(
      ({ note, sealed }) =>
        isShutNote(String(note), sealer) || (typeof sealed === 'string' && sealer.open(sealed) === null),
    ).length;
}

/** How many entries wait for a manager because they are not as this kiosk wrote them. */
export function countAltered(db: Database): number {
  const row = db.get(`SELECT count(*) AS n FROM outbox WHERE state = 'stuck' AND detail = ${ALTERED}`);
  return integer(row, 'n');
}

/** Where the outbox has that GUID: among its entries, only in their history, or nowhere. */
export function placeOf(db: Database, id: string): 'here' | 'gone' | 'never' {
  if (db.get('SELECT 1 AS there FROM outbox WHERE id = ?', [id])) return 'here';
  return db.get('SELECT 1 AS there FROM outbox_history WHERE id = ? LIMIT 1', [id]) ? 'gone' : 'never';
}

/** The GUIDs of all entries. */
export function entryIds(db: Database): ReadonlySet<string> {
  return new Set(db.all('SELECT id FROM outbox').map((row) => String(row['id'])));
}

/** Entries of a version that sealed no rows. */
export function unsealedEntries(db: Database): readonly SqlRow[] {
  return db.all('SELECT * FROM outbox WHERE seal IS NULL');
}

/** That entry's row, whole; undefined where there is none. */
export function entryRow(db: Database, id: string): SqlRow | undefined {
  return db.get('SELECT * FROM outbox WHERE id = ?', [id]);
}
