import { expect, test } from 'vitest';
import { GENERATED_DIGITS, generatePin, isPin, isTrivialPin } from './pin-rules.ts';

test.each([
  ['the same digit', ['1111', '000000', '99999999']],
  ['pairs and blocks', ['1212', '112233', '123123', '12341234', '45454545']],
  ['runs, over the end too', ['1234', '4321', '456789', '987654', '7890', '0987', '1357', '8642']],
  ['two digits alone', ['110011', '121121']],
  ['birthdays', ['1225', '3112', '122590', '251290', '901225', '12251990', '25121990', '19901225']],
  ['years', ['1984', '2024']],
  ['what most choose', ['2580', '6969', '159753', '147258', '25802580']],
])('too easy: %s', (_what, pins) => {
  for (const pin of pins) expect(isTrivialPin(pin), pin).toBe(true);
});

test.each(['7392', '4817', '730194', '583920', '83051947', '6470'])('good enough: %s', (pin) => {
  expect(isTrivialPin(pin)).toBe(false);
});

test('what is refused is a small part of all, so that it hardly helps a guesser', () => {
  const share = (digits: number) => {
    const all = 10 ** digits;
    let trivial = 0;
    for (let n = 0; n < all; n += 1) if (isTrivialPin(String(n).padStart(digits, '0'))) trivial += 1;
    return trivial / all;
  };
  expect(share(4)).toBeLessThan(0.1);
  expect(share(6)).toBeLessThan(0.12);
});

test('one that is made has six digits, is not trivial and not taken', () => {
  const digits = [...'111111', ...'246802', ...'730194'].map(Number);
  const made = generatePin(
    (pin) => pin === '246802',
    GENERATED_DIGITS,
    () => digits.shift() ?? 0,
  );
  expect(made).toBe('730194');
  const seen = new Set(Array.from({ length: 200 }, () => generatePin(() => false)));
  expect(seen.size).toBeGreaterThan(190);
  for (const pin of seen) {
    expect(pin).toHaveLength(GENERATED_DIGITS);
    expect(isPin(pin) && !isTrivialPin(pin)).toBe(true);
  }
  expect(generatePin(() => false, 8)).toMatch(/^\d{8}$/);
  expect(() => generatePin(() => true)).toThrow('No PIN is free');
});

test.each([
  ['123', false],
  ['1234', true],
  ['12345678', true],
  ['123456789', false],
  ['12a4', false],
  ['', false],
  ['１２３４', false],
])('%s has the shape of a PIN: %s', (text, is) => {
  expect(isPin(text)).toBe(is);
});
