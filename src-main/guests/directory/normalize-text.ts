/** What parts the words of a name: spaces, and anything else is neither a letter, a mark nor a digit. */
const BETWEEN = /[^\p{L}\p{M}\p{N}]+/u;
const MARKS = /\p{M}+/gu;
/** Signs that Unicode counts as letters and people write as apostrophes ("O\u02BCBrien", "Ka\u02BBena"), and Arabic's stretcher. */
const SIGNS = /[\u02B9-\u02BF\u02C8\u02EE\u0640\uA78B\uA78C]+/g;
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
  ς: 'σ',
};
const ALIKE_LETTERS = /[øłđðþßæœıς]/g;
/** Letters that are written in two ways without their accent: "Müller" is Muller and Mueller. */
const WRITTEN_OUT: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ø: 'oe', ü: 'ue', å: 'aa' };
const WRITTEN_OUT_LETTERS = /[äöøüå]/g;

/** Most names are plain letters, and a hundred thousand of them are folded when the kiosk starts. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Lower case without accents: "Núñez" and "nunez" are one word. Applied to both sides of every comparison. */
export function normalize(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(MARKS, '')
    .replace(SIGNS, '')
    .replace(ALIKE_LETTERS, (letter) => ALIKE[letter] ?? letter);
}

/** The words of a name, folded: "O'Brien-Ruiz, Seán" has o, brien, ruiz and sean. */
export function normalizedWords(text: string): readonly string[] {
  return normalize(text)
    .split(BETWEEN)
    .filter((word) => word !== '');
}

/** A name's words as they are typed without accents: one spelling, and a second where it has letters written in two ways. */
export function spellings(name: string): readonly (readonly string[])[] {
  const words = normalizedWords(name);
  if (PLAIN.test(name)) return [words];
  const outspoken = name.normalize('NFC').toLowerCase();
  const out = outspoken.replace(WRITTEN_OUT_LETTERS, (letter) => WRITTEN_OUT[letter] ?? letter);
  return out === outspoken ? [words] : [words, normalizedWords(out)];
}
