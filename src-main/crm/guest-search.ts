import { emailOf } from '../../src-preload/contract/email.ts';
import { isAbroad, PHONE_DIGITS, phoneKey } from '../../src-preload/contract/phone.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { CrmGuest, NameSought } from '../guests/gateway.ts';
import type { CrmError } from '../ports.ts';
import type { Sought } from './operations.ts';
import type { Collected } from './paging.ts';

/** Asks the CRM for all guests that match, or the first `limit` of them. */
export type AskGuests = (sought: Sought, limit: number) => Promise<Result<Collected<CrmGuest>, CrmError>>;

type Found = Result<readonly CrmGuest[], CrmError>;

/** More namesakes than anybody reads; the next letter, or the other name, narrows it. */
const MOST_NAMESAKES = 200;

/**
 * Those of an answer who are meant. One who cannot be read may be the one who is looked for, so "nobody" is not said of an
 * answer with such a record, and part of a list that goes on is not the list.
 */
function meant(
  { items, unreadable, more }: Collected<CrmGuest>,
  isMeant: (guest: CrmGuest) => boolean,
): Found {
  if (more) return err({ kind: 'too-wide' });
  const guests = items.filter(isMeant);
  if (guests.length > 0 || unreadable === 0) return ok(guests);
  return err({
    kind: 'unreadable',
    status: 200,
    detail: 'a guest without a readable record',
    requestId: null,
  });
}

/**
 * Guests whose number is exactly this: ten national digits, or + and all digits of another country's (E.164), which is
 * asked for once; a CRM that does not take that form knows nobody by it. How the CRM matches numbers is not documented; whose credit it is must not
 * depend on it. Newer records are said to be stored with +1, where a search for ten digits misses them: only where
 * that finds nobody is the number asked for with its +1, once.
 */
export async function byPhone(ask: AskGuests, number: string): Promise<Found> {
  const exactly = (guest: CrmGuest) => phoneKey(guest.phone) === number;
  const found = await ask({ phone: number }, Number.POSITIVE_INFINITY);
  if (!found.ok) return isAbroad(number) && found.error.kind === 'rejected' ? ok([]) : found;
  const guests = meant(found.value, exactly);
  if (!guests.ok || guests.value.length > 0 || number.length !== PHONE_DIGITS || isAbroad(number))
    return guests;
  const withCode = await ask({ phone: `+1${number}` }, Number.POSITIVE_INFINITY);
  if (withCode.ok) return meant(withCode.value, exactly);
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
  const found = await ask(sought, MOST_NAMESAKES);
  return found.ok ? meant(found.value, () => true) : found;
}

/** Guests whose e-mail is exactly this, but for capitals and what {@link emailOf} drops: a partial match would show one guest's credit to another. */
export async function byEmail(ask: AskGuests, email: string): Promise<Found> {
  const address = emailOf(email);
  if (address === '') return ok([]);
  const found = await ask({ email: address }, Number.POSITIVE_INFINITY);
  const same = (other: string | null) =>
    other !== null && emailOf(other).toLowerCase() === address.toLowerCase();
  return found.ok ? meant(found.value, ({ email: theirs }) => same(theirs)) : found;
}
