import { expect, test } from 'vitest';
import { normalize, normalizedWords } from './normalize-text.ts';

test.each([
  ['Núñez', 'nunez'],
  ['ÅNGSTRÖM', 'angstrom'],
  ['Łukasz Øster', 'lukasz oster'],
  ['Straße', 'strasse'],
  ['محمد', 'محمد'],
])('%s is compared as %s', (name, folded) => {
  expect(normalize(name)).toBe(folded);
});

test.each([
  ["O'Brien-Ruiz, Seán", ['o', 'brien', 'ruiz', 'sean']],
  ['  María  José ', ['maria', 'jose']],
  ['🙂 Ana 🙂', ['ana']],
  ['🙂', []],
  ['', []],
])('%s has the words %o', (name, words) => {
  expect(normalizedWords(name)).toEqual(words);
});
