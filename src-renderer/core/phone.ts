import { holdsCardNumber } from '../../src-preload/contract/formats/card-number.ts';
import { isAbroad, MAX_ABROAD, PHONE_DIGITS, readPhone } from '../../src-preload/contract/formats/phone.ts';
import { type Key, typeDigits } from './keypad.ts';

/** Ten digits that may be the first of a payment card's are sent after so long without another, ms: a person who types 16 goes on sooner. */
export const CARD_PAUSE_MS = 400;

/** The number of what was typed: national digits, or + and those of another country's number. */
export const numberOf = (typed: string): string => readPhone(typed).number;

/** What is typed of a text from elsewhere (pasted, scanned): the number in it, or how one begins. */
export function typedOfText(text: string): string {
  const { lead, number } = readPhone(text);
  return number === '' ? lead : number;
}

/** How many characters may be typed: what leads up to a number, and its digits. An extension is not. */
function maxTyped(typed: string): number {
  const { lead, number } = readPhone(typed);
  return lead.length + (isAbroad(number) ? MAX_ABROAD : PHONE_DIGITS);
}

/**
 * What a key makes of a number being typed; null where the digits come to a payment card's number, of which nothing may be
 * kept. Digits that do not fit any more are counted for that alone.
 */
export function createNumberPad(): (typed: string, key: Key) => string | null {
  let beyond = '';
  return (typed, key) => {
    const next = typeDigits(typed, key, maxTyped(typed));
    beyond = next === typed && key.length === 1 ? beyond + key : '';
    if (!holdsCardNumber(typed + beyond)) return next;
    beyond = '';
    return null;
  };
}

/** "(415) 555-01" from national digits, as far as they go. No-break spaces, so that it never wraps. Another number is as it is. */
export function phoneText(number: string): string {
  if (isAbroad(number) || number.length > PHONE_DIGITS) return number;
  const area = number.slice(0, 3);
  const exchange = number.slice(3, 6);
  const line = number.slice(6);
  if (number.length <= 3) return `(${area}`;
  if (number.length <= 6) return `(${area})\u00a0${exchange}`;
  return `(${area})\u00a0${exchange}-${line}`;
}
