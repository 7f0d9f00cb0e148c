import { maskPhone } from '../../src-preload/contract/formats/phone.ts';
import type { GuestMatch, HistoryKind, HistoryLine } from '../../src-preload/contract/guest.ts';
import { assertNever } from '../../src-preload/contract/result.ts';
import { wellFormed } from '../lib/text.ts';
import type { GuestRecord } from './directory/guest-record.ts';
import type { CreditTransaction, CrmGuest } from './gateway.ts';

/** As many letters of a name as two lines of a button take beside its other words. */
const MAX_ON_BUTTON = 24;
const LETTER = /\p{L}/u;
const LETTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Latin letters with single spaces between them: what nearly every name is, and names are shown at every key. */
const TIDY = /^[!-~\u00c0-\u024f]+(?: [!-~\u00c0-\u024f]+)*$/;

/** A part of a name fit to be in a line; empty where nothing is left of it. */
export function tidy(text: string | null): string {
  if (text === null || TIDY.test(text)) return text ?? '';
  return wellFormed(text).replace(/\s+/g, ' ').trim();
}

/** First and last name; null where the CRM has neither. */
export function fullName({ firstName, lastName }: Pick<CrmGuest, 'firstName' | 'lastName'>): string | null {
  return joined(tidy(firstName), tidy(lastName));
}

function joined(first: string, last: string): string | null {
  if (first === '' || last === '') return first || last || null;
  return `${first} ${last}`;
}

/** First name and initial, for buttons: "Ana P.". */
export function shortName({ firstName, lastName }: Pick<CrmGuest, 'firstName' | 'lastName'>): string | null {
  return shortened(tidy(firstName), tidy(lastName));
}

function shortened(first: string, last: string): string | null {
  const initial = initialOf(last);
  if (first === '' || initial === undefined) return fitted(first || last) || null;
  return `${fitted(first)} ${initial.toUpperCase()}.`;
}

/** What fits a button: a name that does not is cut after its last whole word, or, without one, within it. */
function fitted(name: string): string {
  if (name.length <= MAX_ON_BUTTON) return name;
  const letters = [...LETTERS.segment(name)].map(({ segment }) => segment);
  if (letters.length <= MAX_ON_BUTTON) return name;
  const cut = letters.slice(0, MAX_ON_BUTTON).join('');
  const space = letters[MAX_ON_BUTTON] === ' ' ? cut.length : cut.lastIndexOf(' ');
  return space > 0 ? cut.slice(0, space) : `${cut}…`;
}

/** `ana@example.com` as `a•••@example.com`; null where it is not an address. */
export function maskEmail(email: string | null): string | null {
  if (email === null) return null;
  const address = tidy(email);
  const at = address.indexOf('@');
  const first = firstLetter(address);
  return first === undefined || at < 1 ? null : `${first}•••${address.slice(at)}`;
}

/** The first letter of a name, not of its punctuation; undefined where there is none ("."). */
function initialOf(name: string): string | undefined {
  const from = name.search(LETTER);
  return from < 0 ? undefined : firstLetter(name.slice(from));
}

/** The first letter as people see it: an emoji of several parts is one. */
function firstLetter(text: string): string | undefined {
  // Between two Latin letters there is always a boundary.
  if (text.charCodeAt(0) < 0x250 && text.charCodeAt(1) < 0x250) return text[0];
  return LETTERS.segment(text)[Symbol.iterator]().next().value?.segment;
}

/** A guest as a list may show them: what tells guests apart, and no more. */
export function toMatch(record: GuestRecord, withArea: boolean): GuestMatch {
  const { guest, digits, seenAt, balance, lastCredit, onlyHere } = record;
  const first = tidy(guest.firstName);
  const last = tidy(guest.lastName);
  return {
    id: guest.id,
    name: joined(first, last),
    shortName: shortened(first, last),
    phone: maskPhone(digits, withArea),
    email: maskEmail(guest.email),
    seenAt,
    balance,
    lastCredit,
    onlyHere,
  };
}

/** Turns a line of the CRM's records into one a host reads. `readNote` reads the note. */
export function toHistoryLine(
  line: CreditTransaction,
  readNote: (note: string | null) => Pick<HistoryLine, 'reasonId' | 'words' | 'by' | 'approvedBy'>,
): HistoryLine {
  return { id: line.id, kind: kindOf(line.type), amount: line.amount, at: line.at, ...readNote(line.note) };
}

function kindOf(type: CreditTransaction['type']): HistoryKind {
  if (typeof type === 'object') return 'other';
  switch (type) {
    case 'ADD_VALUE':
      return 'added';
    case 'VOID_ADD_VALUE':
      return 'added-voided';
    case 'EXPIRATION':
      return 'expired';
    case 'REDEMPTION':
      return 'redeemed';
    case 'VOID_REDEMPTION':
      return 'redeemed-voided';
    default:
      return assertNever(type, 'transaction type');
  }
}
