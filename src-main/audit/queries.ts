/** What other parts of main read of the ledger's table. Each takes the database, which may be one that is not in use. */
import type { Database } from '../ports.ts';

/** When the keypad was locked, from `since` on (UTC ms), oldest first. */
export function lockOutsSince(db: Database, since: number): readonly number[] {
  return db
    .all("SELECT at FROM ledger WHERE kind = 'locked-out' AND at >= ? ORDER BY seq", [since])
    .map((row) => Number(row['at']));
}

/** When it was last found that lines are missing (UTC ms); null where it never was. */
export function recordCutAt(db: Database): number | null {
  const row = db.get("SELECT max(at) AS at FROM ledger WHERE kind IN ('lines-missing', 'head-missing')");
  return typeof row?.['at'] === 'number' ? row['at'] : null;
}

/** A line that says what was found changed outside this program. */
export interface AlteredLine {
  readonly at: number;
  readonly kind: 'row-altered' | 'record-broken' | 'key-lost';
  /** Of a row: its table, and whom or what it is about. */
  readonly table: string | null;
  readonly name: string | null;
  /** Why it is not believed, where the line says so. */
  readonly why: string | null;
}

/** Those from `since` on (UTC ms), oldest first. */
export function alteredSince(db: Database, since: number): readonly AlteredLine[] {
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return db
    .all(
      `SELECT at, kind, json_extract(event, '$.table') AS what, json_extract(event, '$.name') AS name,
              json_extract(event, '$.why') AS why
       FROM ledger
       WHERE kind IN ('row-altered', 'record-broken', 'key-lost') AND at >= ? AND json_valid(event) ORDER BY seq`,
      [since],
    )
    .map((row) => ({
      at: Number(row['at']),
      kind: String(row['kind']) as AlteredLine['kind'],
      table: text(row['what']),
      name: text(row['name']),
      why: text(row['why']),
    }));
}

/** Whether anyone ever worked with these records. */
export function wasWorkedIn(db: Database): boolean {
  return (
    db.get(
      "SELECT 1 AS one FROM ledger WHERE kind IN ('settings-sealed', 'signed-in', 'manager-visit') LIMIT 1",
    ) !== undefined
  );
}

/** Whether a line says already that this row is missing. */
export function isToldMissing(db: Database, row: string): boolean {
  return (
    db.get(
      `SELECT 1 AS told FROM ledger WHERE kind = 'row-altered' AND event ->> '$.row' = ?
         AND event ->> '$.why' = 'missing'`,
      [row],
    ) !== undefined
  );
}
