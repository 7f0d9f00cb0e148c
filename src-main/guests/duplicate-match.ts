import { emailOf } from '../../src-preload/contract/formats/email.ts';
import type { DuplicateReason } from '../../src-preload/contract/guest.ts';
import { sameName } from './directory/name-match.ts';
import type { CrmGuest } from './gateway.ts';

/** What two records are compared by. */
export interface Comparable {
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** National digits. */
  readonly digits: string | null;
  readonly email: string | null;
}

export const comparable = (guest: CrmGuest, digits: string | null): Comparable => ({
  firstName: guest.firstName,
  lastName: guest.lastName,
  digits,
  email: guest.email,
});

/** Digits that may differ in numbers still called close, besides those that share their beginning or their end. */
const CLOSE_DIGITS = 2;
export const SHARED_BEGINNING = 6;
export const SHARED_END = 4;

/** Why these two may be one person, the strongest reason alone; null where nothing says so. */
export function duplicateReason(a: Comparable, b: Comparable): DuplicateReason | null {
  const numbers = a.digits !== null && b.digits !== null ? ([a.digits, b.digits] as const) : null;
  if (numbers && numbers[0] === numbers[1]) return 'same-number';
  if (a.email !== null && b.email !== null && sameAddress(a.email, b.email)) return 'same-email';
  if (!numbers) return null;
  const [one, other] = numbers;
  const differing = differences(one, other);
  if (differing?.length === 1) return 'one-digit';
  if (differing && isSwap(one, other, differing)) return 'digits-swapped';
  return isClose(one, other, differing) && sameName(nameOf(a), nameOf(b)) ? 'same-name-close-number' : null;
}

/** Places, counted from 0, at which two numbers of one length differ; null where their lengths do. */
export function differences(one: string, other: string): readonly number[] | null {
  if (one.length !== other.length) return null;
  const places: number[] = [];
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) places.push(at);
  return places;
}

/** Two neighbouring digits the other way round. */
function isSwap(one: string, other: string, differing: readonly number[]): boolean {
  const [first, second] = differing;
  if (differing.length !== 2 || first === undefined || second !== first + 1) return false;
  return one[first] === other[second] && one[second] === other[first];
}

function isClose(one: string, other: string, differing: readonly number[] | null): boolean {
  if (differing && differing.length <= CLOSE_DIGITS) return true;
  return (
    one.slice(-SHARED_END) === other.slice(-SHARED_END) ||
    one.slice(0, SHARED_BEGINNING) === other.slice(0, SHARED_BEGINNING)
  );
}

const nameOf = ({ firstName, lastName }: Comparable): string => `${firstName ?? ''} ${lastName ?? ''}`;

const sameAddress = (a: string, b: string): boolean => emailOf(a).toLowerCase() === emailOf(b).toLowerCase();

/** Every number that is one digit, or two neighbours swapped, away from this one: 99 of a ten-digit number. */
export function nearNumbers(digits: string): readonly string[] {
  const near = new Set<string>();
  for (let at = 0; at < digits.length; at += 1) {
    for (const digit of '0123456789') near.add(digits.slice(0, at) + digit + digits.slice(at + 1));
    const next = digits[at + 1];
    if (next !== undefined) near.add(digits.slice(0, at) + next + digits[at] + digits.slice(at + 2));
  }
  near.delete(digits);
  return [...near];
}
