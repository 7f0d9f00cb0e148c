import type { NameQuery } from './gateway.ts';

/** What parts a family's name from a first name written behind it. */
const COMMA = /[,،、，;]/u;
const ENDS_IN_COMMA = /[,،、，;]\s*$/u;
const WORD = /\p{L}/u;
/** What is behind a comma and is no first name. */
const SUFFIX = /^(?:jr|sr|ii|iii|iv|esq|md|phd)\.?$/i;

/**
 * The names that typed words may stand for. One word may be either name; of several, the last or all but the first may be
 * the family's ("María José Núñez", "Ana Ruiz Vega"). A comma says that the family's name came first ("Núñez, María José"),
 * but not before a suffix ("Ana Ruiz, Jr."). The CRM keeps the two apart and takes no free text.
 */
export function namesFrom(text: string): readonly NameQuery[] {
  const [family = '', ...others] = text
    .split(COMMA)
    .map((part) => part.trim().replace(/\s+/g, ' '))
    .filter((part) => WORD.test(part));
  const given = others.filter((part) => !SUFFIX.test(part));
  if (given.length > 0) return [{ firstName: given.join(' '), lastName: family }];
  const words = family.split(' ');
  const [first, ...rest] = words;
  if (first === undefined || first === '') return [];
  if (rest.length === 0) {
    // A comma behind one word: the first name is yet to come.
    const last = { firstName: null, lastName: first };
    return ENDS_IN_COMMA.test(text) ? [last] : [{ firstName: first, lastName: null }, last];
  }
  const lastAlone = { firstName: words.slice(0, -1).join(' '), lastName: words.at(-1) ?? null };
  return rest.length === 1 ? [lastAlone] : [lastAlone, { firstName: first, lastName: rest.join(' ') }];
}
