import { MOST_CENTS } from '../../src-preload/contract/money.ts';

/** A JSON number, or the same in a string: what may stand for money on the wire. */
const DECIMAL = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * Whole minor units of a decimal amount, from its digits as they stood on the wire: no float arithmetic, no rounding.
 * Null where the text is not a decimal number, is not a whole number of cents, or is beyond what Hoststand handles.
 * The sign is kept (the CRM does not document the sign of every transaction type; the caller decides).
 */
export function centsFromDecimal(text: string): number | null {
  const match = DECIMAL.exec(text);
  if (!match) return null;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  if (digits === '') return 0;
  // The value is digits * 10^scale cents.
  const scale = Number(exponent) - fraction.length + 2;
  const shifted = shift(digits, scale);
  // More digits than the largest amount has cannot be an amount, and would not be exact as a number.
  if (shifted === null || shifted.length > String(MOST_CENTS).length) return null;
  const amount = Number(shifted);
  if (amount > MOST_CENTS) return null;
  return sign === '-' ? -amount : amount;
}

/** Digits moved by powers of ten; null where something other than zero would be cut off, or it is absurdly long. */
function shift(digits: string, by: number): string | null {
  if (by >= 0) return by > String(MOST_CENTS).length ? null : digits + '0'.repeat(by);
  const cut = digits.slice(by);
  if (/[^0]/.test(cut)) return null;
  return digits.length > -by ? digits.slice(0, by) : null;
}

/** The amount as the CRM's decimal number, always with two decimals: 1050 is `10.50`. The same text every time. */
export function decimalFromCents(amount: number): string {
  if (!Number.isSafeInteger(amount) || amount < 0) throw new RangeError(`Not an amount in cents: ${amount}`);
  const digits = String(amount).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
