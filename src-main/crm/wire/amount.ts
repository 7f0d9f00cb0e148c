import { MAX_CENTS } from '../../../src-preload/contract/money.ts';

/** A JSON number, or the same in a string: what may stand for money on the wire. */
const DECIMAL = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * Whole minor units of a decimal amount, from its digits on the wire: no float arithmetic. The CRM's amounts are doubles,
 * and a sum of doubles may be `59.970000000000006`: what is within a millionth of a cent is that cent.
 * Null where the text is not a decimal number, is farther from a cent (10.005), or is beyond what Hoststand handles.
 * The sign is kept (the CRM does not document the sign of every transaction type; the caller decides).
 */
export function centsFromDecimal(text: string): number | null {
  const match = DECIMAL.exec(text);
  if (!match) return null;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  if (digits === '') return 0;
  // The value is digits * 10^scale cents.
  const amount = nearestCent(digits, Number(exponent) - fraction.length + 2);
  if (amount === null || amount > MAX_CENTS) return null;
  return sign === '-' && amount > 0 ? -amount : amount;
}

/** Fractions of a cent, as digits, within a millionth below or above a whole one. */
const JUST_ABOVE = /^(?:0{6}|0{5}10*$)/;
const JUST_BELOW = /^9{6}/;

/** The whole number within a millionth of digits * 10^scale; null where there is none, or it has too many digits. */
function nearestCent(digits: string, scale: number): number | null {
  const most = String(MAX_CENTS).length;
  if (scale >= 0) return digits.length + scale > most ? null : Number(digits) * 10 ** scale;
  const whole = digits.slice(0, scale);
  const rest = digits.slice(scale).padStart(-scale, '0').padEnd(6, '0');
  if (whole.length > most) return null;
  if (JUST_ABOVE.test(rest)) return Number(whole);
  return JUST_BELOW.test(rest) ? Number(whole) + 1 : null;
}

/** The amount as the CRM's decimal number, always with two decimals: 1050 is `10.50`. The same text every time. */
export function decimalFromCents(amount: number): string {
  if (!Number.isSafeInteger(amount) || amount < 0) throw new RangeError(`Not an amount in cents: ${amount}`);
  const digits = String(amount).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
