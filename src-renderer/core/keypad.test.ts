import { describe, expect, it } from 'vitest';
import { BOUNCE_MS, createBounceFilter, keysOfAmount, keysOfDigits, typeDigits } from './keypad.ts';

describe('the bounce filter', () => {
  it('takes two reports of one press as one', () => {
    const counts = createBounceFilter();
    expect(counts('5', 1_000)).toBe(true);
    expect(counts('5', 1_000 + BOUNCE_MS - 1)).toBe(false);
    expect(counts('5', 1_000 + BOUNCE_MS)).toBe(true);
  });
  it('never drops different keys, however fast', () => {
    const counts = createBounceFilter();
    expect((['1', '2', '1', '2'] as const).map((key) => counts(key, 1_000))).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });
  it('never drops the same digit typed at fifteen keys a second', () => {
    const counts = createBounceFilter();
    for (let press = 0; press < 30; press += 1) expect(counts('5', (press * 1000) / 15)).toBe(true);
  });
});

describe('digits', () => {
  it('are added, taken back and cleared, and stop at the most', () => {
    expect(typeDigits('415', '5', 10)).toBe('4155');
    expect(typeDigits('4155', 'delete', 10)).toBe('415');
    expect(typeDigits('4155', 'clear', 10)).toBe('');
    expect(typeDigits('4155550142', '9', 10)).toBe('4155550142');
  });
});

describe('pasting', () => {
  it.each([
    ['123 456', '123456'],
    ['731-904\n', '731904'],
    ['PIN 123456', ''],
    ['12.50', ''],
    ['', ''],
  ])('%j types the digits %j', (text, digits) => {
    expect(keysOfDigits(text).join('')).toBe(digits);
  });

  it.each([
    ['12.50', '1250'],
    [' $1,250 ', '125000'],
    ['$1,250.75', '125075'],
    ['12,50', '1250'],
    ['5', '500'],
    ['-5', ''],
    ['12.5', ''],
    ['12.505', ''],
    ['table 12', ''],
    ['4111111111111111', ''],
  ])('%j types an amount of %j cents, from its beginning', (text, cents) => {
    const [first = 'clear', ...keys] = keysOfAmount(text);
    expect(first).toBe('clear');
    expect(keys.join('')).toBe(cents);
  });
});
