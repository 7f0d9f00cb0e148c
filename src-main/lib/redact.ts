/** What tells a reader nothing of a guest though it is made of digits: GUIDs, hashes, dates, our own references. */
const KEPT = [
  '(?<![0-9a-fA-F-])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9a-fA-F-])',
  '(?<![\\p{L}\\p{Nd}])[0-9a-f]{40,128}(?![\\p{L}\\p{Nd}])',
  '(?<!\\p{Nd})20\\d\\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])(?:T[\\d:.-]{5,18}Z?)?(?![\\p{Nd}-])',
  '(?<!\\p{Nd})20\\d{6}T\\d{6}Z',
];

/**
 * An address in any script (RFC 6531, also percent-encoded, its name also in quotation marks). Bounded as addresses are: a long text without an @ would
 * otherwise be gone over once for each of its letters.
 */
const EMAIL =
  '(?:"[^"\\n]{1,64}"|[^\\s@＠"<>(),:;\\\\\\[\\]{}]{1,64})(?:[@＠]|%40)[\\p{L}\\p{M}\\p{Nd}_.\\-。．｡]{1,255}';

/** What people and machines put between the digits of a number, as it is or as JSON and addresses write it. */
const BETWEEN =
  '(?:[\\s().\\-/_·•%\\u00ad\\u2010-\\u2015\\u2212\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069]|\\\\[tnrfv])';

/** Seven digits or more: the shortest numbers of subscribers, and everything E.164 allows, in any spacing. */
const NUMBER = `[+＋]?\\(?\\p{Nd}(?:${BETWEEN}{0,4}\\p{Nd}){6,}`;

const PATTERN = new RegExp(`(${EMAIL})|(${KEPT.join('|')})|(${NUMBER})`, 'gu');

/** A version or an address of the network: single digits between dots, as no phone number is written. */
const VERSION = /^\d+(?:\.\d+)*\.\d\.\d+(?:[.-]\d+)*$/;

/**
 * Takes what could be a phone number or an e-mail address out of a text, even where a bug put it there. Phone numbers:
 * with or without a country, in any spacing and any script's digits. GUIDs, hashes and dates stay: they name no one to a
 * reader of the log, and an admin needs them. Names cannot be told by their shape: the support file takes out those that
 * the kiosk knows.
 */
export function redact(text: string): string {
  return text.replace(PATTERN, (found, email?: string, kept?: string) => {
    if (email !== undefined) return '[e-mail]';
    if (kept !== undefined) return kept;
    return VERSION.test(found) ? found : '[number]';
  });
}

/** `value` with every text in it redacted, keys too. Numbers, which only our own code makes, stay. */
export function redactDeep(value: unknown): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map(redactDeep);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [redact(key), redactDeep(part)]));
}
