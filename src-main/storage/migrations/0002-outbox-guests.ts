/**
 * The outbox also carries new guests, remembers when an entry came in apart from when it was given, and which entry
 * replaced which. SQLite cannot change a CHECK in place: the table is made anew and filled from the old one.
 */
export const outboxGuests = `
CREATE TABLE outbox_new (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('add-credit', 'create-guest')),
  guest_id TEXT NOT NULL,
  -- minor units; a new guest is worth none
  amount INTEGER NOT NULL CHECK ((kind = 'add-credit' AND amount > 0) OR (kind = 'create-guest' AND amount = 0)),
  reason_id TEXT NOT NULL,
  note TEXT NOT NULL,
  -- a new guest's names and numbers, sealed; NULL once the CRM has them
  sealed TEXT,
  -- a person has said that this guest is somebody new
  confirmed_new INTEGER NOT NULL DEFAULT 0 CHECK (confirmed_new IN (0, 1)),
  given_at INTEGER NOT NULL,
  accepted_at INTEGER NOT NULL,
  given_by_id TEXT NOT NULL,
  given_by TEXT NOT NULL,
  approved_by_id TEXT,
  approved_by TEXT,
  -- the entry that a manager made this one of
  replaces TEXT,
  state TEXT NOT NULL CHECK (state IN
    ('held', 'queued', 'sending', 'verifying', 'settled', 'refused', 'stuck', 'cancelled')),
  since INTEGER NOT NULL,
  -- the fields of that state alone, as JSON
  detail TEXT NOT NULL
) STRICT;

INSERT INTO outbox_new (seq, id, kind, guest_id, amount, reason_id, note, given_at, accepted_at, given_by_id, given_by,
                        approved_by_id, approved_by, state, since, detail)
SELECT seq, id, kind, guest_id, amount, reason_id, note, given_at, given_at, given_by_id, given_by,
       approved_by_id, approved_by, state, since,
       CASE WHEN state = 'cancelled' THEN '{"state":"cancelled","how":"undone"}' ELSE detail END
FROM outbox ORDER BY seq;

DROP TABLE outbox;
ALTER TABLE outbox_new RENAME TO outbox;

CREATE INDEX outbox_by_state ON outbox (state);
CREATE INDEX outbox_by_guest ON outbox (guest_id);
CREATE INDEX outbox_by_giver ON outbox (given_by_id, given_at);
`;
