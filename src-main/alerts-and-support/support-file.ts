import { redact, redactDeep } from '../lib/redact.ts';

/** What of an entry helps anyone who looks after the kiosk: where it stands, never whose it is. */
export interface BundledEntry {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly why: string | null;
  readonly amount: number;
  readonly givenAt: number;
  readonly since: number;
  readonly requestId: string | null;
}

export interface BundleInput {
  readonly madeAt: number;
  /** Version, system, mode, configuration without secrets, disk, clock. */
  readonly facts: unknown;
  readonly config: unknown;
  readonly configProblems: unknown;
  readonly entries: readonly BundledEntry[];
  readonly logs: readonly { readonly name: string; readonly text: string }[];
  /** Secrets, which must not be in it whatever wrote it. Compared without case. */
  readonly forbidden: Iterable<string>;
  /** Every guest's name that this kiosk knows. Compared without case and accents, in any order and with anything between. */
  readonly guestNames: Iterable<string>;
}

/** Of each log file, its end: a support person reads the last hours. Characters. */
const LOG_END = 400_000;
/** Shorter words would take half the log with them: initials, "Al". Of other scripts the log has no words of its own. */
const LATIN = /\p{Script=Latin}/u;
const shortest = (word: string): number => (LATIN.test(word) ? 4 : 2);
const NONE: ReadonlySet<string> = new Set();

/**
 * The support file: plain text, so that a manager can read what they hand over. The log should contain no guest data;
 * here it is removed again, by pattern and by name.
 */
export function supportBundle(input: BundleInput): string {
  const forbidden = forbiddenOf(input.forbidden, input.guestNames);
  const section = (title: string, body: string): string => `== ${title} ==\n${body}\n`;
  const json = (value: unknown): string =>
    without(JSON.stringify(redactDeep(value), null, 1), forbidden, NONE);
  const log = (text: string): string =>
    text
      .slice(-LOG_END)
      .split('\n')
      .map((line) => cleanLine(line, forbidden))
      .join('\n');
  return [
    section('Hoststand support file', new Date(input.madeAt).toISOString()),
    section('Kiosk', json(input.facts)),
    section('Settings', json(withoutSecrets(input.config))),
    section('Settings that cannot be used', json(input.configProblems)),
    section('What waits', json(input.entries)),
    ...input.logs.map(({ name, text }) => section(name, log(text))),
  ].join('\n');
}

/** Names have few words; longer ones are searched by their first words. */
const MAX_WORDS = 8;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/** A word as it is compared: without case, marks and forms of letters. */
const folded = (word: string): string =>
  word
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();

const wordsOf = (text: string): readonly string[] => [...text.matchAll(WORD)].map(([word]) => folded(word));

/** What is taken out of a text wherever it is in it. */
interface Forbidden {
  /** Folded words, one space between. */
  readonly phrases: ReadonlySet<string>;
  /** The most words a phrase has. */
  readonly longest: number;
  /** Each word of a guest's name, for lines of the log alone: settings and facts are full of words that are names, too. */
  readonly names: ReadonlySet<string>;
}

function forbiddenOf(texts: Iterable<string>, guestNames: Iterable<string>): Forbidden {
  const phrases = new Set<string>();
  const names = new Set<string>();
  let longest = 1;
  const forbid = (words: readonly string[]): void => {
    const phrase = words.slice(0, MAX_WORDS).join(' ');
    if (phrase.length < shortest(phrase)) return;
    phrases.add(phrase);
    longest = Math.max(longest, Math.min(words.length, MAX_WORDS));
  };
  for (const text of texts) forbid(wordsOf(text));
  for (const name of guestNames) {
    const words = wordsOf(name);
    forbid(words);
    forbid([...words.slice(1), ...words.slice(0, 1)]);
    forbid([...words].reverse());
    // Chinese, Japanese and Korean names are written in one.
    if (!LATIN.test(name)) for (const order of [words, [...words].reverse()]) forbid([order.join('')]);
    for (const word of words) if (word.length >= shortest(word)) names.add(word);
  }
  return { phrases, longest, names };
}

/** Takes each forbidden run of words out of `text`: a hundred thousand names cost no more than ten. */
function without(text: string, { phrases, longest }: Forbidden, single: ReadonlySet<string>): string {
  const found = [...text.matchAll(WORD)];
  const words = found.map(([word]) => folded(word));
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < found.length; at += 1) {
    // The longest that fits: a name is taken out whole.
    for (let count = Math.min(longest, found.length - at); count > 0; count -= 1) {
      const phrase = words.slice(at, at + count).join(' ');
      if (!phrases.has(phrase) && !(count === 1 && single.has(phrase))) continue;
      const last = found[at + count - 1];
      parts.push(text.slice(from, found[at]?.index), '[removed]');
      from = (last?.index ?? 0) + (last?.[0].length ?? 0);
      at += count - 1;
      break;
    }
  }
  return parts.join('') + text.slice(from);
}

/** What a line of the log says of itself: our own words, no matter what guests are called. */
const OWN_KEYS = new Set(['at', 'level', 'event']);
/** A number of a line with as many digits may be a phone number; no duration and no count has so many. */
const LONG_NUMBER = 10_000_000;

/** A line as our logger writes it, value by value; any other line as a text. */
function cleanLine(line: string, forbidden: Forbidden): string {
  const clean = (text: string): string => without(redact(text), forbidden, forbidden.names);
  const read = parseLine(line);
  if (read === null) return clean(line);
  const safe = (value: unknown, own: boolean): unknown => {
    if (typeof value === 'string') return own ? redact(value) : clean(value);
    if (typeof value === 'number') return Math.abs(value) < LONG_NUMBER ? value : '[number]';
    if (Array.isArray(value)) return value.map((part) => safe(part, false));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [redact(key), safe(part, false)]));
  };
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(read).map(([key, value]) => [redact(key), safe(value, OWN_KEYS.has(key))]),
    ),
  );
}

function parseLine(line: string): object | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

const SECRET_KEYS = new Set(['clientSecret', 'clientId', 'restaurantGuid', 'deviceGuid']);

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      SECRET_KEYS.has(key) && part !== null ? '[removed]' : withoutSecrets(part),
    ]),
  );
}
