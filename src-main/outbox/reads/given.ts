import type { Cents } from '../../../src-preload/contract/money.ts';
import type { CreditState } from '../../../src-preload/contract/outbox.ts';
import type { GivenCredit } from '../../domain/given-credit.ts';
import type { Database, SqlRow } from '../../ports.ts';
import { WHOLE } from './queries.ts';

/** Credit in the outbox's table with a valid seal. */
export interface GivenInOutbox {
  /** Given in [from, to), UTC ms, oldest first. */
  readonly givenBetween: (from: number, to: number) => readonly GivenCredit[];
  /** Settled in [from, to), UTC ms, regardless of when it was given. */
  readonly settledBetween: (from: number, to: number) => readonly GivenCredit[];
  readonly find: (creditId: string) => GivenCredit | null;
  /** Whether the table has that entry, not set aside as altered. */
  readonly has: (creditId: string) => boolean;
}

const COLUMNS = `id, guest_id, amount, reason_id, given_by, approved_by, accepted_at, state, detail, since`;

/** @param isWhole whether a row is as this kiosk wrote it. */
export function createGivenInOutbox(db: Database, isWhole: (creditId: string) => boolean): GivenInOutbox {
  const read = (where: string, params: readonly (string | number)[]): GivenCredit[] =>
    db
      .all(
        `SELECT ${COLUMNS} FROM outbox WHERE kind = 'add-credit' AND ${WHOLE} AND ${where} ORDER BY seq`,
        params,
      )
      .filter((row) => isWhole(String(row['id'])))
      .map(ofRow);
  return {
    givenBetween: (from, to) => read('accepted_at >= ? AND accepted_at < ?', [from, to]),
    settledBetween: (from, to) => read("state = 'settled' AND since >= ? AND since < ?", [from, to]),
    find: (creditId) => read('id = ?', [creditId])[0] ?? null,
    has: (creditId) =>
      db.get(`SELECT 1 AS there FROM outbox WHERE id = ? AND ${WHOLE}`, [creditId]) !== undefined,
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
