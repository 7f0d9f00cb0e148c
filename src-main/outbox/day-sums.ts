import type { Database } from '../ports.ts';
import { integer } from './rows.ts';

/** Sums in minor units; as a business day has no most of its own, they may be more than one amount can be. */
export interface DaySums {
  /** What one employee gave from this kiosk since a moment (UTC ms): what waits and what has settled. */
  readonly byEmployee: (staffId: string, since: number, except: string) => number;
  /** What one guest was given from this kiosk since a moment. */
  readonly toGuest: (guestId: string, since: number, except: string) => number;
  /** What waits: accepted, and neither settled nor cancelled. */
  readonly waiting: (except: string) => { readonly count: number; readonly sum: number };
}

/**
 * What the house rules count, read from the outbox's own table, so that it can be read again inside the transaction that
 * accepts. `except`: the credit in question, which may be in the table already. What was undone, or refused by Toast, was
 * not given. There is no upper end to the day: a clock that was set back frees nothing.
 */
export function createDaySums(db: Database): DaySums {
  const given = (whose: 'given_by_id' | 'guest_id', id: string, since: number, except: string): number =>
    integer(
      db.get(
        `SELECT coalesce(sum(amount), 0) AS total FROM outbox
         WHERE ${whose} = ? AND given_at >= ? AND id <> ? AND state NOT IN ('cancelled', 'refused')`,
        [id, since, except],
      ),
      'total',
    );
  return {
    byEmployee: (staffId, since, except) => given('given_by_id', staffId, since, except),
    toGuest: (guestId, since, except) => given('guest_id', guestId, since, except),
    waiting: (except) => {
      const row = db.get(
        `SELECT count(*) AS n, coalesce(sum(amount), 0) AS total FROM outbox
         WHERE id <> ? AND state NOT IN ('settled', 'cancelled')`,
        [except],
      );
      return { count: integer(row, 'n'), sum: integer(row, 'total') };
    },
  };
}
