import type { GivenCredit } from '../domain/given-credit.ts';
import type { LedgerEvent } from '../domain/ledger-event.ts';
import { SUBJECT, SUBJECT_KINDS } from '../domain/ledger-subject.ts';
import type { Database } from '../ports.ts';

/** Credit as the ledger's lines tell of it, also what has left the outbox. */
export interface GivenLines {
  /** Given in [from, to), UTC ms, oldest first. */
  readonly givenBetween: (from: number, to: number) => readonly GivenCredit[];
  readonly find: (creditId: string) => GivenCredit | null;
}

/** @param isElsewhere whether a better source has that credit: it is left out. */
export function createGivenLines(db: Database, isElsewhere: (creditId: string) => boolean): GivenLines {
  /** What became of a credit: its last line says. */
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

  const read = (where: string, params: readonly (string | number)[]): GivenCredit[] =>
    db
      .all(
        `SELECT event, at FROM ledger WHERE ${SUBJECT_KINDS} AND kind IN ('issued', 'replacement') AND ${where}
         ORDER BY seq`,
        params,
      )
      .flatMap((row) => {
        const event = JSON.parse(String(row['event'])) as
          | Omit<Extract<LedgerEvent, { kind: 'issued' }>, 'kind'>
          | Omit<Extract<LedgerEvent, { kind: 'replacement' }>, 'kind'>;
        if (isElsewhere(event.creditId)) return [];
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
    givenBetween: (from, to) => read('at >= ? AND at < ?', [from, to]),
    find: (creditId) => read(`${SUBJECT} = ?`, [creditId])[0] ?? null,
  };
}
