import { type Cents, cents } from '../../src-preload/contract/money.ts';
import type { WaitingSummary } from '../../src-preload/contract/outbox.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { Database, SqlRow } from '../ports.ts';
import { type Credit, type Entry, OPEN_STATES } from './entry.ts';
import { encodeState, readState } from './state-codec.ts';

/** What may wait unsent on one kiosk: house rules, checked in the very transaction that accepts. */
export interface WaitingLimits {
  readonly count: number;
  readonly sum: Cents;
}

export type AcceptError =
  | { readonly code: 'too-much-waiting'; readonly count: number; readonly sum: Cents }
  /** Another credit was accepted under this GUID. */
  | { readonly code: 'other-content' };

/** The outbox's table. Every write is one transaction that also writes the entry's history. */
export interface OutboxStore {
  /**
   * Accepts a credit: on disk when this returns. The same credit again (a second tap, a tap after a crash) returns the
   * entry that is there. `alongside` runs in the same transaction.
   */
  readonly accept: (
    credit: Credit,
    undoMs: number,
    limits: WaitingLimits,
    now: number,
    alongside?: () => void,
  ) => Result<Entry, AcceptError>;
  /** Stores what an event made of an entry, if the entry still is as it was; else changes nothing and says false. */
  readonly put: (from: Entry, to: Entry, event: string, now: number) => boolean;
  readonly get: (id: string) => Entry | null;
  /** Everything accepted and not over, in order of acceptance. */
  readonly open: () => readonly Entry[];
  readonly waiting: () => WaitingSummary;
  /** Sum of open credit for one guest. */
  readonly waitingFor: (guestId: string) => Cents;
  /** What one employee gave from this kiosk since a moment, what was undone left out. */
  readonly givenBy: (staffId: string, since: number) => { readonly count: number; readonly sum: Cents };
}

const COLUMNS =
  'seq, id, guest_id, amount, reason_id, note, given_at, given_by_id, given_by, approved_by_id, approved_by, state, since, detail';
const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

export function createOutboxStore(db: Database): OutboxStore {
  const get = (id: string): Entry | null => {
    const row = db.get(`SELECT ${COLUMNS} FROM outbox WHERE id = ?`, [id]);
    return row ? toEntry(row) : null;
  };
  const remember = (entry: Entry, event: string, now: number): void => {
    db.run('INSERT INTO outbox_history (id, at, event, state, detail) VALUES (?, ?, ?, ?, ?)', [
      entry.credit.id,
      now,
      event,
      entry.at.state,
      encodeState(entry.at),
    ]);
  };
  const waiting = (): WaitingSummary => {
    const row = db.get(
      `SELECT count(*) AS n, coalesce(sum(amount), 0) AS total,
              coalesce(sum(state IN ('refused', 'stuck')), 0) AS people
       FROM outbox WHERE state IN (${OPEN})`,
    );
    return {
      count: integer(row, 'n'),
      sum: cents(integer(row, 'total')),
      needPerson: integer(row, 'people'),
    };
  };

  return {
    accept: (credit, undoMs, limits, now, alongside) =>
      db.transaction((): Result<Entry, AcceptError> => {
        const known = get(credit.id);
        if (known) return sameCredit(known.credit, credit) ? ok(known) : err({ code: 'other-content' });
        const before = waiting();
        if (before.count + 1 > limits.count || before.sum + credit.amount > limits.sum) {
          return err({ code: 'too-much-waiting', count: before.count, sum: before.sum });
        }
        insert(db, credit, undoMs, now);
        alongside?.();
        const entry = get(credit.id);
        if (!entry) throw new Error('An entry just written was not there');
        remember(entry, 'accepted', now);
        return ok(entry);
      }),
    put: (from, to, event, now) =>
      db.transaction(() => {
        const changed = db.run(
          'UPDATE outbox SET state = ?, since = ?, detail = ? WHERE id = ? AND state = ? AND detail = ?',
          [to.at.state, to.since, encodeState(to.at), from.credit.id, from.at.state, encodeState(from.at)],
        );
        if (changed === 1) remember(to, event, now);
        return changed === 1;
      }),
    get,
    open: () => db.all(`SELECT ${COLUMNS} FROM outbox WHERE state IN (${OPEN}) ORDER BY seq`).map(toEntry),
    waiting,
    waitingFor: (guestId) => {
      const row = db.get(
        `SELECT coalesce(sum(amount), 0) AS total FROM outbox WHERE guest_id = ? AND state IN (${OPEN})`,
        [guestId],
      );
      return cents(integer(row, 'total'));
    },
    givenBy: (staffId, since) => {
      const row = db.get(
        `SELECT count(*) AS n, coalesce(sum(amount), 0) AS total FROM outbox
         WHERE given_by_id = ? AND given_at >= ? AND state NOT IN ('cancelled', 'refused')`,
        [staffId, since],
      );
      return { count: integer(row, 'n'), sum: cents(integer(row, 'total')) };
    },
  };
}

function insert(db: Database, credit: Credit, undoMs: number, now: number): void {
  db.run(
    `INSERT INTO outbox (id, kind, guest_id, amount, reason_id, note, given_at, given_by_id, given_by,
                         approved_by_id, approved_by, state, since, detail)
     VALUES (?, 'add-credit', ?, ?, ?, ?, ?, ?, ?, ?, ?, 'held', ?, ?)`,
    [
      credit.id,
      credit.guestId,
      credit.amount,
      credit.reasonId,
      credit.note,
      credit.givenAt,
      credit.givenBy.id,
      credit.givenBy.shortName,
      credit.approvedBy?.id ?? null,
      credit.approvedBy?.shortName ?? null,
      now,
      encodeState({ state: 'held', delayMs: undoMs }),
    ],
  );
}

/** A second tap carries a later time and nothing else that is new. */
function sameCredit(a: Credit, b: Credit): boolean {
  return a.guestId === b.guestId && a.amount === b.amount && a.reasonId === b.reasonId && a.note === b.note;
}

function toEntry(row: SqlRow): Entry {
  const approver = row['approved_by_id'];
  return {
    seq: integer(row, 'seq'),
    since: integer(row, 'since'),
    credit: {
      id: text(row, 'id'),
      guestId: text(row, 'guest_id'),
      amount: cents(integer(row, 'amount')),
      reasonId: text(row, 'reason_id'),
      note: text(row, 'note'),
      givenAt: integer(row, 'given_at'),
      givenBy: { id: text(row, 'given_by_id'), shortName: text(row, 'given_by') },
      approvedBy: typeof approver === 'string' ? { id: approver, shortName: text(row, 'approved_by') } : null,
    },
    at: readState(text(row, 'state'), text(row, 'detail')),
  };
}

function integer(row: SqlRow | undefined, column: string): number {
  const value = row?.[column];
  if (typeof value !== 'number') throw new TypeError(`Outbox column ${column} is not a number`);
  return value;
}

function text(row: SqlRow, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`Outbox column ${column} is not text`);
  return value;
}
