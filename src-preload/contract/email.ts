/** An address with all its parts. Toast is asked for whole ones only, and takes no other for a new guest. */
const WHOLE = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;

/** Whether this text, spaces around it aside, can be a whole e-mail address. */
export function isWholeEmail(text: string): boolean {
  return WHOLE.test(text.trim());
}
