import { describe, expect, it } from 'vitest';
import { BOUNCE_MS, createBounceFilter, typeDigits } from './keypad.ts';
import { mostDigits, nationalDigits, phoneText } from './phone.ts';

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
  it('read as a number as far as they go', () => {
    expect(['4', '415', '4155', '4155550', '4155550142'].map(phoneText)).toEqual([
      '(4',
      '(415',
      '(415)\u00a05',
      '(415)\u00a0555-0',
      '(415)\u00a0555-0142',
    ]);
  });
  it('know a leading country code', () => {
    expect(nationalDigits('14155550142')).toBe('4155550142');
    expect(nationalDigits('4155550142')).toBe('4155550142');
    expect(mostDigits('1')).toBe(11);
    expect(mostDigits('4')).toBe(10);
  });
});
