import { z } from 'zod';
import type { WriteLedger } from '../domain/ledger-event.ts';
import type { Database } from '../ports.ts';

const schema = z.object({ serial: z.int() });

/** The newest number of live's settings that these records name; null where they name none. */
export function readSettingsMark(db: Pick<Database, 'get'>): number | null {
  const row = db.get("SELECT event FROM ledger WHERE kind = 'settings-sealed' ORDER BY seq DESC LIMIT 1");
  if (row === undefined) return null;
  const read = schema.safeParse(JSON.parse(String(row['event'])));
  return read.success ? read.data.serial : null;
}

/**
 * Writes that live begins with the settings of this number. At each start, so that the newest line of it is near the end and
 * quickly found. Never a smaller number than was written before.
 */
export function writeSettingsMark(db: Pick<Database, 'get'>, record: WriteLedger, serial: number): void {
  record({ kind: 'settings-sealed', serial: Math.max(serial, readSettingsMark(db) ?? 0) });
}
