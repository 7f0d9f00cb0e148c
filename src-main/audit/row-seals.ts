import { createHmac, hkdfSync } from 'node:crypto';
import type { LedgerEvent } from '../domain/ledger-event.ts';
import { SUBJECT, SUBJECT_KINDS } from '../domain/ledger-subject.ts';
import type {
  Database,
  LoggedCredit,
  LoggedPerson,
  RowFault,
  RowSeals,
  RowVerdict,
  SealedTable,
  SqlRow,
  SqlValue,
} from '../ports.ts';
import { type LedgerLine, NO_SEAL, sameSeal, sealFits } from './chain.ts';

/** Which column names a row. */
const KEYS = { outbox: 'id', staff: 'id', lockout: 'keypad' } as const satisfies Record<SealedTable, string>;

/** Where PINs and codes are typed: what the count of tries is about. */
const PLACES: readonly string[] = [
  ...['sign-in', 'manager-visit', 'approval', 'decision', 'open-keypad', 'new-pin', 'second-manager'],
  ...['approval-by-code', 'enrolment'],
];

export interface RowSealPorts {
  readonly db: Database;
  /** The ledger's keys that can be opened, by epoch; rows are sealed under keys derived from them. */
  readonly keys: ReadonlyMap<number, Buffer>;
  /** Which of them seals now. */
  readonly epoch: number;
  /** The database's own name (`training`, `live:<restaurant>`): a row of another database does not fit. */
  readonly databaseStamp: string;
  readonly report: RowSeals['report'];
}

/**
 * Seals rows: HMAC-SHA256, under a key derived for this database alone (HKDF, RFC 5869), over the table's name, every
 * column that is not NULL, and the number of the last ledger line about the row.
 */
export function createRowSeals(ports: RowSealPorts): RowSeals {
  const { db, keys, epoch, databaseStamp } = ports;
  const derived = new Map<number, Buffer>();
  const keyOf = (of: number): Buffer | null => {
    const from = keys.get(of);
    if (!from) return null;
    const known =
      derived.get(of) ?? Buffer.from(hkdfSync('sha256', from, '', `hoststand rows ${databaseStamp}`, 32));
    derived.set(of, known);
    return known;
  };

  const sealOf = (key: Buffer, of: number, table: SealedTable, row: SqlRow): string => {
    const { seal: _, ...columns } = row;
    const said = Object.entries(columns).filter(([, value]) => value !== null);
    const mac = createHmac('sha256', key)
      .update(JSON.stringify([table, said]))
      .digest('hex');
    return `${of}:${mac}`;
  };
  const rowOf = (table: SealedTable, key: string): SqlRow | undefined =>
    db.get(`SELECT * FROM ${table} WHERE ${KEYS[table]} = ?`, [key]);

  /** The last line about it; 0 where there is none. */
  const lastLine = (table: SealedTable, key: string): number => {
    const subjects = table === 'lockout' ? PLACES : [key];
    const last = subjects.map((subject) =>
      Number(
        db.get(`SELECT max(seq) AS seq FROM ledger WHERE ${SUBJECT_KINDS} AND ${SUBJECT} = ?`, [subject])?.[
          'seq'
        ] ?? 0,
      ),
    );
    return Math.max(0, ...last);
  };

  /** A count names the line that is written next, no matter what that is about. */
  const nextLine = (): number =>
    Number(db.get('SELECT coalesce(max(seq), 0) + 1 AS seq FROM ledger')?.['seq']);

  const faultOf = (table: SealedTable, key: string, row: SqlRow): RowFault | null => {
    const seal = String(row['seal'] ?? '');
    const of = Number(seal.split(':', 1)[0]);
    const secret = keyOf(of);
    if (secret && sameSeal(seal, sealOf(secret, of, table, row))) {
      const line = Number(row['line'] ?? 0);
      const last = lastLine(table, key);
      // A count is written with each line about it, and names the one after.
      return line < last || (table === 'lockout' && line === last) ? 'older' : null;
    }
    // Only a key that there was can be lost.
    if (secret === null && Number.isSafeInteger(of) && of > 0 && of < epoch) return 'unproven';
    return lastLine(table, key) === 0 ? 'inserted' : 'changed';
  };

  return {
    seal: (table, key) => {
      const secret = keyOf(epoch);
      const row = rowOf(table, key);
      if (!secret || !row) throw new Error(`There is no such row to seal in ${table}`);
      const line = table === 'lockout' ? nextLine() : lastLine(table, key);
      const seal = sealOf(secret, epoch, table, { ...row, line });
      db.run(`UPDATE ${table} SET line = ?, seal = ? WHERE ${KEYS[table]} = ?`, [line, seal, key]);
    },
    check: (table, key): RowVerdict => {
      let row: SqlRow | undefined;
      try {
        row = rowOf(table, key);
      } catch (error) {
        // A number that is too large, or a value of a kind no column holds, was not written here.
        if (error instanceof RangeError || error instanceof TypeError) return 'changed';
        throw error;
      }
      if (!row) return lastLine(table, key) === 0 ? 'whole' : 'missing';
      return faultOf(table, key, row) ?? 'whole';
    },
    sealFact: (name, value) => {
      const secret = keyOf(epoch);
      if (!secret) throw new Error('There is no key to seal with');
      return createHmac('sha256', secret)
        .update(JSON.stringify(['fact', name, value]))
        .digest('hex');
    },
    logged: (creditId) => loggedCredit(db, keys, creditId),
    person: (staffId) => loggedPerson(db, keys, staffId),
    report: ports.report,
  };
}

/** The line that accepted a credit, where its own seal proves it. */
function loggedCredit(
  db: Database,
  keys: ReadonlyMap<number, Buffer>,
  creditId: string,
): LoggedCredit | null {
  const row = db.get(
    `SELECT seq, epoch, at, kind, event, seal FROM ledger
     WHERE ${SUBJECT_KINDS} AND kind IN ('issued', 'replacement') AND ${SUBJECT} = ? ORDER BY seq LIMIT 1`,
    [creditId],
  );
  const line = row && provenLine(db, keys, row);
  if (!line) return null;
  const event = JSON.parse(line.event) as
    | Omit<Extract<LedgerEvent, { kind: 'issued' }>, 'kind'>
    | Omit<Extract<LedgerEvent, { kind: 'replacement' }>, 'kind'>;
  const { guestId, amount, reasonId, approver } = event;
  const by = 'giver' in event ? event.giver : event.by;
  return { guestId, amount, reasonId, by, approver, at: line.at };
}

function loggedPerson(db: Database, keys: ReadonlyMap<number, Buffer>, staffId: string): LoggedPerson | null {
  const row = db.get(
    `SELECT seq, epoch, at, kind, event, seal FROM ledger
     WHERE ${SUBJECT_KINDS} AND kind = 'staff-changed' AND ${SUBJECT} = ? ORDER BY seq DESC LIMIT 1`,
    [staffId],
  );
  const line = row && provenLine(db, keys, row);
  if (!line) return null;
  const { whom, change } = JSON.parse(line.event) as Extract<LedgerEvent, { kind: 'staff-changed' }>;
  return { shortName: whom.shortName, role: whom.role, removed: change.what === 'removed' };
}

/** A line whose seal fits the one before it; null where it does not, or its key is lost. */
export function provenLine(db: Database, keys: ReadonlyMap<number, Buffer>, row: SqlRow): LedgerLine | null {
  const line = toLine(row);
  const key = keys.get(line.epoch);
  const before = db.get('SELECT seal FROM ledger WHERE seq = ?', [line.seq - 1])?.['seal'] ?? NO_SEAL;
  return key && sealFits(key, String(before), line) ? line : null;
}

export function toLine(row: Readonly<Record<string, SqlValue>>): LedgerLine {
  return {
    seq: Number(row['seq']),
    epoch: Number(row['epoch']),
    at: Number(row['at']),
    kind: String(row['kind']),
    event: String(row['event']),
    seal: String(row['seal']),
  };
}
