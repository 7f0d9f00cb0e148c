import { expect, test } from 'vitest';
import { maskPhone } from './formats/phone.ts';
import { cents, isCents, MAX_CENTS, signedCents, sumCents } from './money.ts';

test.each([0, 1, 1_500, MAX_CENTS])('%d is an amount', (n) => {
  expect(cents(n)).toBe(n);
});

test.each([-1, 0.5, 15.000001, Number.NaN, Number.POSITIVE_INFINITY, MAX_CENTS + 1, 2 ** 53])(
  '%d is none',
  (n) => {
    expect(isCents(n)).toBe(false);
    expect(() => cents(n)).toThrow(RangeError);
  },
);

test('an amount that may be below zero is whole, and no larger than an amount either way', () => {
  for (const n of [0, -1, -1_500, MAX_CENTS, -MAX_CENTS]) expect(signedCents(n)).toBe(n);
  for (const n of [0.5, -0.5, Number.NaN, MAX_CENTS + 1, -MAX_CENTS - 1])
    expect(() => signedCents(n)).toThrow(RangeError);
});

test('a sum is whole, and refuses to be more than an amount', () => {
  expect(sumCents([cents(10), cents(20), cents(3)])).toBe(33);
  expect(sumCents([])).toBe(0);
  expect(() => sumCents([cents(MAX_CENTS), cents(1)])).toThrow(RangeError);
});

test.each([
  ['4155550142', false, { area: null, lastFour: '0142' }],
  ['4155550142', true, { area: '415', lastFour: '0142' }],
  ['5550142', true, { area: null, lastFour: '0142' }],
  ['142', true, { area: null, lastFour: null }],
  [null, true, { area: null, lastFour: null }],
])('%s masked (area: %s)', (digits, area, masked) => {
  expect(maskPhone(digits, area)).toEqual(masked);
});
