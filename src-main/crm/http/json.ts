/** Deeper than anything the CRM says; beyond it, other code would run out of stack. */
const MAX_DEPTH = 20;
/** Ten pages as long as we ask for, with all that a line has. */
const MAX_SEPARATORS = 15_000;

const [QUOTE, COMMA, OPEN_LIST, BACKSLASH, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [
  0x22, 0x2c, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d,
];

/**
 * Whether `text` can be parsed, and looked at afterwards, in a few milliseconds: JSON that is all depth or all small
 * values holds the main thread for long, regardless of its size.
 */
export function isQuick(text: string): boolean {
  let depth = 0;
  let separators = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at + 1);
        break;
      case COMMA:
        separators += 1;
        if (separators > MAX_SEPARATORS) return false;
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        depth += 1;
        if (depth > MAX_DEPTH) return false;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth -= 1;
        break;
    }
  }
  return true;
}

/** Where the string that begins before `from` ends: its closing quote, or the end of the text. */
function endOfString(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) {
    at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  }
  return at;
}
