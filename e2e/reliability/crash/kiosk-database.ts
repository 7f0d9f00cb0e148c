import { join } from 'node:path';
import type { SqlRow } from '../../../src-main/ports.ts';
import { openDatabase } from '../../../src-main/storage/open-database.ts';

export interface KioskRow {
  readonly id: string;
  readonly guestId: string;
  readonly amount: number;
  readonly givenAt: number;
  readonly state: string;
  readonly detail: string;
  /** The credit that a manager made of it; null where none was. */
  readonly replacement: string | null;
}

/** What a kiosk has on its disk, as it is there. */
export interface KioskDatabase {
  readonly rows: readonly KioskRow[];
  readonly history: readonly {
    readonly seq: number;
    readonly id: string;
    readonly event: string;
    readonly state: string;
    readonly detail: string;
  }[];
}

/** Reads a kiosk's database when no kiosk runs over them. Opening them also checks the file. */
export function readKioskDatabase(folder: string): KioskDatabase {
  const opened = openDatabase(join(folder, 'training', 'kiosk.db'), 'training');
  if (!opened.ok) throw new Error(`The kiosk's books cannot be opened: ${JSON.stringify(opened.error)}`);
  const db = opened.value;
  try {
    const rows = db.all('SELECT id, guest_id, amount, given_at, state, detail FROM outbox ORDER BY seq');
    const history = db.all('SELECT seq, id, event, state, detail FROM outbox_history ORDER BY seq');
    return {
      rows: rows.map((row) => ({
        id: text(row, 'id'),
        guestId: text(row, 'guest_id'),
        amount: Number(row['amount']),
        givenAt: Number(row['given_at']),
        state: text(row, 'state'),
        detail: text(row, 'detail'),
        replacement: replacementIn(text(row, 'detail')),
      })),
      history: history.map((row) => ({
        seq: Number(row['seq']),
        id: text(row, 'id'),
        event: text(row, 'event'),
        state: text(row, 'state'),
        detail: text(row, 'detail'),
      })),
    };
  } finally {
    db.close();
  }
}

const text = (row: SqlRow, column: string): string => String(row[column]);

function replacementIn(detail: string): string | null {
  const found: unknown = JSON.parse(detail);
  if (typeof found !== 'object' || found === null) return null;
  const replacement: unknown = Reflect.get(found, 'replacement');
  return typeof replacement === 'string' ? replacement : null;
}
