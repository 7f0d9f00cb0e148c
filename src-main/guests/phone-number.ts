import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { PHONE_DIGITS } from '../../src-preload/contract/phone.ts';

export type { CountryCode };

/** Whether these ten digits can be somebody's number in the restaurant's country. */
export function isPossibleNumber(digits: string, country: CountryCode): boolean {
  return parsePhoneNumberFromString(digits, country)?.isValid() ?? false;
}

/**
 * The national digits of a number as the CRM gave it: old records hold ten digits, newer ones `+1...`.
 * What does not parse keeps its digits; null where there are none.
 */
export function nationalDigits(raw: string | null, country: CountryCode): string | null {
  if (raw === null) return null;
  const parsed = parsePhoneNumberFromString(raw, country);
  if (parsed?.country === country || parsed?.nationalNumber.length === PHONE_DIGITS)
    return parsed.nationalNumber;
  const digits = raw.replace(/\D/g, '');
  return digits === '' ? null : digits;
}
