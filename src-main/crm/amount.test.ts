import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_CENTS } from '../../src-preload/contract/money.ts';
import { centsFromDecimal, decimalFromCents } from './amount.ts';

describe('amounts on the wire', () => {
  it.each([
    ['10.50', 1050],
    ['10.5', 1050],
    ['10', 1000],
    ['0', 0],
    ['-0', 0],
    ['0.00', 0],
    ['0.01', 1],
    ['10.500000', 1050],
    ['1e1', 1000],
    ['1.05E1', 1050],
    ['105e-1', 1050],
    ['1000e-2', 1000],
    ['0e99', 0],
    ['-3.2', -320],
    ['00012.30', 1230],
    ['99999.99', MOST_CENTS],
    ['0.1', 10],
    ['0.29', 29],
    ['1.005e2', 10050],
  ])('reads %s exactly', (text, expected) => {
    expect(centsFromDecimal(text)).toBe(expected);
  });

  it.each([
    '10.505',
    '0.001',
    '1e-3',
    '10.299999999999999',
    '100000.00',
    '1e9',
    '1e300',
    '999999999999999999999999',
    '',
    ' 1',
    '1.',
    '.5',
    '+1',
    '1,50',
    'NaN',
    'Infinity',
    '0x10',
    '$5',
  ])('refuses %j rather than rounding or guessing', (text) => {
    expect(centsFromDecimal(text)).toBeNull();
  });

  it('writes two decimals, without float arithmetic', () => {
    expect([0, 1, 29, 100, 1050, 1999, MOST_CENTS].map(decimalFromCents)).toEqual([
      '0.00',
      '0.01',
      '0.29',
      '1.00',
      '10.50',
      '19.99',
      '99999.99',
    ]);
  });

  it.each([-1, 1.5, Number.NaN, 2 ** 53])('throws on %d, which is no amount', (amount) => {
    expect(() => decimalFromCents(amount)).toThrow(RangeError);
  });

  it('round trips every amount, by its text and by the number JSON makes of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MOST_CENTS }), (amount) => {
        const text = decimalFromCents(amount);
        expect(centsFromDecimal(text)).toBe(amount);
        expect(centsFromDecimal(String(JSON.parse(text)))).toBe(amount);
      }),
    );
  });

  it('never invents an amount: what it reads is within half a billionth of what the text says', () => {
    const decimal = fc.tuple(fc.integer({ min: -9_999_999, max: 9_999_999 }), fc.integer({ min: 0, max: 6 }));
    fc.assert(
      fc.property(decimal, ([digits, places]) => {
        const text = `${digits}e-${places}`;
        const read = centsFromDecimal(text);
        const whole =
          (digits * 100) % 10 ** places === 0 && Math.abs(digits * 100) / 10 ** places <= MOST_CENTS;
        expect(read === null).toBe(!whole);
        if (read !== null) expect(read * 10 ** places).toBe(digits * 100 + 0);
      }),
    );
  });
});
