import type { FormAges } from '../domain/form-ages.ts';
import type { Clock, Database, Ids } from '../ports.ts';

/** A form that was left counts as the same one for this long, ms of running time. */
export const GUEST_FORM_KEPT_MS = 15 * 60_000;

/**
 * Open forms of new guests, on disk. The guest's GUID is made with the form, so that a second tap, or a tap after a
 * crash, is the same guest and not a second one. Forms expire by the monotonic clock; one of an earlier run by the time
 * this run has lasted.
 */
export interface GuestForms {
  /** A new form. Each time another one: two guests may be added one after the other. */
  readonly open: (staffId: string) => string;
  /** Whether this form is open, and this person's. */
  readonly isOpen: (guestId: string, staffId: string) => boolean;
  readonly close: (guestId: string) => void;
}

export function createGuestForms(
  db: Database,
  ids: Ids,
  clock: Pick<Clock, 'now'>,
  ages: FormAges,
): GuestForms {
  const close = (guestId: string): void => {
    db.run('DELETE FROM guest_form WHERE guest_id = ?', [guestId]);
    ages.forget(guestId);
  };
  return {
    open: (staffId) =>
      db.transaction(() => {
        for (const row of db.all('SELECT guest_id FROM guest_form')) {
          const known = String(row['guest_id']);
          if (ages.ageMs(known) >= GUEST_FORM_KEPT_MS) close(known);
        }
        const guestId = ids.guid();
        db.run('INSERT INTO guest_form (guest_id, staff_id, opened_at) VALUES (?, ?, ?)', [
          guestId,
          staffId,
          clock.now(),
        ]);
        ages.opened(guestId);
        return guestId;
      }),
    isOpen: (guestId, staffId) =>
      db.get('SELECT 1 AS open FROM guest_form WHERE guest_id = ? AND staff_id = ?', [guestId, staffId]) !==
      undefined,
    close,
  };
}
