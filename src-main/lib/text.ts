const LETTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Nearly every text: nothing in it needs a look. */
const PLAIN = /^[ -~]*$/;
/** Characters that no one sees and no name needs: soft hyphen, zero-width space, word joiner, byte order mark. */
const UNSEEN = /[\u00AD\u200B\u2060\uFEFF]+/g;
/** Marks that turn the direction of what follows them: they would turn the rest of a line as well. */
const TURNING = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/**
 * A text as it may leave for Toast or the disk: NFC, without half and unseen characters; a space takes the place of control
 * characters and marks of direction, so that words stay apart. Repairing what was repaired gives the same.
 */
export function wellFormed(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(/\p{Cs}+/gu, '')
    .replace(UNSEEN, '')
    .replace(TURNING, ' ')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .normalize('NFC');
}

/**
 * What people tell a name by: capitals, wide letters, ligatures, the shape of apostrophes and characters that no one sees
 * make no other name. For comparison only.
 */
export function seenName(name: string): string {
  return wellFormed(name)
    .normalize('NFKC')
    .replace(/\p{DI}+/gu, '')
    .replace(/[\u2018\u2019]/g, "'")
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim();
}

/** At most so many code units of a well-formed text, and never part of a letter: an emoji of several parts is one. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  // The character behind the end says whether a letter goes on over it.
  const next = [...LETTERS.segment(text.slice(0, most + 2))].findLast(({ index }) => index <= most);
  const end = next === undefined || next.index === 0 ? most : next.index;
  return text.slice(0, end).replace(/[\uD800-\uDBFF]$/, '');
}
