import { describe, expect, it } from 'vitest';
import { BOUNCE_MS, createBounceFilter, typeDigits } from './keypad.ts';

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
