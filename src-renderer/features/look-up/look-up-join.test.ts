import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GuestMatch } from '../../../src-preload/contract/guest.ts';
import { anaMatch } from '../../testing/fake-api.ts';
import { hasSeveralWords, isWholeName, joinById, narrowed, type Shown } from './look-up-join.ts';

const named = (id: string, name: string | null = id): GuestMatch => ({ ...anaMatch, id, name });
const ids = (matches: readonly GuestMatch[]): readonly string[] => matches.map(({ id }) => id);

describe('joining answers', () => {
  const some = fc.array(
    fc.constantFrom(...'abcdefghij').map((id) => named(id)),
    { maxLength: 14 },
  );
  const each = fc.uniqueArray(
    fc.constantFrom(...'abcdefghij').map((id) => named(id)),
    {
      selector: ({ id }) => id,
    },
  );

  it('shows no one twice, everyone of the newer answer and no one else', () => {
    fc.assert(
      fc.property(each, some, (before, after) => {
        const joined = ids(joinById(before, after));
        expect(new Set(joined).size).toBe(joined.length);
        expect(new Set(joined)).toEqual(new Set(ids(after)));
      }),
    );
  });

  it('never reorders whom it showed, and puts new ones after them in their own order', () => {
    fc.assert(
      fc.property(each, some, (before, after) => {
        const joined = ids(joinById(before, after));
        const stayed = ids(before).filter((id) => ids(after).includes(id));
        expect(joined.slice(0, stayed.length)).toEqual(stayed);
        const newGuests = [...new Set(ids(after))].filter((id) => !ids(before).includes(id));
        expect(joined.slice(stayed.length)).toEqual(newGuests);
      }),
    );
  });

  it('takes the newer words about a guest', () => {
    const renamed = named('a', 'Anna');
    expect(joinById([named('a'), named('b')], [renamed])).toEqual([renamed]);
  });
});

describe('narrowing by more letters of a name', () => {
  const told = (asked: string, ...matches: GuestMatch[]): Shown => ({
    asked,
    matches,
    total: matches.length,
    near: [],
    from: 'toast',
  });
  const own = (...matches: GuestMatch[]) => ({
    matches,
    total: matches.length,
    near: [],
    from: 'kiosk' as const,
  });

  it('keeps whom Toast told of while every word still begins one of theirs, accents and case aside', () => {
    const before = told('M', named('1', 'María Núñez'), named('2', 'Mark Nolan'), named('3', null));
    const after = narrowed(before, own(named('4', 'Mara Nun')), 'MAR nun');
    expect(ids(after.matches)).toEqual(['1', '4']);
    expect(after).toMatchObject({ total: 2, from: 'toast' });
  });

  it('leaves the kiosk’s own answer alone where Toast told of no one, or of other', () => {
    const answer = own(named('4', 'Ana'));
    expect(narrowed(null, answer, 'an')).toBe(answer);
    expect(narrowed({ ...told('a', named('1', 'Anna')), from: 'kiosk' }, answer, 'an')).toBe(answer);
    expect(narrowed(told('ann', named('1', 'Anna')), answer, 'an')).toBe(answer);
  });
});

describe('a name that Toast can be asked for', () => {
  it.each([
    ['okafor', 'Tom Okafor', true],
    ['OKAFOR, tom', 'Tom Okafor', true],
    ['núñez', 'Maria Nunez', true],
    ['madonna', 'Madonna', true],
    ['okaf', 'Tom Okafor', false],
    ['tom okaf', 'Tom Okafor', false],
    // Which of three words are the first name is not known: “Mary” alone finds no “Mary Ann” in Toast.
    ['mary', 'Mary Ann Smith', false],
    ['mary ann smith', 'Mary Ann Smith', true],
    ['', 'Tom Okafor', false],
    ['.', null, false],
  ])('is “%s” of %s: %s', (typed, name, whole) => {
    expect(isWholeName(typed, name)).toBe(whole);
  });

  it('is taken to be whole from two words on', () => {
    expect(['tom', ' tom ', 'tom o'].map(hasSeveralWords)).toEqual([false, false, true]);
  });
});
