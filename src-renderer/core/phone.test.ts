import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Key } from './keypad.ts';
import { createNumberPad, numberOf, phoneText, typedOfText } from './phone.ts';

/** What a pad makes of these keys; null as soon as they come to a card's number. */
function pressed(...keys: readonly string[]): string | null {
  const pad = createNumberPad();
  let typed = '';
  for (const key of keys) {
    const next = pad(typed, key as Key);
    if (next === null) return null;
    typed = next;
  }
  return typed;
}

describe('a number typed on the keypad', () => {
  it.each([
    ['4155550142', '4155550142'],
    ['415555014299', '4155550142'],
    ['1415555014299', '14155550142'],
    ['01114155550142', '01114155550142'],
    ['011573214567890', '011573214567890'],
    ['0049151234567890129', '00491512345678901'],
  ])('%s is kept as %s: an extension is not, a number of another country is whole', (keys, typed) => {
    expect(pressed(...keys)).toBe(typed);
  });

  it('is gone at the digit that makes it a payment card’s number', () => {
    expect(pressed(...'4111111111111111')).toBeNull();
    expect(pressed(...'378282246310005')).toBeNull();
    expect(pressed(...'4111111111111112')).toBe('4111111111');
  });

  it('forgets the digits beyond it once one is deleted', () => {
    expect(pressed(...'4111111111111', 'delete', '1', '1', '1')).toBe('4111111111');
  });

  it('never stays where 13 to 19 digits pass as a card’s number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[2-9]\d{11,17}$/), (digits) => {
        const sum = [...digits].reverse().reduce((total, each, at) => {
          const weighed = at % 2 === 0 ? 2 * Number(each) : Number(each);
          return total + (weighed > 9 ? weighed - 9 : weighed);
        }, 0);
        expect(pressed(...`${digits}${String((10 - (sum % 10)) % 10)}`)).toBeNull();
      }),
    );
  });
});

it.each([
  ['+1 (415) 555-0142', '4155550142'],
  ['call 011 1 415 555 0142, extension 7', '4155550142'],
  ['+57 321 456 7890', '+573214567890'],
  ['57 321 456 7890', '573214567890'],
  ['+', '+'],
  ['+1', '+1'],
  ['no digits', ''],
])('%j from elsewhere is typed as %j', (text, typed) => {
  expect(typedOfText(text)).toBe(typed);
  expect(numberOf(typed)).toBe(numberOf(text));
});

it('shows in groups as far as it goes, and never wraps; a number of another country as it is', () => {
  expect(
    ['4', '415', '4155', '4155550', '4155550142', '+573214567890', '573214567890'].map(phoneText),
  ).toEqual([
    '(4',
    '(415',
    '(415)\u00a05',
    '(415)\u00a0555-0',
    '(415)\u00a0555-0142',
    '+573214567890',
    '573214567890',
  ]);
});
