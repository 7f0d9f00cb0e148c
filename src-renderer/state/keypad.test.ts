import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../testing/fake-api.ts';
import { BOUNCE_MS, createBounceFilter, typeDigits } from './keypad.ts';
import { mostDigits, nationalDigits, phoneText } from './phone.ts';

describe('the bounce filter', () => {
  it('takes two reports of one press as one', () => {
    const clock = createFakeClock();
    const counts = createBounceFilter(clock.steady);
    expect(counts('5')).toBe(true);
    clock.pass(BOUNCE_MS - 1);
    expect(counts('5')).toBe(false);
  });
  it('never drops different keys, however fast', () => {
    const counts = createBounceFilter(createFakeClock().steady);
    expect(['1', '2', '1', '2'].map((key) => counts(key === '1' ? '1' : '2'))).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });
  it('never drops the same digit typed at fifteen keys a second', () => {
    const clock = createFakeClock();
    const counts = createBounceFilter(clock.steady);
    for (let at = 0; at < 30; at += 1) {
      expect(counts('5')).toBe(true);
      clock.pass(1000 / 15);
    }
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
