import { emailOf } from '../../src-preload/contract/formats/email.ts';

const LETTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Controls (also line ends of what is pasted) and marks of direction: no field takes them. */
const UNTYPED = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

/** Without its last letter, as people see it: an emoji of several parts is one. */
export function shortened(text: string): string {
  return text.slice(0, [...LETTERS.segment(text)].at(-1)?.index ?? 0);
}

/** A text on one line, its words with single spaces between them; or without spaces. */
export const onOneLine = (text: string, space = ' '): string =>
  text.replace(UNTYPED, ' ').replace(/\s+/g, space);

/** What was typed with more after it: as many whole letters as there is room for. */
export function typedMore(typed: string, more: string, most: number): string {
  let next = typed + more.slice(0, most + 2);
  while (next.length > most) next = shortened(next);
  return next;
}

/** The address in a pasted text: the one word that has one, or all of it without spaces. */
export function emailPasted(text: string): string {
  const words = emailOf(text).split(' ');
  return emailOf(words.find((word) => /.@./.test(word)) ?? words.join(''));
}
