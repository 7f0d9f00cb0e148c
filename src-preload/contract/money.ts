/**
 * An amount of money in whole minor units (cents), always an integer, that may be below zero: what a CRM can say of a
 * balance. The brand keeps plain numbers, and the CRM's decimal doubles, from being passed as money by accident.
 */
export type SignedCents = number & { readonly __unit: 'cents' };

/** An amount of money in whole minor units (cents) that is never below zero. */
export type Cents = SignedCents & { readonly __sign: 'never negative' };

/** The largest amount any part of Hoststand handles: $99,999.99. Far above every credit limit, far below 2^53. */
export const MAX_CENTS = 9_999_999;

/** Whether `n` is an amount: an integer of minor units from 0 to {@link MAX_CENTS}. */
export function isCents(n: number): n is Cents {
  return Number.isSafeInteger(n) && n >= 0 && n <= MAX_CENTS;
}

/** Brands `n`. Throws on anything that is not a whole, non-negative amount: such a number is a bug, not an input. */
export function cents(n: number): Cents {
  if (!isCents(n)) throw new RangeError(`Not an amount in minor units: ${n}`);
  return n;
}

/** Brands `n`, which may be below zero. Throws on anything that is not a whole amount. */
export function signedCents(n: number): SignedCents {
  if (!Number.isSafeInteger(n) || Math.abs(n) > MAX_CENTS) {
    throw new RangeError(`Not an amount in minor units: ${n}`);
  }
  return n as SignedCents;
}

/** The sum of amounts. Integer arithmetic only. */
export function sumCents(amounts: Iterable<Cents>): Cents {
  let total = 0;
  for (const amount of amounts) total += amount;
  return cents(total);
}
