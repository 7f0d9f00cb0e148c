/** The largest message the page has a reason to send: a place in a history, and settings a few dozen at a time. */
const MAX_TEXT = 20_000;
const MAX_PARTS = 400;
const MAX_DEPTH = 4;

/**
 * Whether a message is small enough to be read at all: its text (keys too), its parts and its depth, looked at without
 * going past any of those bounds. What is neither a list, a plain object nor a simple value is none of ours.
 */
export function isBounded(message: unknown): boolean {
  let text = 0;
  let parts = 0;
  const fits = (value: unknown, depth: number): boolean => {
    parts += 1;
    if (parts > MAX_PARTS) return false;
    if (typeof value === 'string') {
      text += value.length;
      return text <= MAX_TEXT;
    }
    if (typeof value !== 'object' || value === null) {
      return typeof value !== 'function' && typeof value !== 'symbol' && typeof value !== 'bigint';
    }
    if (depth >= MAX_DEPTH) return false;
    if (Array.isArray(value)) {
      return value.length <= MAX_PARTS && value.every((item) => fits(item, depth + 1));
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return false;
    for (const key in value) {
      text += key.length;
      if (text > MAX_TEXT || !fits(Reflect.get(value, key), depth + 1)) return false;
    }
    return true;
  };
  return fits(message, 0);
}
