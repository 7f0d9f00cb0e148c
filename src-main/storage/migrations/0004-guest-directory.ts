/** The guests this kiosk has met, sealed, and the forms of guests who are being added. */
export const guestDirectory = `
CREATE TABLE guest_directory (
  -- a number of its own: says nothing of the guest
  slot INTEGER PRIMARY KEY,
  -- when they were last met here (UTC ms): decides when the row goes
  met_at INTEGER NOT NULL,
  -- AES-256-GCM: base64 of nonce, text and tag, bound to the slot
  card TEXT NOT NULL,
  history TEXT
) STRICT;

CREATE INDEX guest_directory_by_met ON guest_directory (met_at);

-- a new guest's form that was opened: its GUID belongs to the form until the guest is accepted
CREATE TABLE guest_form (
  guest_id TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL,
  opened_at INTEGER NOT NULL
) STRICT;
`;
