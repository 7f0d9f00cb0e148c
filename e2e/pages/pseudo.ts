import { en } from '../../src-renderer/text/en.ts';
import { later } from '../../src-renderer/text/later.ts';

export type Words = { readonly [key: string]: string | Words };

/** A third longer, every word of it, and still to be read: vowels are said twice. Places for values stay as they are. */
export function stretch(text: string): string {
  return text
    .split(/(\{\{[^}]*\}\})/)
    .map((part) => (part.startsWith('{{') ? part : part.replace(/\p{L}{2,}/gu, stretchWord)))
    .join('');
}

function stretchWord(word: string): string {
  let more = Math.ceil(word.length / 3);
  const longer = [...word].map((letter) => {
    if (more === 0 || !/[aeiouáéíóúy]/i.test(letter)) return letter;
    more -= 1;
    return `${letter}${letter.toLowerCase()}`;
  });
  return longer.join('') + (word.at(-1) ?? '').toLowerCase().repeat(more);
}

function stretchAll(words: Words): Words {
  return Object.fromEntries(
    Object.entries(words).map(([key, value]) => [
      key,
      typeof value === 'string' ? stretch(value) : stretchAll(value),
    ]),
  );
}

/** All of the product's English words. */
export const ENGLISH: Words = { ...en, ...later.en };

/** The pseudo-locale: the product's English words, each a third longer. */
export const LONGER: Words = stretchAll(ENGLISH);
