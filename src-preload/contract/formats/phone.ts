import { plainDigits } from './digits.ts';

/** Number of digits of a whole national number, as Toast stores it: ten, no country code (the vendor's guide to guests). */
export const PHONE_DIGITS = 10;
/** ITU E.164: with its country code a number has at most 15 digits; the shortest in use has 7. */
export const ABROAD_MIN = 7;
export const MAX_ABROAD = 15;

/** A phone number as it was typed or written. */
export interface PhoneReading {
  /** What leads up to the number: a prefix that leaves the country, the country's own 1, or how one of them begins. */
  readonly lead: string;
  /** National digits as far as they go, or + and all digits of a number of another country. Never cut to fit. */
  readonly number: string;
}

/** Marks that people put between the digits of one number. Letters and commas divide a text into several. */
const CHUNK = /\+?[\s(]*\d[\d\s()\p{Pd}\u2212./\u00b7*_]*|\+/gu;
/** A national number in its groups, perhaps with an extension after it. */
const GROUPED = /^\D*(?:1\D+|1(?=\d{10}))?([2-9]\d{2})\D*(\d{3})\D*(\d{4})(?!\d)/;

/** What leads the digits of a chunk, and what is left of them. `0` and `01` may still become `00` or `011`. */
function split(digits: string, plus: boolean): PhoneReading {
  const prefix = plus ? '+' : (/^0(?:0|11)(?!0)/.exec(digits)?.[0] ?? '');
  const rest = plus ? digits : digits.slice(prefix.length);
  if (prefix === '') {
    const lead = /^(?:01?$|1(?!\d{11}))/.exec(digits)?.[0] ?? '';
    return { lead, number: digits.slice(lead.length) };
  }
  // Area codes do not begin with 1, so "+1 1 415" is a code written twice.
  const ones = /^1*/.exec(rest)?.[0] ?? '';
  if (ones !== '') return { lead: prefix + ones, number: rest.slice(ones.length) };
  return { lead: prefix, number: rest === '' ? '' : `+${rest}` };
}

function readChunk(chunk: string): PhoneReading {
  const plus = chunk.startsWith('+');
  // "+44 (0)20": the zero is dialed within that country only.
  const text = plus ? chunk.replace('(0)', '') : chunk;
  const read = split(text.replace(/\D/g, ''), plus);
  if (isAbroad(read.number) || isWholeNumber(read.number)) return read;
  const digits = text.slice(text.search(/\d/)).replace(/^0(?:0|11)\D*(?=1)/, '');
  const [, area = '', exchange = '', line = ''] = GROUPED.exec(digits) ?? [];
  return area === '' ? read : { ...read, number: `${area}${exchange}${line}` };
}

/** Whether this is a number of another country. */
export const isAbroad = (number: string): boolean => number.startsWith('+');

/** Whether a number has all the digits it can be asked for with. */
export const isWholeNumber = (number: string): boolean =>
  isAbroad(number)
    ? /^\+[2-9]/.test(number) && number.length > ABROAD_MIN && number.length <= MAX_ABROAD + 1
    : number.length === PHONE_DIGITS;

/**
 * The number in a text: as it is typed key by key, pasted, or written in a guest's record. This is the only reading of
 * numbers in the product. Digits of any script count, an extension does not; of several numbers the first whole one is
 * taken. Led by +, 00 or 011 and another code than 1 it is a number of another country, whole and never cut to ten digits;
 * so more than ten digits without such a lead are no national number.
 */
export function readPhone(text: string): PhoneReading {
  const chunks = plainDigits(text)
    .replace(/\p{Cf}/gu, '')
    .match(CHUNK);
  const read = (chunks ?? []).map(readChunk);
  const most = read.reduce((best, each) => (each.number.length > best.number.length ? each : best), {
    lead: '',
    number: '',
    ...read[0],
  });
  return read.find(({ lead, number }) => isWholeNumber(number) || (lead === '+' && number !== '')) ?? most;
}

/**
 * What a number in a guest's record is found by: ten national digits, + and all digits where it is another country's, else
 * such digits as it has. Null where it has none, or more than a number can have.
 */
export function phoneKey(text: string | null): string | null {
  const { number } = readPhone(text ?? '');
  if (number === '' || number.length > MAX_ABROAD + 1) return null;
  // Without a lead, and more than a national number has: it can only be another country's.
  return /^[2-9]\d{10}/.test(number) ? `+${number}` : number;
}

/** Whether one digit repeats, or each counts on from the one before: what is typed to get past a field. */
const isFiller = (digits: string): boolean =>
  [0, 1, 9].some((step) =>
    [...digits].every((digit, at) => at === 0 || (Number(digits[at - 1]) + step) % 10 === Number(digit)),
  );

/**
 * Whether ten digits have the form of the North American Numbering Plan: area code and exchange begin with 2 to 9. Which
 * codes are in service changes every year, and only Toast can say whose number it is.
 */
export const isPlanNumber = (digits: string): boolean =>
  /^[2-9]\d{2}[2-9]\d{6}$/.test(digits) && !isFiller(digits);

/** What may cross to the page before a person asks for more: the last four digits, and the area code in last-four mode. */
export interface MaskedPhone {
  /** Area code, present only where the last four were already known to the one who asked. */
  readonly area: string | null;
  /** The last four digits; null where the guest has no number. */
  readonly lastFour: string | null;
}

/** Masks a number. A number shorter than four digits shows nothing at all. */
export function maskPhone(digits: string | null, withArea = false): MaskedPhone {
  if (digits === null || digits.length < 4) return { area: null, lastFour: null };
  const area = withArea && digits.length === PHONE_DIGITS && !isAbroad(digits) ? digits.slice(0, 3) : null;
  return { area, lastFour: digits.slice(-4) };
}
