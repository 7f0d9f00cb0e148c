import type { Database } from '../ports.ts';

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
  const number = (value: unknown): number => {
    if (typeof value !== 'number') throw new TypeError('A sum of the outbox is not a number');
    return value;
  };
  return {
    byEmployee: (staffId, since, except) =>
      number(
        db.get(
          `SELECT coalesce(sum(amount), 0) AS total FROM outbox
           WHERE given_by_id = ? AND given_at >= ? AND id <> ? AND state NOT IN ('cancelled', 'refused')`,
          [staffId, since, except],
        )?.['total'],
      ),
    toGuest: (guestId, since, except) =>
      number(
        db.get(
          `SELECT coalesce(sum(amount), 0) AS total FROM outbox
           WHERE guest_id = ? AND given_at >= ? AND id <> ? AND state NOT IN ('cancelled', 'refused')`,
          [guestId, since, except],
        )?.['total'],
      ),
    waiting: (except) => {
      const row = db.get(
        `SELECT count(*) AS n, coalesce(sum(amount), 0) AS total FROM outbox
         WHERE id <> ? AND state NOT IN ('settled', 'cancelled')`,
        [except],
      );
      return { count: number(row?.['n']), sum: number(row?.['total']) };
    },
  };
}
