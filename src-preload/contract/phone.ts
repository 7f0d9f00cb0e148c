/** Number of digits of a whole national number, as Toast stores it: ten, no country code (the vendor's guide to guests). */
export const PHONE_DIGITS = 10;

/** What may cross to the page before a person asks for more: the last four digits, and the area code in last-four mode. */
export interface MaskedPhone {
  /** Area code, present only where the last four were already known to the one who asked. */
  readonly area: string | null;
  /** The last four digits; null where the guest has no number. */
  readonly lastFour: string | null;
}

/** Masks a national number (digits only). A number shorter than four digits shows nothing at all. */
export function maskPhone(digits: string | null, withArea = false): MaskedPhone {
  if (digits === null || digits.length < 4) return { area: null, lastFour: null };
  const area = withArea && digits.length === PHONE_DIGITS ? digits.slice(0, 3) : null;
  return { area, lastFour: digits.slice(-4) };
}
