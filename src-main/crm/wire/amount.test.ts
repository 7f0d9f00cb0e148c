import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_CENTS } from '../../../src-preload/contract/money.ts';
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
    ['99999.99', MAX_CENTS],
    ['0.1', 10],
    ['0.29', 29],
    ['1.005e2', 10050],
    ['0.30000000000000004', 30],
    ['59.970000000000006', 5997],
    ['19.990000000000002', 1999],
    ['10.299999999999999', 1030],
    ['-10.299999999999999', -1030],
    ['99999.98999999999', MAX_CENTS],
    ['10.00000001', 1000],
    ['9.99999999', 1000],
    ['4e-17', 0],
    ['-1e-300', 0],
  ])('reads %s exactly', (text, expected) => {
    expect(centsFromDecimal(text)).toBe(expected);
  });

  it.each([
    '10.505',
    '0.001',
    '1e-3',
    '10.00000002',
    '9.99999998',
    '10.005',
    '10.00500000000000078',
    '1e400',
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
    expect([0, 1, 29, 100, 1050, 1999, MAX_CENTS].map(decimalFromCents)).toEqual([
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
      fc.property(fc.integer({ min: 0, max: MAX_CENTS }), (amount) => {
        const text = decimalFromCents(amount);
        expect(centsFromDecimal(text)).toBe(amount);
        expect(centsFromDecimal(String(JSON.parse(text)))).toBe(amount);
      }),
    );
  });

  it('reads a sum of doubles as the cent it stands for, and never what is between two cents', () => {
    const part = fc.integer({ min: 0, max: 99_999 });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 60 }), (parts) => {
        const sum = parts.reduce((total, amount) => total + amount, 0);
        const doubles = parts.reduce((total, amount) => total + amount / 100, 0);
        expect(centsFromDecimal(String(doubles))).toBe(sum <= MAX_CENTS ? sum : null);
      }),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: MAX_CENTS - 1 }),
        fc.integer({ min: 2, max: 99_999_998 }),
        (amount, millionths) => {
          const between = String(millionths).padStart(8, '0');
          const odd = Number(between.slice(0, 6)) > 1 && Number(between.slice(0, 6)) < 999_999;
          fc.pre(odd);
          expect(centsFromDecimal(`${decimalFromCents(amount)}${between}`)).toBeNull();
        },
      ),
    );
  });
});
