import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsCardNumber } from './card-number.ts';

/** Digits with the one check digit that makes them pass. */
function withCheckDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, each, at) => {
    const doubled = at % 2 === 0 ? 2 * Number(each) : Number(each);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${digits}${String((10 - (sum % 10)) % 10)}`;
}

describe('a card', () => {
  it.each([
    '4111111111111111',
    '4222222222222',
    '378282246310005',
    '3782 822463 10005',
    '6304000000000000000',
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '4111‑1111‑1111‑1111',
    '4111\u00a01111\u20091111\u200b1111',
    '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1',
    '4111.1111.1111.1111',
    ...['\ufe0f\u20e3', '\u0000', '\ud800', '\u0301', '\u2027', '\u2043', '\u30fb', '\u{e0001}'].map((mark) =>
      [...'4111111111111111'].join(mark),
    ),
    '4111,1111,1111,1111',
    '4111 * 1111 * 1111 * 1111',
    '4111(1111)1111(1111)',
    '3782: 822463: 10005',
    '４１１１１１１１１１１１１１１１',
    '٤١١١١١١١١١١١١١١١',
    '४१११ ११११ ११११ ११११',
    '4111 1111 1111 1111 12/27',
    '4111 1111 1111 1111 1227 123',
    'pay with 4111111111111111 please',
    'visa4111111111111111',
    '4111111111111111@example.com',
    '415 555 0142 4111 1111 1111 1111',
    '+4111111111111111',
    '+1 4111 1111 1111 1111',
    '011 4111 1111 1111 1111',
    '%B4111111111111111^DOE/ANA^25121011000?;4111111111111111=25121011000?',
    ';6006491234567890123=2512',
    '%B6006491234567890123^GIFT',
    ' %b41',
    '%CASACRAMENTO^DOE$ANA^?',
    'ñ4111111111111112¡2512',
  ])('%j is one', (text) => {
    expect(holdsCardNumber(text)).toBe(true);
  });

  it.each([
    '',
    '4155550142',
    '4111111111111112',
    '415-555-0142 or 415-555-0143',
    '4111,1111,1111,1112',
    '4 courses, 1111 guests, 1111 cards, 1111 more',
    '+5491123456780',
    '+4111111111111',
    '+4222222222222',
    '00 4222222222222',
    '011 4222222222222',
    'call +49 151 12345678 after six',
    '7d9c1f0e-0000-4000-8000-000000000001',
    '41111111-1111-1111-a111-111111111111',
    'aaaaaaaa-0000-0000-0000-0000',
    'd14111111111111111e0aa55d14111111111111111e0aa55',
    '2026-11-21 14:30:15.123',
    '192.168.100.101',
    'table 12, 50 % off; 2 desserts',
    '100%',
    'Ana; Ben',
    'https://ws-api.toasttab.com',
  ])('%j is none', (text) => {
    expect(holdsCardNumber(text)).toBe(false);
  });
});

const digits = (min: number, max: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: min - 1, maxLength: max - 1 })
    .map((each) => withCheckDigit(each.join('')));

it('any 13 to 19 digits that pass are found, however they are written', () => {
  fc.assert(
    fc.property(
      digits(13, 19),
      fc.constantFrom('', ' ', '-', '.', '\u2013', '\u00a0'),
      fc.integer({ min: 1, max: 6 }),
      fc.constantFrom(0x30, 0x660, 0x6f0, 0x966, 0xff10, 0x1d7ce),
      (number, mark, group, zero) => {
        fc.pre(!/^0(?:0|11)/.test(number) && /[1-9]/.test(number));
        const text = [...number]
          .map(
            (each, at) =>
              (at > 0 && at % group === 0 ? mark : '') + String.fromCodePoint(zero + Number(each)),
          )
          .join('');
        expect(holdsCardNumber(`note: ${text}, thanks`)).toBe(true);
      },
    ),
  );
});

it('digits led by +, 00 or 011 are a phone number up to 15 of them', () => {
  fc.assert(
    fc.property(digits(7, 15), fc.constantFrom('+', '00', '011', '+ ', '00 ', '011-'), (number, lead) => {
      expect(holdsCardNumber(lead + number)).toBe(false);
    }),
  );
});

it('fewer than 13 digits are none', () => {
  fc.assert(
    fc.property(digits(2, 12), (number) => {
      expect(holdsCardNumber(number)).toBe(false);
    }),
  );
});
