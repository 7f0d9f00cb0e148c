import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Comparable, duplicateReason, nearNumbers } from './duplicate-match.ts';

const ana: Comparable = {
  firstName: 'Ana',
  lastName: 'Petrescu',
  digits: '4155550142',
  email: 'ana@example.com',
};
const somebody: Comparable = { firstName: 'Tom', lastName: 'Okafor', digits: '2125550199', email: null };

test.each([
  ['the same number', { ...somebody, digits: '4155550142' }, 'same-number'],
  ['the same e-mail in capitals', { ...somebody, email: 'ANA@example.com' }, 'same-email'],
  ['one digit wrong', { ...somebody, digits: '4155550143' }, 'one-digit'],
  ['two neighbours swapped', { ...somebody, digits: '4155550124' }, 'digits-swapped'],
  ['the first two swapped', { ...somebody, digits: '1455550142' }, 'digits-swapped'],
  ['two wrong digits, another name', { ...somebody, digits: '4155550199' }, null],
  [
    'two wrong digits, the same name',
    { ...ana, email: null, digits: '4155550199' },
    'same-name-close-number',
  ],
  [
    'the same end, another area, the same name without its accent',
    { ...ana, email: null, firstName: 'Aná', digits: '6505550142' },
    'same-name-close-number',
  ],
  [
    'two wrong digits, the same name written apart and with a hyphen',
    { ...ana, email: null, firstName: 'A-na', lastName: 'Pe Trescu', digits: '4155550199' },
    'same-name-close-number',
  ],
  ['the same e-mail as a link', { ...somebody, email: 'mailto:Ana@Example.com.' }, 'same-email'],
  ['the same e-mail with an unseen character', { ...somebody, email: 'ana\u200b@example.com' }, 'same-email'],
  ['another number, the same name', { ...ana, email: null, digits: '2125559999' }, null],
  ['no number, the same name', { ...ana, email: null, digits: null }, null],
  ['a digit too few', { ...somebody, digits: '415555014' }, null],
  ['nothing alike', somebody, null],
  [
    'two guests without a name on close numbers',
    { firstName: null, lastName: null, digits: '4155550199', email: null },
    null,
  ],
] as const)('%s', (_, other, why) => {
  expect(duplicateReason(ana, other)).toBe(why);
  expect(duplicateReason(other, ana)).toBe(why);
});

test('the near numbers are exactly those that differ in one digit or two neighbours swapped', () => {
  expect(nearNumbers('4155550142')).toHaveLength(90 + 6);
  const digits = fc.stringMatching(/^\d{10}$/);
  fc.assert(
    fc.property(digits, digits, fc.nat(9), fc.nat(8), fc.nat(9), (one, other, at, swap, digit) => {
      const near = new Set(nearNumbers(one));
      const compare = (number: string): void => {
        const why = duplicateReason({ ...somebody, digits: one }, { ...ana, digits: number });
        expect(near.has(number)).toBe(why === 'one-digit' || why === 'digits-swapped');
      };
      compare(other);
      compare(one.slice(0, at) + digit + one.slice(at + 1));
      compare(one.slice(0, swap) + one[swap + 1] + one[swap] + one.slice(swap + 2));
    }),
  );
});
