/**
 * Rows that lead to money or rights carry a seal over all their columns (`audit/row-seals.ts`), and the last line of the
 * ledger that was about them when they were sealed. What is here already is sealed by the start that follows, after it was
 * compared with the ledger. A later migration that changes a sealed row, other than by a new column that is NULL, breaks its seal.
 */
export const sealedRows = `
ALTER TABLE outbox ADD COLUMN line INTEGER;
ALTER TABLE outbox ADD COLUMN seal TEXT;
ALTER TABLE staff ADD COLUMN line INTEGER;
ALTER TABLE staff ADD COLUMN seal TEXT;
ALTER TABLE lockout ADD COLUMN line INTEGER;
ALTER TABLE lockout ADD COLUMN seal TEXT;

-- what a line is about; a line that was damaged is about nothing
DROP INDEX ledger_by_credit;
CREATE INDEX ledger_by_subject
  ON ledger (CASE WHEN json_valid(event) THEN coalesce(event ->> '$.creditId', event ->> '$.guestId',
  event ->> '$.whom.id', event ->> '$.where') END)
  WHERE kind IN
  ('issued', 'replacement', 'guest-accepted', 'outbox', 'undone', 'staff-changed', 'pin-failed');
`;
