import { plainDigits } from './digits.ts';

/** ISO/IEC 7812: a payment card's number has up to 19 digits; no issuer uses fewer than 13. */
const CARD_MIN = 13;
const CARD_MAX = 19;
/** ITU E.164: a number with its country code has at most 15 digits. */
const PHONE_MAX = 15;

/** Digits with what people put between them: spaces, dashes, dots, slashes, and characters that show nothing. */
const RUN = /\d(?:[\s\p{Pd}\p{Cf}\u2212._/\u00b7\u2022]*\d){12,}/gu;
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
  digits.length >= CARD_MIN && digits.length <= CARD_MAX && /[1-9]/.test(digits) && passesLuhn(digits);

/** Whether a run of digits is a phone number by what leads it, or is or holds a card's number. */
function isCardRun(run: string, plus: boolean): boolean {
  const digits = run.replace(/\D/g, '');
  const abroad = plus ? digits : digits.replace(/^0(?:0|11)/, '');
  if ((plus || abroad !== digits) && abroad.length <= PHONE_MAX) return false;
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
 * Whether a text holds a payment card's number or begins like a magnetic track: 13 to 19 digits that pass Luhn, in any
 * script, together or with spaces and dashes between. No such text is shown, kept, logged or sent. Digits led by +, 00 or
 * 011 are a phone number up to 15 of them.
 */
export function holdsCardNumber(text: string): boolean {
  const plain = plainDigits(text);
  if (TRACK.test(plain)) return true;
  const rest = plain.replace(MACHINE, ' ; ');
  for (const { 0: run, index } of rest.matchAll(RUN)) {
    if (isCardRun(run, /\+[\s(]*$/.test(rest.slice(0, index)))) return true;
  }
  return false;
}
