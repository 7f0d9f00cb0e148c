import { plainDigits } from './digits.ts';

/** ISO/IEC 7812: a payment card's number has up to 19 digits; no issuer uses fewer than 13. */
const CARD_MIN = 13;
const MAX_CARD = 19;
/** ITU E.164: a number with its country code has at most 15 digits. */
const MAX_PHONE = 15;

/** Digits with what people put between them: spaces, dashes, dots, slashes, marks on digits (keycaps), and characters that show nothing. */
const RUN = /\d(?:[\s\p{Pd}\p{C}\p{M}\u2212\u2796._/\u00b7\u2022\u2027\u2043\u30fb]*\d){12,}/gu;
/** Grouped as cards print it, any signs between the groups. */
const PRINTED =
  /(?<!\d)\d{4}(?:(?:[^\p{L}\d]{1,3}\d{4}){3}|[^\p{L}\d]{1,3}\d{6}[^\p{L}\d]{1,3}\d{4,5})(?!\d)/gu;
/** A GUID, or a secret in hexadecimal, may have 13 digits in a row; they are no card's. */
const MACHINE = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|(?<!\w)(?=\d*[a-f])[\da-f]{32,}(?!\w)/gi;
/**
 * What a card reader types: track 1 begins with % and a letter, track 2 with ; and the number (ISO/IEC 7813). On a Spanish
 * keyboard the ; comes as an ñ.
 */
const TRACK = /^\s*(?:%\p{L}|;\s*\d)|[%;ñ]\p{L}?\d{8}/iu;

/** The check digit of ISO/IEC 7812 (Luhn). */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    sum += at % 2 === 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
  }
  return sum % 10 === 0;
}

/** Whether these digits, without anything between them, are a payment card's number. */
const isCardNumber = (digits: string): boolean =>
  digits.length >= CARD_MIN && digits.length <= MAX_CARD && /[1-9]/.test(digits) && passesLuhn(digits);

/** Whether a run of digits is a phone number by what leads it, or is or holds a card's number. */
function isCardRun(run: string, plus: boolean): boolean {
  const digits = run.replace(/\D/g, '');
  const abroad = plus ? digits : digits.replace(/^0(?:0|11)/, '');
  if ((plus || abroad !== digits) && abroad.length <= MAX_PHONE) return false;
  if (isCardNumber(digits) || isCardNumber(abroad)) return true;
  // Beside the card's number may be its date, or a phone number. Cards are grouped by four and more.
  const groups = run.match(/\d+/g) ?? [];
  return groups.some((_, from) => {
    let joined = '';
    for (const group of groups.slice(from)) {
      joined += group;
      if (isCardNumber(joined)) return true;
      if (group.length < 4) return false;
    }
    return false;
  });
}

/**
 * How the numbers of Visa, Mastercard, American Express, Discover, JCB, Diners Club and UnionPay begin, as far as a phone
 * number can begin so, too.
 */
const NETWORK = /^(?:4|5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|3(?:[4-9]|0[0-59])|6(?:011|2|4[4-9]|5))/;

/** Whether digits typed one by one, ten of them or more, may be the beginning of a payment card's number. */
export function mayBecomeCardNumber(typed: string): boolean {
  const digits = plainDigits(typed).replace(/[\s\p{Pd}.]/gu, '');
  return /^\d{10,18}$/.test(digits) && NETWORK.test(digits);
}

/**
 * Whether a text holds a payment card's number or begins like a magnetic track: 13 to 19 digits that pass Luhn, in any
 * script, together, with spaces and dashes between, or grouped as on the card by any
 * sign. No such text is shown, kept, logged or sent. Digits led by +, 00 or
 * 011 are a phone number up to 15 of them.
 */
export function holdsCardNumber(text: string): boolean {
  const plain = plainDigits(text);
  if (TRACK.test(plain)) return true;
  const rest = plain.replace(MACHINE, ' ; ');
  for (const { 0: run, index } of rest.matchAll(RUN)) {
    if (isCardRun(run, /\+[\s(]*$/.test(rest.slice(0, index)))) return true;
  }
  return [...rest.matchAll(PRINTED)].some(([run]) => isCardNumber(run.replace(/\D/g, '')));
}
