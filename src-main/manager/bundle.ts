import { redact } from '../lib/redact.ts';

/** What of an entry helps whoever looks after the kiosk: where it stands, never whose it is. */
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
  /**
   * What must not be in it whatever wrote it: secrets, and every guest's name, number and address that this kiosk
   * remembers. Compared without case.
   */
  readonly forbidden: Iterable<string>;
}

/** Of each log file, its end: a support person reads the last hours. Characters. */
const LOG_END = 400_000;
/** Shorter words would take half the log with them: initials, "Al". */
const SHORTEST_WORD = 4;

/**
 * The support file: plain text, so that a manager can read what they hand over. The log's own rule is that nothing of a
 * guest is in it; here it is taken out once more, by pattern and by name.
 */
export function supportBundle(input: BundleInput): string {
  const clean = cleaner(input.forbidden);
  const section = (title: string, body: string): string => `== ${title} ==\n${body}\n`;
  const json = (value: unknown): string => JSON.stringify(value, null, 1);
  return [
    section('Hoststand support file', new Date(input.madeAt).toISOString()),
    section('Kiosk', clean(json(input.facts))),
    section('Settings', clean(json(withoutSecrets(input.config)))),
    section('Settings that cannot be used', clean(json(input.configProblems))),
    section('What waits', clean(json(input.entries))),
    ...input.logs.map(({ name, text }) => section(name, clean(text.slice(-LOG_END)))),
  ].join('\n');
}

/** Names in the world have few words; whatever has more is looked for by its first ones. */
const MOST_WORDS = 8;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/**
 * Takes out phone numbers and addresses by their shape, and everything forbidden by its letters: each run of words in the
 * text is looked up among the forbidden ones, so a hundred thousand names cost no more than ten.
 */
function cleaner(forbidden: Iterable<string>): (text: string) => string {
  const phrases = new Set<string>();
  let longest = 0;
  for (const each of forbidden) {
    const words = [...each.matchAll(WORD)].slice(0, MOST_WORDS);
    const [first] = words;
    const last = words.at(-1);
    if (!first || !last) continue;
    const phrase = each.slice(first.index, last.index + last[0].length);
    if (phrase.length < SHORTEST_WORD) continue;
    phrases.add(phrase.toLowerCase());
    longest = Math.max(longest, words.length);
  }
  return (text) => withoutPhrases(redact(text), phrases, longest);
}

function withoutPhrases(text: string, phrases: ReadonlySet<string>, longest: number): string {
  const words = [...text.matchAll(WORD)];
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < words.length; at += 1) {
    const start = words[at]?.index ?? 0;
    // The longest that fits: a name is taken out whole.
    for (let count = Math.min(longest, words.length - at); count > 0; count -= 1) {
      const last = words[at + count - 1];
      const end = (last?.index ?? 0) + (last?.[0].length ?? 0);
      if (!phrases.has(text.slice(start, end).toLowerCase())) continue;
      parts.push(text.slice(from, start), '[removed]');
      from = end;
      at += count - 1;
      break;
    }
  }
  return parts.join('') + text.slice(from);
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
