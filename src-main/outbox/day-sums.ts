import type { Database } from '../ports.ts';
import { COUNTS } from './proof.ts';
import { integer } from './rows.ts';

/** From `from` on and before `to` (UTC ms), by the time as it is known. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Sums in minor units; as a business day has no most of its own, they may be more than one amount can be. */
export interface DaySums {
  /** What one employee gave from this kiosk in [from, to): what waits and what has settled. */
  readonly byEmployee: (staffId: string, span: Span, except: string) => number;
  /** What one guest was given from this kiosk in [from, to). */
  readonly toGuest: (guestId: string, span: Span, except: string) => number;
  /** What waits: accepted, and neither settled nor cancelled. */
  readonly waiting: (except: string) => { readonly count: number; readonly sum: number };
}

/**
 * What the house rules count, read from the outbox's own table, so that it can be read again inside the transaction that
 * accepts. `except`: the credit in question, which may be in the table already. What was undone, or refused by Toast, was
 * not given; what is not as it was accepted counts for nothing. Counted by `accepted_at`, which is put right when the CRM's clock is known; `given_at` is what is sent, and
 * stays as it is, right or wrong.
 */
export function createDaySums(db: Database): DaySums {
  const given = (whose: 'given_by_id' | 'guest_id', id: string, { from, to }: Span, except: string): number =>
    integer(
      db.get(
        `SELECT coalesce(sum(amount), 0) AS total FROM outbox
         WHERE ${whose} = ? AND accepted_at >= ? AND accepted_at < ? AND id <> ? AND state NOT IN ('cancelled', 'refused')
           AND ${COUNTS}`,
        [id, from, to, except],
      ),
      'total',
    );
  return {
    byEmployee: (staffId, span, except) => given('given_by_id', staffId, span, except),
    toGuest: (guestId, span, except) => given('guest_id', guestId, span, except),
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
