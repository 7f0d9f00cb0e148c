/** The first schema: settings of the books, staff, the lock-out counter, credit forms and the outbox. */
export const first = `
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE staff (
  id TEXT PRIMARY KEY,
  short_name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('host', 'server', 'manager')),
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  -- keyed digest of the PIN: finds the row, proves nothing
  pin_digest TEXT NOT NULL UNIQUE,
  pin_salt TEXT NOT NULL,
  pin_hash TEXT NOT NULL
) STRICT;

-- one row a keypad: failures are written before the PIN is checked
CREATE TABLE lockout (
  keypad TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  locks INTEGER NOT NULL,
  locked_for_ms INTEGER NOT NULL,
  locked_at INTEGER NOT NULL
) STRICT;

-- a credit form that was opened: its GUID belongs to the form until its "saved" has been seen
CREATE TABLE credit_form (
  credit_id TEXT PRIMARY KEY,
  guest_id TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  opened_at INTEGER NOT NULL
) STRICT;

CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('add-credit')),
  guest_id TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  reason_id TEXT NOT NULL,
  note TEXT NOT NULL,
  given_at INTEGER NOT NULL,
  given_by_id TEXT NOT NULL,
  given_by TEXT NOT NULL,
  approved_by_id TEXT,
  approved_by TEXT,
  state TEXT NOT NULL CHECK (state IN
    ('held', 'queued', 'sending', 'verifying', 'settled', 'refused', 'stuck', 'cancelled')),
  since INTEGER NOT NULL,
  -- the fields of that state alone, as JSON
  detail TEXT NOT NULL
) STRICT;

CREATE INDEX outbox_by_state ON outbox (state);
CREATE INDEX outbox_by_guest ON outbox (guest_id);
CREATE INDEX outbox_by_giver ON outbox (given_by_id, given_at);

-- what happened to each entry, kept when the entry itself has left
CREATE TABLE outbox_history (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  state TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;

CREATE INDEX outbox_history_by_id ON outbox_history (id);
`;
