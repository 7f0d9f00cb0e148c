/** A key of the page's keypads; a hardware keyboard says the same things. */
export type Key = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '00' | 'delete' | 'clear';

/**
 * The least time between two presses of the same key that count as two, ms. A wet finger or a worn panel reports one
 * press twice within a few milliseconds; the fastest people type 15 keys a second (66 ms).
 */
export const BOUNCE_MS = 40;

/**
 * Tells a finger's second report of one press from a second press. Different keys always count. `at` is when the finger
 * came down (the event's own time stamp, ms), not when the page got round to it: a busy page handles two honest presses
 * in one go, and none may be dropped.
 */
export function createBounceFilter<K = Key>(): (key: K, at: number) => boolean {
  let last: { readonly key: K; readonly at: number } | null = null;
  return (key, at) => {
    const counts = last === null || last.key !== key || at - last.at >= BOUNCE_MS;
    if (counts) last = { key, at };
    return counts;
  };
}

/** What a text of digits becomes after a key, at most `most` of them. */
export function typeDigits(digits: string, key: Key, most: number): string {
  if (key === 'clear') return '';
  if (key === 'delete') return digits.slice(0, -1);
  return `${digits}${key}`.slice(0, most);
}

/** The keys that type a pasted code or number; none where the text is something else. */
export const keysOfDigits = (text: string): readonly Key[] =>
  /^[\d\s-]{1,20}$/.test(text) ? ([...text.replace(/\D/g, '')] as Key[]) : [];

/**
 * The keys that type a pasted amount again, cents first: "$1,250" and "12.50"; none where the text is something else.
 */
export function keysOfAmount(text: string): readonly Key[] {
  const parts = /^\s*\$?\s*(\d{1,3}(?:,\d{3})*|\d{1,6})(?:[.,](\d\d))?\s*$/.exec(text);
  return parts === null
    ? []
    : ['clear', ...keysOfDigits(`${parts[1]?.replaceAll(',', '')}${parts[2] ?? '00'}`)];
}
