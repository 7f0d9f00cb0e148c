import type { FormAges } from '../domain/form-ages.ts';
import type { Clock, Database, Ids } from '../ports.ts';

/** A form that was left counts as the same one for this long, ms of running time. */
const FORM_KEPT_MS = 15 * 60_000;

interface OpenForm {
  readonly creditId: string;
  readonly guestId: string;
  readonly staffId: string;
}

/**
 * Open credit forms, on disk. The transaction's GUID is made with the form, so that a second tap, or a tap after a
 * crash, is the same credit and not a second one. A form whose credit was accepted is kept until it is closed, no
 * matter what the clock does; any other expires by the monotonic clock, and one of an earlier run by the time this run
 * has lasted.
 */
export interface CreditForms {
  /** The form of this person for this guest: the one left open a short while ago, or a new one. */
  readonly open: (guestId: string, staffId: string) => OpenForm;
  readonly get: (creditId: string) => OpenForm | null;
  /** GUIDs of this guest's forms that are not done with, newest first, of all staff. */
  readonly unfinishedFor: (guestId: string) => readonly string[];
  /** The form is done with: its credit has been seen as saved, or it was dropped. */
  readonly close: (creditId: string) => void;
}

/**
 * @param placeOf where the outbox has a GUID: among its entries, only in their history, or nowhere.
 * @param isHeld whether the form waits for a manager: it stays open as long, and another credit has another form.
 */
export function createCreditForms(
  db: Database,
  ids: Ids,
  clock: Pick<Clock, 'now'>,
  ages: FormAges,
  placeOf: (creditId: string) => 'here' | 'gone' | 'never',
  isHeld: (creditId: string) => boolean,
): CreditForms {
  const close = (creditId: string): void => {
    db.run('DELETE FROM credit_form WHERE credit_id = ?', [creditId]);
    ages.forget(creditId);
  };
  /** A form whose credit has left the outbox is over too: its GUID must never carry a second credit. */
  const dropExpired = (): void => {
    for (const row of db.all('SELECT credit_id FROM credit_form')) {
      const creditId = String(row['credit_id']);
      const place = placeOf(creditId);
      if (place === 'here' || isHeld(creditId)) continue;
      if (place === 'gone' || ages.ageMs(creditId) >= FORM_KEPT_MS) close(creditId);
    }
  };

  return {
    open: (guestId, staffId) =>
      db.transaction(() => {
        dropExpired();
        const known = db
          .all('SELECT credit_id FROM credit_form WHERE guest_id = ? AND staff_id = ? ORDER BY rowid', [
            guestId,
            staffId,
          ])
          .map((row) => String(row['credit_id']))
          .find((creditId) => !isHeld(creditId));
        if (known !== undefined) return { creditId: known, guestId, staffId };
        const creditId = ids.guid();
        db.run('INSERT INTO credit_form (credit_id, guest_id, staff_id, opened_at) VALUES (?, ?, ?, ?)', [
          creditId,
          guestId,
          staffId,
          clock.now(),
        ]);
        ages.opened(creditId);
        return { creditId, guestId, staffId };
      }),
    get: (creditId) => {
      const row = db.get('SELECT guest_id, staff_id FROM credit_form WHERE credit_id = ?', [creditId]);
      return row ? { creditId, guestId: String(row['guest_id']), staffId: String(row['staff_id']) } : null;
    },
    unfinishedFor: (guestId) =>
      db
        .all('SELECT credit_id FROM credit_form WHERE guest_id = ? ORDER BY rowid DESC', [guestId])
        .map((row) => String(row['credit_id'])),
    close,
  };
}
