import { type Cents, cents, MAX_CENTS } from '../../../src-preload/contract/money.ts';
import type { WaitingSummary } from '../../../src-preload/contract/outbox.ts';
import type { Database, GuestSealer } from '../../ports.ts';
import type { Entry } from '../entry.ts';
import { COUNTS } from '../proof.ts';
import { amount, COLUMNS, integer, toEntry } from '../rows.ts';
import { OPEN_STATES } from '../state.ts';

export const ALL = `seq, ${COLUMNS.join(', ')}`;
export const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');
/** Credit for a new guest who needs a person needs the same decision, and waits for nothing else. */
export const BEHIND = `kind = 'add-credit' AND guest_id IN
  (SELECT guest_id FROM outbox WHERE kind = 'create-guest' AND state IN ('refused', 'stuck'))`;

/** What the outbox's table says of its entries. */
export interface EntryReads {
  readonly get: (id: string) => Entry | null;
  /** All accepted entries that are not finished, in order of acceptance. */
  readonly open: () => readonly Entry[];
  /**
   * New guests that are not created yet: their credit is sent after them. `blocked` if they, and so their credit, need
   * a person first.
   */
  readonly newGuests: () => ReadonlyMap<string, 'coming' | 'blocked'>;
  /** Open credit for one guest. */
  readonly creditFor: (guestId: string) => readonly Entry[];
  readonly waiting: () => Omit<WaitingSummary, 'diskTrouble'>;
  /** Sum of open credit for one guest. */
  readonly waitingFor: (guestId: string) => Cents;
  /** What one employee gave from this kiosk in [from, to), UTC ms by the time as it is known, what was undone left out. */
  readonly givenBy: (
    staffId: string,
    from: number,
    to: number,
  ) => { readonly count: number; readonly sum: Cents };
  /** The GUIDs of the rows that a condition of SQL names. */
  readonly idsWhere: (where: string, params: readonly (string | number)[]) => readonly string[];
}

export function createEntryReads(db: Database, sealer: GuestSealer): EntryReads {
  const get = (id: string): Entry | null => {
    const row = db.get(`SELECT ${ALL} FROM outbox WHERE id = ?`, [id]);
    return row ? toEntry(row, sealer) : null;
  };
  const open = (): readonly Entry[] =>
    db
      .all(`SELECT ${ALL} FROM outbox WHERE state IN (${OPEN}) ORDER BY seq`)
      .map((row) => toEntry(row, sealer));
  const waiting: EntryReads['waiting'] = () => {
    const row = db.get(
      `SELECT count(*) AS n, coalesce(sum(CASE WHEN ${COUNTS} THEN amount ELSE 0 END), 0) AS total,
              coalesce(sum(state IN ('refused', 'stuck') OR (${BEHIND})), 0) AS people
       FROM outbox WHERE state IN (${OPEN})`,
    );
    return { count: integer(row, 'n'), sum: amount(row, 'total'), needPerson: integer(row, 'people') };
  };
  const idsWhere = (where: string, params: readonly (string | number)[]): readonly string[] =>
    db.all(`SELECT id FROM outbox WHERE ${where}`, params).map((row) => String(row['id']));

  return {
    get,
    open,
    idsWhere,
    waiting,
    newGuests: () =>
      new Map(
        db
          .all(`SELECT guest_id, state FROM outbox WHERE kind = 'create-guest' AND state IN (${OPEN})`)
          .map((row) => {
            const blocked = row['state'] === 'refused' || row['state'] === 'stuck';
            return [String(row['guest_id']), blocked ? 'blocked' : 'coming'] as const;
          }),
      ),
    creditFor: (guestId) =>
      db
        .all(
          `SELECT ${ALL} FROM outbox
           WHERE kind = 'add-credit' AND guest_id = ? AND state IN (${OPEN}) ORDER BY seq`,
          [guestId],
        )
        .map((row) => toEntry(row, sealer)),
    waitingFor: (guestId) =>
      amount(
        db.get(
          `SELECT coalesce(sum(amount), 0) AS total FROM outbox
           WHERE guest_id = ? AND state IN (${OPEN}) AND ${COUNTS}`,
          [guestId],
        ),
        'total',
      ),
    givenBy: (staffId, from, to) => {
      const row = db.get(
        `SELECT count(*) AS n, coalesce(sum(amount), 0) AS total FROM outbox
         WHERE kind = 'add-credit' AND given_by_id = ? AND accepted_at >= ? AND accepted_at < ?
           AND state NOT IN ('cancelled', 'refused') AND ${COUNTS}`,
        [staffId, from, to],
      );
      // Days that a wrong clock kept apart may be one: their sum has no most of its own.
      return { count: integer(row, 'n'), sum: cents(Math.min(integer(row, 'total'), MAX_CENTS)) };
    },
  };
}
