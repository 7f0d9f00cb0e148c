/** Staff by a manager, codes from elsewhere, a lock-out that remembers, and the ledger. */
export const staffAndLedger = `
-- Toast's own employee GUID, where the house knows it
ALTER TABLE staff ADD COLUMN employee_guid TEXT;
-- the row stays, so that what the person did keeps its name; the PIN is gone from it
ALTER TABLE staff ADD COLUMN removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1));
-- approval from elsewhere: the authenticator's secret (sealed), since when, and the last code that was used (its step)
ALTER TABLE staff ADD COLUMN code_secret TEXT;
ALTER TABLE staff ADD COLUMN code_since INTEGER;
ALTER TABLE staff ADD COLUMN code_last_step INTEGER;

-- failures that a right PIN in between does not wipe out, and a manager's tries to open a locked keypad
ALTER TABLE lockout ADD COLUMN recent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lockout ADD COLUMN lift_tries INTEGER NOT NULL DEFAULT 0;

-- append-only, each line sealed with the one before
CREATE TABLE ledger (
  seq INTEGER PRIMARY KEY,
  -- which key sealed it
  epoch INTEGER NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  -- the event as JSON
  event TEXT NOT NULL,
  seal TEXT NOT NULL
) STRICT;

CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'The ledger is append-only'); END;

CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'The ledger is append-only'); END;

-- an INSERT OR REPLACE would delete without asking the trigger above. A line that is missing may be put back (a repair
-- from a copy does): without its own seal it is found
CREATE TRIGGER ledger_no_replace BEFORE INSERT ON ledger
WHEN EXISTS (SELECT 1 FROM ledger WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'The ledger is append-only'); END;
`;
