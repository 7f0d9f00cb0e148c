/**
 * Guests sealed some at a time: opening a hundred thousand rows one by one took longer than reading all they hold. What
 * the old table held is asked for again.
 */
export const guestPages = `
DROP TABLE guest_directory;

CREATE TABLE guest_page (
  -- which slots it holds follows from its number: says nothing of the guests
  page INTEGER PRIMARY KEY,
  -- AES-256-GCM: base64 of nonce, text and tag, bound to the page
  cards TEXT NOT NULL
) STRICT;

CREATE TABLE guest_history (
  slot INTEGER PRIMARY KEY,
  -- AES-256-GCM, bound to the slot
  head TEXT NOT NULL
) STRICT;
`;
