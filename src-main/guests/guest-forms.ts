import type { Database, Ids } from '../ports.ts';

/** A form that was left counts as the same one for this long. */
export const GUEST_FORM_KEPT_MS = 15 * 60_000;

/**
 * Open forms of new guests, on disk. The guest's GUID is made with the form, so that a second tap, or a tap after a
 * crash, is the same guest and not a second one.
 */
export interface GuestForms {
  /** A new form. Each time another one: two guests may be added one after the other. */
  readonly open: (staffId: string, now: number) => string;
  /** Whether this form is open, and this person's. */
  readonly isOpen: (guestId: string, staffId: string) => boolean;
  readonly close: (guestId: string) => void;
}

export function createGuestForms(db: Database, ids: Ids): GuestForms {
  return {
    open: (staffId, now) =>
      db.transaction(() => {
        db.run('DELETE FROM guest_form WHERE opened_at <= ? OR opened_at > ?', [
          now - GUEST_FORM_KEPT_MS,
          now,
        ]);
        const guestId = ids.guid();
        db.run('INSERT INTO guest_form (guest_id, staff_id, opened_at) VALUES (?, ?, ?)', [
          guestId,
          staffId,
          now,
        ]);
        return guestId;
      }),
    isOpen: (guestId, staffId) =>
      db.get('SELECT 1 AS open FROM guest_form WHERE guest_id = ? AND staff_id = ?', [guestId, staffId]) !==
      undefined,
    close: (guestId) => {
      db.run('DELETE FROM guest_form WHERE guest_id = ?', [guestId]);
    },
  };
}
