import { SUBJECT, SUBJECT_KINDS } from '../domain/ledger-subject.ts';
import type { Database, GivenLog } from '../ports.ts';

/** Of a line about credit. */
const SAID_OF = {
  giver: "CASE WHEN json_valid(event) THEN coalesce(event ->> '$.giver.id', event ->> '$.by.id') END",
  guest: "CASE WHEN json_valid(event) THEN event ->> '$.guestId' END",
} as const;

const GIVEN = `SELECT 1 AS given
  WHERE EXISTS (SELECT 1 FROM ledger WHERE ${SUBJECT_KINDS} AND kind IN ('issued', 'replacement') AND ${SUBJECT} = ?)
    AND NOT EXISTS (SELECT 1 FROM ledger WHERE ${SUBJECT_KINDS} AND ${SUBJECT} = ? AND (kind = 'undone' OR
      kind = 'outbox' AND CASE WHEN json_valid(event) THEN event ->> '$.state' END IN ('cancelled', 'refused')))`;

/** What the lines of these records say was given. */
export function createGivenLog(db: Database): GivenLog {
  return {
    saysGiven: (id) => db.get(GIVEN, [id, id]) !== undefined,
    acceptedIn: (whose, id, { from, to }) =>
      db
        .all(
          `SELECT ${SUBJECT} AS id, CAST(event ->> '$.amount' AS INTEGER) AS amount FROM ledger
           WHERE kind IN ('issued', 'replacement') AND at >= ? AND at < ? AND ${SAID_OF[whose]} = ?`,
          [from, to, id],
        )
        .map((line) => ({ id: String(line['id']), amount: Number(line['amount']) })),
  };
}
