import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emailOf, isWholeEmail } from './email.ts';

it.each([
  ['ana@example.com', true],
  [' ana.p+kiosk@mail.example.co ', true],
  ["o'brien_7@example.co.uk", true],
  ['ana@münchen.example', true],
  ['ana@xn--mnchen-3ya.xn--p1ai', true],
  ['ana@example', false],
  ['ana@example.c', false],
  ['ana', false],
  ['a b@example.com', false],
  ['ana@home@example.com', false],
  ['ana..p@example.com', false],
  ['.ana@example.com', false],
  ['ana.@example.com', false],
  ['ana@example..com', false],
  ['ana@.example.com', false],
  ['ana@-example.com', false],
  ['ana@example-.com', false],
  ['ana@exam_ple.com', false],
  ['ana@192.168.0.10', false],
  ['ana,p@example.com', false],
  ['ana@example,com', false],
  ['@example.com', false],
  ['ana@', false],
  ['ana@example.com, tom@example.com', false],
  ['<ana@example.com> <tom@example.com>', false],
  ['', false],
])('%j is a whole address: %s', (text, whole) => {
  expect(isWholeEmail(text)).toBe(whole);
});

describe('the address in a text', () => {
  it.each([
    ['Ana Petrescu <ana@example.com>', 'ana@example.com'],
    ['"Petrescu, Ana" <mailto:ana@example.com>;', 'ana@example.com'],
    ['<ana@example.com>', 'ana@example.com'],
    ['MAILTO:Ana@Example.com?subject=Table%2012', 'Ana@Example.com'],
    ['mailto:ana%2Bkiosk%40example.com', 'ana+kiosk@example.com'],
    ['ana@example.com.', 'ana@example.com'],
    ['(ana@example.com),', 'ana@example.com'],
    ['“ana@example.com”', 'ana@example.com'],
    ['ana\u200b@exam\u00adple.com\ufeff', 'ana@example.com'],
    ['\u202aana@example.com\u202c', 'ana@example.com'],
    ['ana@example.com\u0000\r\n', 'ana@example.com'],
    ['ana@example.com\uD83D', 'ana@example.com'],
    ['ａｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'ana@example.com'],
    ['ana@example。com', 'ana@example.com'],
    ['ana@gmail', 'ana@gmail'],
    ['@gmail.com', '@gmail.com'],
    ['Ana', 'Ana'],
    ['ana@example.com, tom@example.com', 'ana@example.com, tom@example.com'],
  ])('%j has %j', (text, address) => {
    expect(emailOf(text)).toBe(address);
  });

  const local = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_+'-]{0,8}(?:\.[a-z0-9]{1,5}){0,2}$/);
  const domain = fc.stringMatching(/^(?:[a-z0-9]{1,9}\.){1,3}[a-z]{2,6}$/);
  const unseen = fc.constantFrom('', '\u200b', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u200e', '\u2067');
  const wrap = fc.constantFrom<readonly [string, string]>(
    ['', ''],
    ['<', '>'],
    ['Ana P. <', '>'],
    ['mailto:', ''],
    ['<mailto:', '>'],
    ['mailto:', '?cc=tom'],
    ['(', ')'],
    ['“', '”'],
    [' \t', '\r\n'],
  );
  const after = fc.stringMatching(/^[.,;:!?>) ]{0,4}$/);

  it('is found whatever stands around and unseen inside it, and is whole', () => {
    fc.assert(
      fc.property(
        local,
        domain,
        unseen,
        fc.nat(40),
        wrap,
        after,
        (name, place, mark, at, [open, close], end) => {
          const address = `${name}@${place}`;
          const seam = at % address.length;
          const text = `${open}${address.slice(0, seam)}${mark}${address.slice(seam)}${close}${end}`;
          expect(emailOf(text)).toBe(address);
          expect(isWholeEmail(text)).toBe(true);
        },
      ),
    );
  });

  it('a control character between spaces leaves one space', () => {
    expect(emailOf('a \u0000 b')).toBe('a b');
    expect(emailOf('a\t\u0007\n@b.com')).toBe('a @b.com');
  });

  it('is well formed and settled for any text, and what is called whole has no empty part', () => {
    const odd = fc.array(
      fc.constantFrom(
        'a',
        '@',
        '.',
        '<',
        '>',
        'mailto:',
        ' ',
        '\u200b',
        '\uD83D',
        '\uDE00',
        'e\u0301',
        ',',
        '?',
        '"',
        '%40',
        'é',
        '\n',
        '。',
      ),
      { maxLength: 24 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          odd.map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          const address = emailOf(text);
          expect(address.isWellFormed()).toBe(true);
          expect(address).toBe(address.normalize('NFC'));
          expect(address).not.toMatch(/[\p{Cc}\p{Cf}]/u);
          expect(emailOf(address)).toBe(address);
          if (!isWholeEmail(text)) return;
          const parts = address.split('@');
          expect(parts).toHaveLength(2);
          for (const part of parts) expect(part.split('.').every((label) => label !== '')).toBe(true);
          expect(address).not.toMatch(/[\s,;:<>()[\]"\\]/);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
