/**
 * The text with every decimal digit as one of 0 to 9, of any script (full-width, Arabic, Devanagari,
 * superscript), and compatibility characters as their plain ones. In Unicode ten digits of one script follow one another
 * from zero, and where sets of ten touch, so do their zeros.
 */
export function plainDigits(text: string): string {
  return text.normalize('NFKC').replace(/[^\P{Nd}0-9]/gu, (digit) => {
    const point = digit.codePointAt(0) ?? 0;
    let zero = point;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String((point - zero) % 10);
  });
}
