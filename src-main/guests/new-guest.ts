import type { AppError } from '../../src-preload/contract/errors.ts';
import { emailOf, isWholeEmail } from '../../src-preload/contract/formats/email.ts';
import { isPlanNumber } from '../../src-preload/contract/formats/phone.ts';
import { MAX_EMAIL, MAX_NAME, type NewGuest } from '../../src-preload/contract/guest.ts';
import type { GuestDetails } from '../../src-preload/contract/outbox.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import { cutText } from '../lib/text.ts';
import { tidy } from './present.ts';

/**
 * A new guest as they will be sent: trimmed, and whole by the CRM's own demands (both names, and a phone or an e-mail:
 * "Creates a new restaurant customer record" in its reference).
 */
export function checkNewGuest(typed: NewGuest): Result<NewGuest, AppError> {
  const checked = checkGuestDetails(typed);
  return checked.ok ? ok({ guestId: typed.guestId, ...checked.value }) : checked;
}

/** The same for a guest's details alone, as a manager corrects them. An address is read as {@link emailOf} does. */
export function checkGuestDetails(typed: GuestDetails): Result<GuestDetails, AppError> {
  const firstName = cutText(tidy(typed.firstName), MAX_NAME).trim();
  const lastName = cutText(tidy(typed.lastName), MAX_NAME).trim();
  const email = emailOf(typed.email ?? '') || null;
  const phone = typed.phone === '' ? null : typed.phone;
  if (phone === null && email === null) return err({ code: 'guest-incomplete', missing: 'contact' });
  if (firstName === '') return err({ code: 'guest-incomplete', missing: 'first-name' });
  if (lastName === '') return err({ code: 'guest-incomplete', missing: 'last-name' });
  if (phone !== null && !isPlanNumber(phone)) {
    return err({ code: 'number-impossible' });
  }
  if (email !== null && (email.length > MAX_EMAIL || !isWholeEmail(email)))
    return err({ code: 'email-impossible' });
  return ok({ firstName, lastName, phone, email });
}
