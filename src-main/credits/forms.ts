import type { Database, Ids } from '../ports.ts';

/** A form that was left, or whose "saved" never reached the screen, counts as the same one for this long. */
export const FORM_KEPT_MS = 15 * 60_000;

export interface OpenForm {
  readonly creditId: string;
  readonly guestId: string;
  readonly staffId: string;
}

/**
 * Open credit forms, on disk. The transaction's GUID is made with the form, so that a second tap, or a tap after a
 * crash, is the same credit and not a second one.
 */
export interface CreditForms {
  /** The form of this person for this guest: the one left open a short while ago, or a new one. */
  readonly open: (guestId: string, staffId: string, now: number) => OpenForm;
  readonly get: (creditId: string) => OpenForm | null;
  /** GUIDs of this guest's forms that are not done with, newest first, whoever opened them. */
  readonly unfinishedFor: (guestId: string, now: number) => readonly string[];
  /** The form is done with: its credit has been seen as saved, or it was dropped. */
  readonly close: (creditId: string) => void;
}

export function createCreditForms(db: Database, ids: Ids): CreditForms {
  return {
    open: (guestId, staffId, now) =>
      db.transaction(() => {
        db.run('DELETE FROM credit_form WHERE opened_at <= ? OR opened_at > ?', [now - FORM_KEPT_MS, now]);
        const known = db.get('SELECT credit_id FROM credit_form WHERE guest_id = ? AND staff_id = ?', [
          guestId,
          staffId,
        ]);
        if (known) return { creditId: String(known['credit_id']), guestId, staffId };
        const creditId = ids.guid();
        db.run('INSERT INTO credit_form (credit_id, guest_id, staff_id, opened_at) VALUES (?, ?, ?, ?)', [
          creditId,
          guestId,
          staffId,
          now,
        ]);
        return { creditId, guestId, staffId };
      }),
    get: (creditId) => {
      const row = db.get('SELECT guest_id, staff_id FROM credit_form WHERE credit_id = ?', [creditId]);
      return row ? { creditId, guestId: String(row['guest_id']), staffId: String(row['staff_id']) } : null;
    },
    unfinishedFor: (guestId, now) =>
      db
        .all(
          `SELECT credit_id FROM credit_form WHERE guest_id = ? AND opened_at > ? AND opened_at <= ?
           ORDER BY opened_at DESC`,
          [guestId, now - FORM_KEPT_MS, now],
        )
        .map((row) => String(row['credit_id'])),
    close: (creditId) => {
      db.run('DELETE FROM credit_form WHERE credit_id = ?', [creditId]);
    },
  };
}
