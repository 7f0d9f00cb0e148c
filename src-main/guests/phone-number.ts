import { type CountryCode, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { MOST_DIGITS } from './number-key.ts';

export type { CountryCode };

/** Whether these national digits can be somebody's number in the restaurant's country. */
export function isPossibleNumber(digits: string, country: CountryCode): boolean {
  return parsePhoneNumberFromString(digits, country)?.isValid() ?? false;
}

/**
 * The digits by which a number as the CRM gave it is found: national ones where it is the country's own (old records hold
 * ten digits, newer ones `+1...`; an extension is left out), those with the country code where it is another's. What
 * does not parse keeps its digits; null where there are none, or more than anybody could type.
 */
export function nationalDigits(raw: string | null, country: CountryCode): string | null {
  if (raw === null) return null;
  const digits = digitsOf(raw, country);
  return digits === '' || digits.length > MOST_DIGITS ? null : digits;
}

function digitsOf(raw: string, country: CountryCode): string {
  const own = getCountryCallingCode(country);
  const parsed = parsePhoneNumberFromString(raw, country);
  if (!parsed?.isPossible()) return raw.replace(/\D/g, '');
  return parsed.countryCallingCode === own
    ? parsed.nationalNumber
    : `${parsed.countryCallingCode}${parsed.nationalNumber}`;
}
