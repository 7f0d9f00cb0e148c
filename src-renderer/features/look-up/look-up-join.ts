import type { GuestMatch } from '../../../src-preload/contract/guest.ts';
import type { LookUpAnswer } from '../../../src-preload/contract/look-up.ts';

/** What is shown: an answer, and what it was asked for. */
export interface Shown extends LookUpAnswer {
  readonly asked: string;
}

/** Keeps guests in their places: those still in the answer in their old order, new ones after them, nobody twice. */
export function joinById(before: readonly GuestMatch[], after: readonly GuestMatch[]): readonly GuestMatch[] {
  const fresh = new Map(after.map((match) => [match.id, match]));
  const kept = before.flatMap((match) => {
    const now = fresh.get(match.id);
    fresh.delete(match.id);
    return now === undefined ? [] : [now];
  });
  return [...kept, ...fresh.values()];
}

/** The words of a name: lower case, without accents and punctuation. */
const words = (text: string): readonly string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/**
 * This kiosk's own answer to more letters of a name, with those of whom Toast told at fewer letters and who still fit:
 * they would only vanish and come back when Toast is asked again. Accents, case, punctuation and spaces aside.
 */
export function narrowed(before: Shown | null, own: LookUpAnswer, asked: string): LookUpAnswer {
  if (before === null || before.from !== 'toast' || !asked.startsWith(before.asked)) return own;
  const sought = words(asked);
  const told = before.matches.filter(({ name }) => {
    const names = words(name ?? '');
    const begins = (part: string) => names.some((_, at) => names.slice(at).join('').startsWith(part));
    return sought.every(begins) || begins(sought.join(''));
  });
  const matches = joinById(told, [...told, ...own.matches]);
  return { ...own, matches, total: Math.max(own.total, matches.length), from: 'toast' };
}

/**
 * Whether what is typed is all that Toast can be asked for of this name: the whole of it, or the first or last name where
 * there are no more than these two. Of longer names it is not known which words are the first name, and Toast finds whole
 * names only, so others with the same beginning would be missing.
 */
export function isWholeName(typed: string, name: string | null): boolean {
  const sought = words(typed);
  const own = words(name ?? '');
  if (sought.length === 0 || !sought.every((word) => own.includes(word))) return false;
  return sought.length === own.length || own.length === 2;
}

/** Whether more than one word is typed: then it is taken for a whole name. */
export const hasSeveralWords = (typed: string): boolean => words(typed).length > 1;
