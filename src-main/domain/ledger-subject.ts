/** Kinds of ledger lines that are about one sealed row, as the index of migration 0009 has them. */
export const SUBJECT_KINDS = `kind IN
  ('issued', 'replacement', 'guest-accepted', 'outbox', 'undone', 'staff-changed', 'pin-failed')`;

/**
 * What such a line is about: an entry of the outbox by its GUID, a person by their id, or the place where a PIN was typed.
 * Indexed (migration 0009) together with {@link SUBJECT_KINDS}. A line that cannot be read is about nothing.
 */
export const SUBJECT = `CASE WHEN json_valid(event) THEN coalesce(event ->> '$.creditId', event ->> '$.guestId',
  event ->> '$.whom.id', event ->> '$.where') END`;
