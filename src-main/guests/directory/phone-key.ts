/**
 * The most digits by which a number can be found. E.164 has at most 15 with the country's own, but none in use has more
 * than 13; a number of another country has one place more here.
 */
const MOST_DIGITS = 14;

/** Room for a number's length below its digits: 14 digits and this stay below 2^53, where doubles are exact. */
const LENGTHS = 16;
const POWERS = Array.from({ length: MOST_DIGITS + 1 }, (_, n) => 10 ** n);
const ZERO = 48;

/**
 * A number as digits alone. The + of another country's becomes a 0, with which no national number begins: +45 32 12 34 56
 * and (453) 212-3456 are two numbers.
 */
export const digitsAlone = (number: string): string => number.replace('+', '0');

/** Whether these digits can be looked up at all. */
export function isKeyable(digits: string): boolean {
  return /^\d{1,14}$/.test(digits);
}

/**
 * A number's place in an order in which numbers with the same first digits stand together: its digits, filled up to 14,
 * then how many of them are its own. A whole double, so that a million of them are one typed array.
 */
export function keyOf(digits: string): number {
  let value = 0;
  for (let at = 0; at < digits.length; at += 1) value = value * 10 + (digits.charCodeAt(at) - ZERO);
  return value * power(MOST_DIGITS - digits.length) * LENGTHS + digits.length;
}

/** The same from the last digit to the first: numbers with the same ending stand together. */
export function reversedKeyOf(digits: string): number {
  let value = 0;
  for (let at = digits.length - 1; at >= 0; at -= 1) value = value * 10 + (digits.charCodeAt(at) - ZERO);
  return value * power(MOST_DIGITS - digits.length) * LENGTHS + digits.length;
}

/**
 * Just above the keys of the numbers that begin with `length` digits, of which `key` is the key (with reversed keys: those
 * that end with their mirror image). That key itself is the lowest of them: a shorter number with the same fill has a
 * smaller length.
 */
export function endOf(key: number, length: number): number {
  return key - length + power(MOST_DIGITS - length) * LENGTHS;
}

const power = (n: number): number => POWERS[n] ?? Number.NaN;
