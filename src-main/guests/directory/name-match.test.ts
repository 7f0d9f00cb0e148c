import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameRuns, sameName, typedName } from './name-match.ts';

const finds = (typed: string, name: string): boolean => typedName(typed).fits(name);

/** Names as people type them, and as they are kept: each finds the other. */
const ONE_NAME: readonly (readonly [string, string])[] = [
  ['obrien', "Seán O'Brien"],
  ['O’Brien', 'Sean OBrien'],
  ['o brien sean', 'Sean OBrien'],
  ['sean obrien', 'Seán OʼBrien'],
  ['delacruz', 'Ana De La Cruz'],
  ['de la cruz ana', 'Ana Delacruz'],
  ['maria de la cruz', 'Maria Delacruz'],
  ['maria delacruz', 'María de la Cruz'],
  ['smithjones', 'Amy Smith-Jones'],
  ['smith jones', 'Amy Smithjones'],
  ['jr smith', 'J.R. Smith'],
  ['J. R. Smith', 'JR Smith'],
  ['mcdonald', 'Mary Mc Donald'],
  ['vandenberg', 'Jan van den Berg'],
  ['dangelo', "D'Angelo Russo"],
  ['muller', 'Jörg Müller'],
  ['mueller', 'Jörg Müller'],
  ['jörg müller', 'Joerg Mueller'],
  ['soerensen', 'Bo Sørensen'],
  ['haakon', 'Håkon Lie'],
  ['nunez', 'José Núñez'],
  ['Núñez', 'Jose Nunez'],
  ['kaena', 'Kaʻena Lono'],
  ['stjohn', 'Ida St. John'],
  ['παπας', 'Νίκος Παπάς'],
  ['παπασ', 'ΝΙΚΟΣ ΠΑΠΑΣ'],
  ['Аленка', 'АЛЁНКА Петрова'],
  ['محمدعلی', 'محمد\u200cعلی کریم'],
  ['كريم', 'كـــريم'],
  ['田中太郎', '田中 太郎'],
  ['タナカタロウ', 'タナカ・タロウ'],
  ['ﾀﾅｶ', 'タナカ'],
  ['김민준', '김 민준'],
  ['ＡＮＡ', 'ana'],
];

test.each(ONE_NAME)('%s finds %s', (typed, name) => {
  expect(finds(typed, name)).toBe(true);
});

test.each([
  ['ana', 'Hannah Juana'],
  ['obrien', 'Brien Otis'],
  ['ana ruiz', 'Ana Cruz'],
  ['smithj', 'Jones Smith'],
  ['mueller', 'Muller Ann'],
  ['sue', 'Susan Ann'],
])('%s does not find %s', (typed, name) => {
  expect(finds(typed, name)).toBe(false);
});

const word = fc.stringMatching(/^[a-zñéü]{1,8}$/);
const between = fc.constantFrom(' ', '-', "'", '’', '. ', '·', '\u200b', ' - ');
const name = fc.array(fc.tuple(word, between), { minLength: 1, maxLength: 6 });

test('a name is found by any of its words with those after it, no matter what parts them, however far they are typed', () => {
  fc.assert(
    fc.property(name, fc.nat(5), fc.nat(40), fc.array(between), (parts, from, length, seams) => {
      const kept = parts.map(([part, seam]) => part + seam).join('');
      const run = parts.slice(from % parts.length).map(([part]) => part);
      const typed = run.map((part, at) => part + (seams[at] ?? '')).join('');
      const cut = typed.slice(0, 1 + (length % typed.length));
      expect(finds(cut, kept)).toBe(true);
      const { needles } = typedName(cut);
      expect(nameRuns(kept).some((each) => needles.some((needle) => each.startsWith(needle)))).toBe(true);
    }),
  );
});

test('anyone who fits has a run that begins with a needle', () => {
  const some = fc.array(fc.constantFrom('a', 'b', 'ab', 'ba', 'aab', 'ü'), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(some, some, (typed, kept) => {
      const { needles, fits } = typedName(typed.join(' '));
      const runs = nameRuns(kept.join(' '));
      if (fits(kept.join(' ')))
        expect(runs.some((run) => needles.some((needle) => run.startsWith(needle)))).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ["Seán O'Brien", 'Sean OBrien', true],
  ['Ana De La Cruz', 'ana delacruz', true],
  ['Jörg Müller', 'Joerg Mueller', true],
  ['Amy Smith-Jones', 'Amy Smith Jones', true],
  ['Ana Ruiz', 'Ana Ruiz Vega', false],
  ['🙂', '🙂', false],
  ['', ' ', false],
])('%s and %s are one name: %s', (one, other, same) => {
  expect(sameName(one, other)).toBe(same);
  expect(sameName(other, one)).toBe(same);
});

test('a name of thousands of words costs no more than its length', () => {
  const long = 'ana '.repeat(5_000);
  expect(nameRuns(long).join('').length).toBeLessThan(long.length + 2_000);
  expect(finds('ana anaana', long)).toBe(true);
});
