import { type MaskedPhone, maskPhone, PHONE_DIGITS } from '../../../src-preload/contract/formats/phone.ts';
import type { GuestMatch } from '../../../src-preload/contract/guest.ts';
import type { Cents, SignedCents } from '../../../src-preload/contract/money.ts';
import { toMatch } from '../present.ts';
import type { Card } from './guest-record.ts';

/**
 * A card as bytes, without its guest's id. What a list shows of somebody stands in it as it is shown, masked already,
 * so that a key brings a list of twenty to the page without a single number, name or address being parsed again.
 *
 * Six doubles (NaN where there is none), a byte of flags, then the texts: name, short name, masked e-mail, digits,
 * first name, last name, e-mail and, where it is not the digits, the phone.
 */
export interface Packed {
  readonly bytes: Buffer;
  /** The same memory. */
  readonly view: DataView;
}

const SEEN_AT = 0;
const BALANCE = 8;
const EXPIRES_AT = 16;
const BALANCE_AT = 24;
const CREDIT = 32;
const CREDIT_AT = 40;
const FLAGS = 48;
const TEXTS = 49;

const ONLY_HERE = 1;
const PHONE_IS_DIGITS = 2;

/** Before each text: twice how many characters it has, and one more where each takes two bytes. */
const TEXT_HEAD = 2;
const WIDE = 1;
const NO_TEXT = 0xffff;
/** What is longer is cut: no name or address is, and a card is no place where anything is kept that must not be lost. */
const LONGEST = 0x7ffe;

const PLUS = 43;
const ZERO = 48;
const AREA = 3;
const LAST = 4;

/** A view on `bytes`, to be packed into or read from. */
export function packedIn(bytes: Buffer): Packed {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}

/** As many bytes as this card can take at most. */
export function mostBytes({ guest, digits }: Card): number {
  const { firstName, lastName, email, phone } = guest;
  // Whole and as shown. A letter may become three as a capital, and any number of signs may count as one letter.
  const letters = 6 * ((firstName?.length ?? 0) + (lastName?.length ?? 0)) + 4 * (email?.length ?? 0);
  return TEXTS + 8 * TEXT_HEAD + 2 * (letters + (digits?.length ?? 0) + (phone?.length ?? 0) + 16);
}

/** Packs a card at `from`, and returns how many bytes it took. */
export function packCard(card: Card, { view }: Packed, from: number): number {
  const { guest, digits, seenAt, balance, lastCredit, onlyHere } = card;
  const { name, shortName, email } = toMatch(card, false);
  const phoneIsDigits = guest.phone === digits;
  view.setFloat64(from + SEEN_AT, seenAt ?? Number.NaN);
  view.setFloat64(from + BALANCE, balance?.amount ?? Number.NaN);
  view.setFloat64(from + EXPIRES_AT, balance?.earliestExpiry ?? Number.NaN);
  view.setFloat64(from + BALANCE_AT, balance?.asOf ?? Number.NaN);
  view.setFloat64(from + CREDIT, lastCredit?.amount ?? Number.NaN);
  view.setFloat64(from + CREDIT_AT, lastCredit?.at ?? Number.NaN);
  view.setUint8(from + FLAGS, (onlyHere ? ONLY_HERE : 0) | (phoneIsDigits ? PHONE_IS_DIGITS : 0));
  let at = from + TEXTS;
  at = putText(view, at, name);
  at = putText(view, at, shortName);
  at = putText(view, at, email);
  at = putText(view, at, digits);
  at = putText(view, at, guest.firstName);
  at = putText(view, at, guest.lastName);
  at = putText(view, at, guest.email);
  if (!phoneIsDigits) at = putText(view, at, guest.phone);
  return at - from;
}

/** The card that was packed at `from`, as {@link toMatch} shows it. */
export function readMatch(packed: Packed, from: number, id: string, withArea: boolean): GuestMatch {
  const { view } = packed;
  const nameAt = from + TEXTS;
  const shortNameAt = afterText(view, nameAt);
  const emailAt = afterText(view, shortNameAt);
  return {
    id,
    name: textAt(packed, nameAt),
    shortName: textAt(packed, shortNameAt),
    phone: maskedAt(packed, afterText(view, emailAt), withArea),
    email: textAt(packed, emailAt),
    seenAt: numberAt(view, from + SEEN_AT),
    balance: balanceAt(view, from),
    lastCredit: lastCreditAt(view, from),
    onlyHere: (view.getUint8(from + FLAGS) & ONLY_HERE) !== 0,
  };
}

/** The card that was packed at `from`. */
export function readPacked(packed: Packed, from: number, id: string): Card {
  const { view } = packed;
  const flags = view.getUint8(from + FLAGS);
  const digitsAt = afterText(view, afterText(view, afterText(view, from + TEXTS)));
  const firstNameAt = afterText(view, digitsAt);
  const lastNameAt = afterText(view, firstNameAt);
  const emailAt = afterText(view, lastNameAt);
  const phoneAt = (flags & PHONE_IS_DIGITS) !== 0 ? digitsAt : afterText(view, emailAt);
  return {
    guest: {
      id,
      firstName: textAt(packed, firstNameAt),
      lastName: textAt(packed, lastNameAt),
      phone: textAt(packed, phoneAt),
      email: textAt(packed, emailAt),
    },
    digits: textAt(packed, digitsAt),
    seenAt: numberAt(view, from + SEEN_AT),
    balance: balanceAt(view, from),
    lastCredit: lastCreditAt(view, from),
    onlyHere: (flags & ONLY_HERE) !== 0,
  };
}

const numberAt = (view: DataView, at: number): number | null => {
  const value = view.getFloat64(at);
  return Number.isNaN(value) ? null : value;
};

function balanceAt(view: DataView, from: number): Card['balance'] {
  const asOf = view.getFloat64(from + BALANCE_AT);
  if (Number.isNaN(asOf)) return null;
  return {
    amount: view.getFloat64(from + BALANCE) as SignedCents,
    earliestExpiry: numberAt(view, from + EXPIRES_AT),
    asOf,
  };
}

function lastCreditAt(view: DataView, from: number): Card['lastCredit'] {
  const at = view.getFloat64(from + CREDIT_AT);
  return Number.isNaN(at) ? null : { amount: view.getFloat64(from + CREDIT) as Cents, at };
}

/** Texts are written letter by letter: they are short, and a call out of the engine costs more than twenty letters. */
function putText(view: DataView, at: number, text: string | null): number {
  if (text === null) {
    view.setUint16(at, NO_TEXT);
    return at + TEXT_HEAD;
  }
  const length = Math.min(text.length, LONGEST);
  const from = at + TEXT_HEAD;
  for (let n = 0; n < length; n += 1) {
    const letter = text.charCodeAt(n);
    if (letter > 0xff) return putWide(view, at, text);
    view.setUint8(from + n, letter);
  }
  view.setUint16(at, 2 * length);
  return from + length;
}

function putWide(view: DataView, at: number, text: string): number {
  const length = Math.min(text.length, LONGEST);
  const from = at + TEXT_HEAD;
  for (let n = 0; n < length; n += 1) view.setUint16(from + 2 * n, text.charCodeAt(n), true);
  view.setUint16(at, 2 * length + WIDE);
  return from + 2 * length;
}

function afterText(view: DataView, at: number): number {
  const head = view.getUint16(at);
  if (head === NO_TEXT) return at + TEXT_HEAD;
  return at + TEXT_HEAD + ((head & WIDE) === 0 ? head >>> 1 : head - WIDE);
}

function textAt({ bytes, view }: Packed, at: number): string | null {
  const head = view.getUint16(at);
  if (head === NO_TEXT) return null;
  const from = at + TEXT_HEAD;
  return (head & WIDE) === 0
    ? bytes.toString('latin1', from, from + (head >>> 1))
    : bytes.toString('utf16le', from, from + head - WIDE);
}

/** What {@link maskPhone} makes of the digits, without their being made a text. */
function maskedAt(packed: Packed, at: number, withArea: boolean): MaskedPhone {
  const { bytes, view } = packed;
  const head = view.getUint16(at);
  const length = head >>> 1;
  if (head === NO_TEXT || (head & WIDE) !== 0 || length < LAST)
    return maskPhone(textAt(packed, at), withArea);
  const from = at + TEXT_HEAD;
  const phone = phones(bytes, from + length - LAST);
  return withArea && length === PHONE_DIGITS && bytes[from] !== PLUS
    ? { area: areas(bytes, from), lastFour: phone.lastFour }
    : phone;
}

/** Reads so many digits. What is made of them is made once and shared: the same few stand in many numbers. */
function shared<T>(count: number, make: (digits: string) => T): (bytes: Buffer, at: number) => T {
  const made: (T | undefined)[] = Array.from({ length: 10 ** count });
  return (bytes, at) => {
    let value = 0;
    for (let n = at; n < at + count; n += 1) {
      const digit = (bytes[n] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) return make(bytes.toString('latin1', at, at + count));
      value = value * 10 + digit;
    }
    const known = made[value];
    if (known !== undefined) return known;
    const fresh = make(String(value).padStart(count, '0'));
    made[value] = fresh;
    return fresh;
  };
}
const areas = shared(AREA, (area) => area);
const phones = shared(LAST, (lastFour): MaskedPhone => ({ area: null, lastFour }));
