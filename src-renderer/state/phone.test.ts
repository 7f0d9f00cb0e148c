import { describe, expect, it } from 'vitest';
import { digitsOfText, leadingDigits, mostDigits, nationalDigits, phoneText } from './phone.ts';

describe('a number as it is typed', () => {
  it.each([
    ['', '', ''],
    ['4155550142', '', '4155550142'],
    ['1', '1', ''],
    ['14155550142', '1', '4155550142'],
    ['0', '0', ''],
    ['01', '01', ''],
    ['011', '011', ''],
    ['0111', '0111', ''],
    ['01114155', '0111', '4155'],
    ['0114155', '011', '4155'],
    ['02', '', '02'],
  ])('%j leads with %j, and asks for %j', (typed, leading, national) => {
    expect(leadingDigits(typed)).toBe(leading);
    expect(nationalDigits(typed)).toBe(national);
    expect(mostDigits(typed)).toBe(leading.length + 10);
  });

  it.each([
    ['+1 (415) 555-0142', '14155550142'],
    ['415-555-0142 x99', '4155550142'],
    ['call 011 1 415 555 0142, extension 7', '01114155550142'],
    ['no digits', ''],
  ])('%j comes down to %j', (text, digits) => {
    expect(digitsOfText(text)).toBe(digits);
  });

  it('shows in groups as far as it goes, and never wraps', () => {
    expect(['4', '415', '4155', '4155550', '4155550142'].map(phoneText)).toEqual([
      '(4',
      '(415',
      '(415)\u00a05',
      '(415)\u00a0555-0',
      '(415)\u00a0555-0142',
    ]);
  });
});
