import { PHONE_DIGITS } from '../../src-preload/contract/phone.ts';

/** Country code people may type before a North American number; area codes never begin with it. */
const COUNTRY = '1';

/** The national digits of what was typed: without a leading country code. */
export function nationalDigits(typed: string): string {
  return typed.startsWith(COUNTRY) ? typed.slice(1) : typed;
}

/** How many digits may be typed: ten, and one more where a country code leads. */
export function mostDigits(typed: string): number {
  return typed.startsWith(COUNTRY) ? PHONE_DIGITS + 1 : PHONE_DIGITS;
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
