import { PHONE_DIGITS } from '../../src-preload/contract/phone.ts';

/** Country code people may type before a North American number; area codes never begin with it. */
const COUNTRY = '1';
/** What one dials in North America to leave the country; some address books keep it before the code. */
const OUTWARD = '011';

/** How much of what was typed leads up to the national number. An unfinished "01" may still become one. */
function leading(typed: string): number {
  if (typed !== '' && OUTWARD.startsWith(typed)) return typed.length;
  const outward = typed.startsWith(OUTWARD) ? OUTWARD.length : 0;
  return typed.startsWith(COUNTRY, outward) ? outward + COUNTRY.length : outward;
}

/** The national digits of what was typed: without a leading country code. */
export function nationalDigits(typed: string): string {
  return typed.slice(leading(typed));
}

/** What leads up to them, as typed. */
export function leadingDigits(typed: string): string {
  return typed.slice(0, leading(typed));
}

/** How many digits may be typed: ten, and those of a country code where one leads. An extension is never taken in. */
export function mostDigits(typed: string): number {
  return leading(typed) + PHONE_DIGITS;
}

/** The digits of a text from elsewhere (pasted, scanned). What follows a whole number is its extension, and left out. */
export function digitsOfText(text: string): string {
  const digits = text.replace(/\D/g, '');
  return digits.slice(0, mostDigits(digits));
}

/** "(415) 555-01" from national digits, as far as they go. No-break spaces, so that it never wraps. */
export function phoneText(national: string): string {
  const area = national.slice(0, 3);
  const exchange = national.slice(3, 6);
  const line = national.slice(6);
  if (national.length <= 3) return `(${area}`;
  if (national.length <= 6) return `(${area})\u00a0${exchange}`;
  return `(${area})\u00a0${exchange}-${line}`;
}
