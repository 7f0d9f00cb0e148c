import { PHONE_DIGITS } from '../../src-preload/contract/phone.ts';
import { ok, type Result } from '../../src-preload/contract/result.ts';
import type { CrmGuest, NameSought } from '../guests/gateway.ts';
import type { CrmError } from '../ports.ts';
import type { Sought } from './operations.ts';

/** Asks the CRM for all guests that match, or the first `limit` of them. */
export type AskGuests = (sought: Sought, limit: number) => Promise<Result<readonly CrmGuest[], CrmError>>;

type Found = Result<readonly CrmGuest[], CrmError>;

/** More namesakes than anybody reads; the next letter, or the other name, narrows it. */
const MOST_NAMESAKES = 200;

/**
 * Guests whose number is exactly `digits`. How the CRM matches numbers is not documented; whose credit it is must not
 * depend on it. Newer records are said to be stored with +1, where a search for ten digits misses them: only where
 * that finds nobody is the number asked for with its +1, once.
 */
export async function byPhone(ask: AskGuests, digits: string): Promise<Found> {
  const exactly = (found: readonly CrmGuest[]) => found.filter((guest) => guest.phone === digits);
  const found = await ask({ phone: digits }, Number.POSITIVE_INFINITY);
  if (!found.ok) return found;
  const guests = exactly(found.value);
  if (guests.length > 0 || digits.length !== PHONE_DIGITS) return ok(guests);
  const withCode = await ask({ phone: `+1${digits}` }, Number.POSITIVE_INFINITY);
  if (withCode.ok) return ok(exactly(withCode.value));
  // A CRM that does not take a number in this form has answered all the same: nobody.
  return withCode.error.kind === 'rejected' ? ok([]) : withCode;
}

/** Guests under this name, as the CRM matches names. */
export async function byName(ask: AskGuests, { firstName, lastName }: NameSought): Promise<Found> {
  const [first, last] = [firstName?.trim() ?? '', lastName?.trim() ?? ''];
  if (first === '' && last === '') return ok([]);
  const sought = {
    ...(first === '' ? {} : { firstName: first }),
    ...(last === '' ? {} : { lastName: last }),
  };
  return ask(sought, MOST_NAMESAKES);
}

/** Guests whose e-mail is exactly this, but for capitals: a partial match would show one guest's credit to another. */
export async function byEmail(ask: AskGuests, email: string): Promise<Found> {
  const address = email.trim();
  if (address === '') return ok([]);
  const found = await ask({ email: address }, Number.POSITIVE_INFINITY);
  const same = (other: string | null) => other?.toLowerCase() === address.toLowerCase();
  return found.ok ? ok(found.value.filter((guest) => same(guest.email))) : found;
}
