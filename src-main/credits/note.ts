import type { Reason } from '../../src-preload/contract/credit.ts';
import { cutText, wellFormed } from '../lib/text.ts';

/** The longest note sent to Toast. Its own limit is not published; a restaurant group's client keeps to 250. */
export const MAX_WIRE_NOTE = 250;

const MAX_PART = 40;

export interface NoteParts {
  readonly reason: string;
  readonly by: string;
  readonly approvedBy: string | null;
  /** The giver's own words; empty where there are none. */
  readonly words: string;
}

/**
 * The note as it travels: `Long wait; by Marco D.; ok Priya N.; soup was cold`. The CRM API records neither who gave a
 * credit nor who approved it (both are response only), so the note is the only attribution that travels.
 * Never longer than {@link MAX_WIRE_NOTE}; it is the giver's own words that are cut.
 */
export function writeNote({ reason, by, approvedBy, words }: NoteParts): string {
  const head = [
    part(reason),
    `by ${part(by)}`,
    ...(approvedBy === null ? [] : [`ok ${part(approvedBy)}`]),
  ].join('; ');
  const tail = quoted(tidy(wellFormed(words).replace(SEMICOLONS, ',')));
  return tail === '' ? head : cut(`${head}; ${tail}`, MAX_WIRE_NOTE);
}

/** Signs that a person reads as a semicolon: wide and small ones, the Arabic and the reversed one. */
const SEMICOLONS = /[;\uFF1B\uFE14\uFE54\u061B\u204F\u2E35\uA6F6]/g;

/** A semicolon separates the parts, so none may be inside a part, and the giver's own words have commas instead; the Greek question mark (U+037E) becomes one in NFC. */
function part(text: string): string {
  return cut(tidy(wellFormed(text).replace(SEMICOLONS, ' ')), MAX_PART) || '-';
}

/** One well-formed line. */
const tidy = (text: string): string => wellFormed(text).replace(/\s+/g, ' ').trim();

/** Counted in code units, which is how a limit would be counted, but never through the middle of a letter. */
const cut = (text: string, most: number): string => cutText(text, most).replace(/[\s\u200D]+$/, '');

/** Letters that look like the two of "ok": Greek, Cyrillic and Armenian ones. */
const O_ALIKE = /[\u03BF\u043E\u0585]/g;
const K_ALIKE = /[\u03BA\u043A]/g;

/**
 * Someone's own words must not read as an approval: where they begin like one, a quotation mark goes before them. What is
 * no letter, what no one sees and marks on letters do not count.
 */
function quoted(words: string): string {
  const seen = words
    .replace(/\u{1F197}/gu, 'ok ')
    .normalize('NFKD')
    .replace(/[\p{M}\p{DI}]+/gu, '')
    .toLowerCase()
    .replace(O_ALIKE, 'o')
    .replace(K_ALIKE, 'k')
    .replace(/^[^\p{L}\p{N}]+/u, '');
  return words.startsWith('"') || /^o[^\p{L}\p{N}]*k(?![\p{L}\p{N}])/u.test(seen) ? `"${words}` : words;
}

const SHAPE = /^([^;]+); by ([^;]+?)(?:; ok ([^;]+?))?(?:; ([\s\S]+))?$/;

/** Reads a note back; null where it is not one of ours. */
export function readNote(note: string): NoteParts | null {
  const match = SHAPE.exec(note.trim());
  if (!match?.[1] || !match[2]) return null;
  const words = (match[4] ?? '').replace(/^"/, '');
  return { reason: match[1], by: match[2], approvedBy: match[3] ?? null, words };
}

/** A note as a history line shows it. What is not ours is shown whole, as someone's words. */
export function describeNote(
  note: string | null,
  reasons: readonly Reason[],
): { reasonId: string | null; words: string | null; by: string | null; approvedBy: string | null } {
  if (note === null || note.trim() === '') return { reasonId: null, words: null, by: null, approvedBy: null };
  const parts = readNote(note);
  if (!parts) return { reasonId: null, words: note.trim(), by: null, approvedBy: null };
  const known = reasons.find(
    ({ label }) => part(label.en) === parts.reason || part(label.es) === parts.reason,
  );
  const words = [...(known ? [] : [parts.reason]), ...(parts.words === '' ? [] : [parts.words])].join(': ');
  return { reasonId: known?.id ?? null, words: words || null, by: parts.by, approvedBy: parts.approvedBy };
}
