import { MAX_CENTS } from '../../../src-preload/contract/money.ts';
import type { Database, GivenLog, RowSeals } from '../../ports.ts';
import { COUNTS } from '../proof.ts';
import { integer } from '../rows.ts';

/** From `from` (inclusive) to `to` (exclusive), UTC ms, by the best known time. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Sums in minor units; a day's total has no limit of its own and may exceed the largest single amount. */
export interface DaySums {
  /** Total that one employee gave from this kiosk in [from, to): waiting and settled. */
  readonly byEmployee: (staffId: string, span: Span, except: string) => number;
  /** What one guest received from this kiosk in [from, to), by the credits' GUIDs. */
  readonly toGuest: (
    guestId: string,
    span: Span,
    except: string,
  ) => readonly { readonly id: string; readonly amount: number }[];
  /** Waiting: accepted, and neither settled nor cancelled. */
  readonly waiting: (except: string) => { readonly count: number; readonly sum: number };
}

/**
 * What the credit limits count, read from the outbox's own table, so that it can be read again inside the transaction
 * that accepts. `except`: the credit in question, which may be in the table already. What was undone, or refused by
 * Toast, was not given. Counted by `accepted_at`, which is put right when the CRM's clock is known; `given_at` is what
 * is sent, and stays as it is, right or wrong. Where a row is gone, or not as this kiosk wrote it, the ledger's line
 * counts in its place; what the ledger does not know counts for nothing.
 */
export function createDaySums(db: Database, seals: Pick<RowSeals, 'check'>, log: GivenLog): DaySums {
  const isWhole = (id: string): boolean => seals.check('outbox', id) === 'whole';
  const given = (whose: keyof typeof COLUMN_OF, id: string, span: Span, except: string) => {
    const rows = db
      .all(
        `SELECT id, min(amount, ${MAX_CENTS}) AS amount, ${COUNTS} AS counts FROM outbox
         WHERE ${COLUMN_OF[whose]} = ? AND accepted_at >= ? AND accepted_at < ? AND id <> ?
           AND state NOT IN ('cancelled', 'refused')`,
        [id, span.from, span.to, except],
      )
      .map((row) => ({ id: String(row['id']), amount: integer(row, 'amount'), counts: row['counts'] === 1 }))
      .filter((row) => isWhole(row.id) && (row.counts || log.saysGiven(row.id)));
    const lines = log
      .acceptedIn(whose, id, span)
      .filter((line) => line.id !== except && !isWhole(line.id) && log.saysGiven(line.id));
    return [...rows, ...lines];
  };
  return {
    byEmployee: (staffId, span, except) =>
      given('giver', staffId, span, except).reduce((sum, { amount }) => sum + amount, 0),
    toGuest: (guestId, span, except) => given('guest', guestId, span, except),
    waiting: (except) => {
      const row = db.get(
        `SELECT count(*) AS n, coalesce(sum(CASE WHEN ${COUNTS} THEN amount ELSE 0 END), 0) AS total FROM outbox
         WHERE id <> ? AND state NOT IN ('settled', 'cancelled')`,
        [except],
      );
      return { count: integer(row, 'n'), sum: integer(row, 'total') };
    },
  };
}

const COLUMN_OF = { giver: 'given_by_id', guest: 'guest_id' } as const;
