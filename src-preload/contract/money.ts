/**
 * An amount of money in whole minor units (cents), always an integer.
 * The brand keeps plain numbers, and the CRM's decimal doubles, from being passed as money by accident.
 */
export type Cents = number & { readonly __unit: 'cents' };

/** The largest amount any part of Hoststand handles: $99,999.99. Far above every house rule, far below 2^53. */
export const MOST_CENTS = 9_999_999;

/** Whether `n` is an amount: an integer of minor units from 0 to {@link MOST_CENTS}. */
export function isCents(n: number): n is Cents {
  return Number.isSafeInteger(n) && n >= 0 && n <= MOST_CENTS;
}

/** Brands `n`. Throws on anything that is not a whole, non-negative amount: such a number is a bug, not an input. */
export function cents(n: number): Cents {
  if (!isCents(n)) throw new RangeError(`Not an amount in minor units: ${n}`);
  return n;
}

/** The sum of amounts. Integer arithmetic only. */
export function sumCents(amounts: Iterable<Cents>): Cents {
  let total = 0;
  for (const amount of amounts) total += amount;
  return cents(total);
}
