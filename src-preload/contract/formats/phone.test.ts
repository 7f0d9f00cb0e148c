import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPlanNumber, isWholeNumber, maskPhone, phoneKey, readPhone } from './phone.ts';

describe('a number as it is typed', () => {
  it.each([
    ['', '', ''],
    ['4155550142', '', '4155550142'],
    ['1', '1', ''],
    ['14155550142', '1', '4155550142'],
    ['1415555014', '1', '415555014'],
    ['0', '0', ''],
    ['01', '01', ''],
    ['011', '011', ''],
    ['0111', '0111', ''],
    ['01114155', '0111', '4155'],
    ['00', '00', ''],
    ['0014155', '001', '4155'],
    ['011573', '011', '+573'],
    ['0044', '00', '+44'],
    ['+', '+', ''],
    ['+1', '+1', ''],
    ['+57', '+', '+57'],
    ['02', '', '02'],
    ['0155550142', '', '0155550142'],
  ])('%j leads with %j, and is %j', (typed, lead, number) => {
    expect(readPhone(typed)).toEqual({ lead, number });
  });
});

describe('a number in a text', () => {
  it.each([
    ['+1 (415) 555-0142', '4155550142'],
    ['415-555-0142 x99', '4155550142'],
    ['415 555 0142 77', '4155550142'],
    ['call 011 1 415 555 0142, extension 7', '4155550142'],
    ['party of 4, 415-555-0142', '4155550142'],
    ['4 guests 415 555 0142', '4155550142'],
    ['(415)555-0142 / (415)555-0143', '4155550142'],
    ['4155550142\n4155550143', '4155550142'],
    ['415‑555‑0178', '4155550178'],
    ['tel:+1-415-555-0142;ext=12', '4155550142'],
    ['+1 1 415 555 0142', '4155550142'],
    ['41 55 55 01 42', '4155550142'],
    ['415\u200b5550142\u202c', '4155550142'],
    ['+57 321 456 7890', '+573214567890'],
    ['(+57) 321 4567890', '+573214567890'],
    ['＋57\u00a0321\u00a0456\u00a07890', '+573214567890'],
    ['+57\n321 456 7890', '+573214567890'],
    ['011-57-321-456-7890', '+573214567890'],
    ['00 49 1511 2345678', '+4915112345678'],
    ['+44 (0)20 7946 0958', '+442079460958'],
    ['+45 32 12 34 56', '+4532123456'],
    // Without a lead it is no one's ten digits: what follows them may be all but an extension.
    ['57 321 456 7890', '573214567890'],
    ['573214567890', '573214567890'],
    ['+57, 321 456 7890', '+57'],
    ['no digits', ''],
  ])('%j is %j', (text, number) => {
    expect(readPhone(text).number).toBe(number);
  });

  it.each([
    ['4155550142', '4155550142'],
    ['+14155550142', '4155550142'],
    ['415.555.0142 ext. 12', '4155550142'],
    ['４１５５５５０１４２', '4155550142'],
    ['٤١٥٥٥٥٠١٤٢', '4155550142'],
    ['+44 20 7946 0958', '+442079460958'],
    ['442079460958', '+442079460958'],
    ['call after 6', '6'],
    ['010-0123', '0100123'],
    ['1'.repeat(40), null],
    ['', null],
    [null, null],
  ])('of a record: %j is found by %j', (text, key) => {
    expect(phoneKey(text)).toBe(key);
  });
});

const digit = fc.integer({ min: 0, max: 9 }).map(String);
const plan = fc
  .tuple(fc.integer({ min: 2, max: 9 }), fc.array(digit, { minLength: 9, maxLength: 9 }))
  .map(([first, rest]) => `${String(first)}${rest.join('')}`);
/** All digits of another country's number. */
const abroad = fc
  .tuple(fc.integer({ min: 2, max: 9 }), fc.array(digit, { minLength: 6, maxLength: 14 }))
  .map(([first, rest]) => `${String(first)}${rest.join('')}`);
const MARKS = ['', ' ', '-', '.', '/', '\u2011', '\u2013', '\u00a0', '\u2009', ' - ', '\u200b', '\u202a'];
const SCRIPTS = [0x30, 0x660, 0x6f0, 0x966, 0xe50, 0xff10, 0x1d7ce];

/** Digits as someone may have written them: in groups, with any marks between, in any script. */
const written = (digits: string, breaks: readonly number[], marks: readonly string[], zero: number): string =>
  [...digits]
    .map((each, at) => {
      const face = String.fromCodePoint(zero + Number(each));
      const mark = at > 0 && breaks.includes(at) ? (marks[at % marks.length] ?? '') : '';
      return `${mark}${face}`;
    })
    .join('');
const marks = fc.array(fc.constantFrom(...MARKS), { minLength: 1, maxLength: 5 });
const script = fc.constantFrom(...SCRIPTS);

describe('in any writing', () => {
  it('ten national digits are those ten, with or without the country’s code, an extension or words', () => {
    fc.assert(
      fc.property(
        plan,
        fc.constantFrom('', '1 ', '1-', '+1', '+1 ', '+1-', '011 1 ', '0111', '00 1 ', 'tel:', 'Ana: '),
        fc.constantFrom('', ' x99', ' ext. 7', ';ext=12', ', party of 4', ' (cell)', '\r\n', ' #3'),
        marks,
        script,
        (number, before, after, between, zero) => {
          const text = `${before}${written(number, [3, 6], between, zero)}${after}`;
          expect(readPhone(text).number).toBe(number);
          expect(phoneKey(text)).toBe(number);
        },
      ),
    );
  });

  it('a number of another country keeps every digit and is never ten digits of this one', () => {
    fc.assert(
      fc.property(
        abroad,
        fc.constantFrom('+', '+ ', '00', '00 ', '011', '011-', 'tel:+', 'call +'),
        fc.uniqueArray(fc.integer({ min: 1, max: 14 }), { maxLength: 6 }),
        fc.constantFrom('', ' ext 5', ', home', '\n'),
        marks,
        script,
        (number, before, breaks, after, between, zero) => {
          const text = `${before}${written(number, breaks, between, zero)}${after}`;
          expect(readPhone(text).number).toBe(`+${number}`);
          expect(phoneKey(text)).toBe(`+${number}`);
        },
      ),
    );
  });

  it('more than ten digits without a lead are never cut to ten', () => {
    fc.assert(
      fc.property(abroad, (number) => {
        fc.pre(number.length > 10);
        expect(isWholeNumber(readPhone(number).number)).toBe(false);
      }),
    );
  });

  it('nothing that is typed is dropped, at any key', () => {
    fc.assert(
      fc.property(fc.constantFrom('', '+'), fc.stringMatching(/^\d{0,15}$/), (plus, digits) => {
        const { lead, number } = readPhone(`${plus}${digits}`);
        expect(`${lead}${number}`.replaceAll('+', '')).toBe(digits);
      }),
    );
  });

  it('reads any text without failing, and ten digits only where it has them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const { number } = readPhone(text);
        expect(number).toMatch(/^\+?\d*$/);
      }),
    );
  });
});

describe('the form of the numbering plan', () => {
  it.each(['4155550142', '8615550123', '9995550123', '5005550100', '2122002000'])('%s has it', (digits) => {
    expect(isPlanNumber(digits)).toBe(true);
  });
  it.each([
    '0155550142',
    '1155550142',
    '4151550142',
    '4150550142',
    '415555014',
    '41555501422',
    '5555555555',
    '2345678901',
    '9876543210',
  ])('%s has not, or fills a field', (digits) => {
    expect(isPlanNumber(digits)).toBe(false);
  });
});

it('shows the last four, and an area code of this country’s numbers alone', () => {
  expect(maskPhone('4155550142', true)).toEqual({ area: '415', lastFour: '0142' });
  expect(maskPhone('+453212345', true)).toEqual({ area: null, lastFour: '2345' });
});
