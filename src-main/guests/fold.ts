/** What parts the words of a name: spaces, and whatever else is neither a letter, a mark nor a digit. */
const BETWEEN = /[^\p{L}\p{M}\p{N}]+/u;
const MARKS = /\p{M}+/gu;
/** Letters that lose nothing by decomposition, and are still typed as others. */
const ALIKE: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};
const ALIKE_LETTERS = /[øłđðþßæœı]/g;

/** Most names are plain letters, and a hundred thousand of them are folded when the kiosk starts. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Lower case without accents: "Núñez" and "nunez" are one word. Applied to both sides of every comparison. */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(MARKS, '')
    .replace(ALIKE_LETTERS, (letter) => ALIKE[letter] ?? letter);
}

/** The words of a name, folded: "O'Brien-Ruiz, Seán" has o, brien, ruiz and sean. */
export function foldedWords(text: string): readonly string[] {
  return fold(text)
    .split(BETWEEN)
    .filter((word) => word !== '');
}
