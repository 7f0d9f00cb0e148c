import type { StoreApi } from 'zustand/vanilla';
import type { AppError } from '../../../src-preload/contract/errors.ts';
import { emailOf, isWholeEmail } from '../../../src-preload/contract/formats/email.ts';
import { isAbroad, isWholeNumber } from '../../../src-preload/contract/formats/phone.ts';
import { MAX_EMAIL, type NewGuest } from '../../../src-preload/contract/guest.ts';
import type { GuestDetails } from '../../../src-preload/contract/outbox.ts';
import type { Key } from '../../core/keypad.ts';
import { numberOf, typedOfText } from '../../core/phone.ts';

/** What is asked of a new guest, in the order in which a host asks it. */
export const NEW_GUEST_FIELDS = ['firstName', 'lastName', 'phone', 'email'] as const;
export type NewGuestField = (typeof NEW_GUEST_FIELDS)[number];

/** A new guest as typed so far. The phone is digits, perhaps with a leading country code. */
export type TypedGuest = Readonly<Record<NewGuestField, string>>;

/** What was typed before it was known that they are new: a number, a name or an e-mail no one has. */
export interface Prefill {
  readonly digits?: string;
  readonly name?: string;
  readonly email?: string;
}

/**
 * What a field lacks. missing: Toast needs it · contact: a phone or an e-mail is needed · too-short: not all digits yet ·
 * impossible: no phone has this number · abroad: a number of another country, which Toast may not take · card: what was typed
 * is a payment card's number, and gone · no-address: not an e-mail address.
 */
export type FieldProblem =
  | 'missing'
  | 'contact'
  | 'too-short'
  | 'impossible'
  | 'abroad'
  | 'card'
  | 'no-address';
export type FieldProblems = { readonly [F in NewGuestField]?: FieldProblem };

/** A guest's details being typed, field by field. */
export interface GuestFields {
  readonly typed: TypedGuest;
  /** The field being typed; null on the form itself. */
  readonly field: NewGuestField | null;
  /** What the other side refused of what is typed now. */
  readonly refused: FieldProblems;
  /** Goes to a field, or back to the form. What is typed stays. */
  readonly go: (field: NewGuestField | null) => void;
  /** A field is typed: on to the next that is needed, or back to the form. */
  readonly write: (field: Exclude<NewGuestField, 'phone'>, text: string) => void;
  readonly press: (key: Key) => void;
  /** A text from elsewhere takes the place of the phone as far as it was typed. */
  readonly pastePhone: (text: string) => void;
}

/** A store of such fields, as the screens that type them read it. */
export type GuestFieldsStore = Pick<StoreApi<GuestFields>, 'getState' | 'getInitialState' | 'subscribe'>;

/**
 * The form as it opens. The first word of a name is the first name, the others the last, unless a comma says that the last
 * came first; it can be changed.
 */
export function typedFrom({ digits = '', name = '', email = '' }: Prefill): TypedGuest {
  const [family = '', given] = name.split(/[,;،、，]/).map((part) => part.trim().replace(/\s+/g, ' '));
  const [firstName = '', ...rest] = family.split(' ');
  return {
    firstName: given ?? firstName,
    lastName: given === undefined ? rest.join(' ') : family,
    phone: typedOfText(digits),
    email: emailOf(email).slice(0, MAX_EMAIL),
  };
}

/** What each field lacks by the API's own demands; empty where the guest is whole. */
export function problemsOf(typed: TypedGuest): FieldProblems {
  const phone = numberOf(typed.phone);
  const email = typed.email.trim();
  return {
    ...(typed.firstName.trim() === '' && { firstName: 'missing' }),
    ...(typed.lastName.trim() === '' && { lastName: 'missing' }),
    ...(phone === '' && email === '' && { phone: 'contact' }),
    ...(phone !== '' && !isWholeNumber(phone) && { phone: 'too-short' }),
    ...(isAbroad(phone) && { phone: 'abroad' }),
    ...(email !== '' && !isWholeEmail(email) && { email: 'no-address' }),
  };
}

/** The first field that lacks something; null where none does. */
export const firstProblem = (problems: FieldProblems): NewGuestField | null =>
  NEW_GUEST_FIELDS.find((field) => problems[field] !== undefined) ?? null;

/** The field a refusal is about, and what it lacks; null where it is about none. */
export function fieldRefused(error: AppError): FieldProblems | null {
  switch (error.code) {
    case 'number-impossible':
      return { phone: 'impossible' };
    case 'email-impossible':
      return { email: 'no-address' };
    case 'guest-incomplete':
      return error.missing === 'contact'
        ? { phone: 'contact' }
        : { [error.missing === 'first-name' ? 'firstName' : 'lastName']: 'missing' };
    default:
      return null;
  }
}

/** On the way to another field what was said of a card is over: the field is empty, and may stay so. */
export function withoutCard(refused: FieldProblems): FieldProblems {
  const { phone, ...others } = refused;
  return phone === 'card' ? others : refused;
}

/** Where typing continues after a field: the next that is needed and empty; else the form. */
export function onwardFrom(field: NewGuestField, typed: TypedGuest): NewGuestField | null {
  const next = firstProblem(problemsOf(typed));
  // The form shows what is wrong with what was typed.
  return next === field || next === null || typed[next] !== '' ? null : next;
}

/** The details as they are sent. */
export function detailsOf(typed: TypedGuest): GuestDetails {
  return {
    firstName: typed.firstName.trim(),
    lastName: typed.lastName.trim(),
    phone: numberOf(typed.phone) || null,
    email: typed.email.trim() || null,
  };
}

/** The guest as asked about and sent. */
export const newGuestOf = (typed: TypedGuest, guestId: string): NewGuest => ({
  guestId,
  ...detailsOf(typed),
});

/** "Ana P." of what is typed, for buttons; null where there is no first name yet. */
export function shortNameOf({ firstName, lastName }: TypedGuest): string | null {
  const first = firstName.trim();
  const initial = /\p{L}/u.exec(lastName)?.[0];
  if (first === '') return null;
  return initial === undefined ? first : `${first} ${initial.toUpperCase()}.`;
}
