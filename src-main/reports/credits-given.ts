import type { Cents } from '../../src-preload/contract/money.ts';
import type { CreditState } from '../../src-preload/contract/outbox.ts';
import type { LedgerEvent } from '../domain/ledger-event.ts';
import { SUBJECT, SUBJECT_KINDS } from '../domain/ledger-subject.ts';
import type { Database, SqlRow } from '../ports.ts';

/** A credit that was given on this kiosk, as its own records have it. */
export interface GivenCredit {
  /** GUID, lower case. */
  readonly creditId: string;
  readonly guestId: string;
  readonly amount: Cents;
  readonly reasonId: string;
  readonly by: string;
  readonly approvedBy: string | null;
  /** UTC ms, by the time as it is known: put right once the CRM's clock is. */
  readonly givenAt: number;
  readonly state: CreditState;
  /** How it ended, where it was cancelled: undone, discarded or replaced; null otherwise. */
  readonly how: string | null;
  /** When it reached that state (UTC ms). */
  readonly since: number;
}

/** What this kiosk knows of the credit it gave. */
export interface GivenCredits {
  /** Given from `from` on and before `to` (UTC ms), oldest first. Also what has left the outbox: the record has its trace. */
  readonly givenBetween: (from: number, to: number) => readonly GivenCredit[];
  /** Settled from `from` on and before `to`, whenever it was given. */
  readonly settledBetween: (from: number, to: number) => readonly GivenCredit[];
  /** That credit, where this kiosk ever gave it. */
  readonly find: (creditId: string) => GivenCredit | null;
}

/** A row that was set aside says nothing that is to be believed: the ledger's lines do. */
const WHOLE = `detail <> '{"state":"stuck","why":"altered"}'`;
const COLUMNS = `id, guest_id, amount, reason_id, given_by, approved_by, accepted_at, state, detail, since`;

/**
 * Reads the outbox's table, and the ledger for what has left it and for what is not as it was accepted.
 * @param isWhole whether a row is as this kiosk wrote it.
 */
export function createGivenCredits(db: Database, isWhole: (creditId: string) => boolean): GivenCredits {
  const inOutbox = (where: string, params: readonly (string | number)[]): GivenCredit[] =>
    db
      .all(
        `SELECT ${COLUMNS} FROM outbox WHERE kind = 'add-credit' AND ${WHOLE} AND ${where} ORDER BY seq`,
        params,
      )
      .filter((row) => isWhole(String(row['id'])))
      .map(ofRow);

  /** What became of a credit that is no longer in the outbox: its last line says. */
  const lastState = (creditId: string): Pick<GivenCredit, 'state' | 'how' | 'since'> => {
    const row = db.get(
      `SELECT kind, event, at FROM ledger
       WHERE ${SUBJECT_KINDS} AND kind IN ('outbox', 'undone') AND ${SUBJECT} = ? ORDER BY seq DESC LIMIT 1`,
      [creditId],
    );
    if (!row) return { state: 'stuck', how: null, since: 0 };
    const since = Number(row['at']);
    if (row['kind'] === 'undone') return { state: 'cancelled', how: 'undone', since };
    const event = JSON.parse(String(row['event'])) as Extract<LedgerEvent, { kind: 'outbox' }>;
    return { state: event.state, how: event.state === 'cancelled' ? event.how : null, since };
  };

  const inLedger = (where: string, params: readonly (string | number)[]): GivenCredit[] =>
    db
      .all(
        `SELECT event, at FROM ledger WHERE ${SUBJECT_KINDS} AND kind IN ('issued', 'replacement') AND ${where}
           AND ${SUBJECT} NOT IN (SELECT id FROM outbox WHERE ${WHOLE}) ORDER BY seq`,
        params,
      )
      .map((row) => {
        const event = JSON.parse(String(row['event'])) as
          | Omit<Extract<LedgerEvent, { kind: 'issued' }>, 'kind'>
          | Omit<Extract<LedgerEvent, { kind: 'replacement' }>, 'kind'>;
        return {
          creditId: event.creditId,
          guestId: event.guestId,
          amount: event.amount,
          reasonId: event.reasonId,
          by: 'giver' in event ? event.giver.shortName : event.by.shortName,
          approvedBy: event.approver?.shortName ?? null,
          givenAt: Number(row['at']),
          ...lastState(event.creditId),
        };
      });

  return {
    givenBetween: (from, to) =>
      [
        ...inLedger('at >= ? AND at < ?', [from, to]),
        ...inOutbox('accepted_at >= ? AND accepted_at < ?', [from, to]),
      ].sort((a, b) => a.givenAt - b.givenAt),
    settledBetween: (from, to) => inOutbox("state = 'settled' AND since >= ? AND since < ?", [from, to]),
    find: (creditId) =>
      inOutbox('id = ?', [creditId])[0] ?? inLedger(`${SUBJECT} = ?`, [creditId])[0] ?? null,
  };
}

function ofRow(row: SqlRow): GivenCredit {
  const state = String(row['state']) as CreditState;
  return {
    creditId: String(row['id']),
    guestId: String(row['guest_id']),
    amount: Number(row['amount']) as Cents,
    reasonId: String(row['reason_id']),
    by: String(row['given_by']),
    approvedBy: typeof row['approved_by'] === 'string' ? row['approved_by'] : null,
    givenAt: Number(row['accepted_at']),
    state,
    how: state === 'cancelled' ? howOf(String(row['detail'])) : null,
    since: Number(row['since']),
  };
}

/** A detail that cannot be read is the outbox's to show; here it only is no undo. */
function howOf(detail: string): string | null {
  try {
    const { how } = JSON.parse(detail) as { how?: unknown };
    return typeof how === 'string' ? how : null;
  } catch {
    return null;
  }
}
