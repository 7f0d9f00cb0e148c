import { emailOf } from '../../src-preload/contract/formats/email.ts';
import { isAbroad, PHONE_DIGITS, phoneKey } from '../../src-preload/contract/formats/phone.ts';
import { err, ok, type Result } from '../../src-preload/contract/result.ts';
import type { CrmGuest, NameQuery } from '../guests/gateway.ts';
import type { CrmError } from '../ports.ts';
import type { GuestQuery } from './operations.ts';
import type { Collected } from './wire/paging.ts';

/** Asks the CRM for all guests that match, or the first `limit` of them. */
export type AskGuests = (query: GuestQuery, limit: number) => Promise<Result<Collected<CrmGuest>, CrmError>>;

/** Those who are meant, and how many further records of the answer cannot be read: one of them may be who is looked for. */
export interface FoundGuests {
  readonly guests: readonly CrmGuest[];
  readonly unreadable: number;
}

type Found = Result<FoundGuests, CrmError>;

const NOBODY: FoundGuests = { guests: [], unreadable: 0 };

/** More namesakes than anyone reads; the next letter, or the other name, narrows it. */
const MAX_NAMESAKES = 200;

/** The matching guests of an answer, without duplicates. A partial list is not accepted. */
function meant(
  { items, unreadable, more }: Collected<CrmGuest>,
  isMeant: (guest: CrmGuest) => boolean,
): Found {
  if (more) return err({ kind: 'too-wide' });
  const guests = new Map(items.filter(isMeant).map((guest) => [guest.id, guest]));
  return ok({ guests: [...guests.values()], unreadable });
}

/**
 * The guests alone, for those who ask; `onUnreadable` hears of the rest. Where no one does, an answer with none who is
 * meant and with a record that cannot be read is an error: it does not say "no one".
 */
export function guestsOf(
  found: Found,
  onUnreadable?: (count: number) => void,
): Result<readonly CrmGuest[], CrmError> {
  if (!found.ok) return found;
  const { guests, unreadable } = found.value;
  if (unreadable > 0) {
    if (onUnreadable) onUnreadable(unreadable);
    else if (guests.length === 0) return err(NOT_NOBODY);
  }
  return ok(guests);
}

const NOT_NOBODY: CrmError = {
  kind: 'unreadable',
  status: 200,
  detail: 'a guest without a readable record',
  requestId: null,
};

/**
 * Guests whose number is exactly this: ten national digits, or + and all digits of another country's (E.164), which is
 * asked for once; a CRM that does not take that form knows no one by it. How the CRM matches numbers is not documented;
 * whose credit it is must not depend on it. Newer records are said to be stored with +1, where a search for ten digits
 * misses them: only where that finds no one is the number asked for with its +1, once.
 */
export async function byPhone(ask: AskGuests, number: string): Promise<Found> {
  const exactly = (guest: CrmGuest) => phoneKey(guest.phone) === number;
  const found = await ask({ phone: number }, Number.POSITIVE_INFINITY);
  if (!found.ok) return isAbroad(number) && found.error.kind === 'rejected' ? ok(NOBODY) : found;
  const plain = meant(found.value, exactly);
  if (!plain.ok || plain.value.guests.length > 0 || number.length !== PHONE_DIGITS || isAbroad(number))
    return plain;
  const withCode = await ask({ phone: `+1${number}` }, Number.POSITIVE_INFINITY);
  // A CRM that does not take a number in this form has answered with the first one: no one.
  if (!withCode.ok) return withCode.error.kind === 'rejected' ? plain : withCode;
  const coded = meant(withCode.value, exactly);
  if (!coded.ok) return coded;
  // The same record may be in both answers.
  const unreadable = Math.max(plain.value.unreadable, coded.value.unreadable);
  return ok({ ...coded.value, unreadable });
}

/** Guests under this name, as the CRM matches names. */
export async function byName(ask: AskGuests, { firstName, lastName }: NameQuery): Promise<Found> {
  const [first, last] = [firstName?.trim() ?? '', lastName?.trim() ?? ''];
  if (first === '' && last === '') return ok(NOBODY);
  const query = {
    ...(first === '' ? {} : { firstName: first }),
    ...(last === '' ? {} : { lastName: last }),
  };
  const found = await ask(query, MAX_NAMESAKES);
  return found.ok ? meant(found.value, () => true) : found;
}

/**
 * Guests whose e-mail is exactly this, except for capitals and what {@link emailOf} drops: a partial match would show
 * one guest's credit to another.
 */
export async function byEmail(ask: AskGuests, email: string): Promise<Found> {
  const address = emailOf(email);
  if (address === '') return ok(NOBODY);
  const found = await ask({ email: address }, Number.POSITIVE_INFINITY);
  const same = (other: string | null) =>
    other !== null && emailOf(other).toLowerCase() === address.toLowerCase();
  return found.ok ? meant(found.value, ({ email: theirs }) => same(theirs)) : found;
}
