import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutText, wellFormed } from './text.ts';

test.each([
  ['Ana Petrescu', 'Ana Petrescu'],
  ['Zoe\u0308', 'Zoë'],
  ['\uD83DAna\uDE00', 'Ana'],
  ['👩‍👩‍👧 😀', '👩‍👩‍👧 😀'],
  ['Ana\u0000\tP\r\nx\u007f\u0085', 'Ana P x '],
  ['Ana\u2028P', 'Ana P'],
  ['\u202eAna', ' Ana'],
  ['\ufeffA\u200bn\u2060a\u00ad', 'Ana'],
  ['محمد\u200cعلی', 'محمد\u200cعلی'],
])('%j leaves as %j', (text, left) => {
  expect(wellFormed(text)).toBe(left);
});

const odd = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\uD83D', '\uDE00', '\u0301', '\u200d', '👧', '\0'),
    ),
  )
  .map((parts) => parts.join(''));

test('any text leaves well formed, composed and without control characters, and stays so', () => {
  fc.assert(
    fc.property(odd, (text) => {
      const left = wellFormed(text);
      expect(left.isWellFormed()).toBe(true);
      expect(left).toBe(left.normalize('NFC'));
      expect(left).not.toMatch(/\p{Cc}/u);
      expect(wellFormed(left)).toBe(left);
    }),
  );
});

test('a text is cut between letters, never through one, and no shorter than it must be', () => {
  const letters = [...new Intl.Segmenter('en').segment('Ana 👩‍👩‍👧 e\u0301😀🇲🇽 x')].map(
    ({ segment }) => segment,
  );
  const whole = letters.join('');
  for (let most = 0; most <= whole.length; most += 1) {
    const cut = cutText(whole, most);
    const count = [...new Intl.Segmenter('en').segment(cut)].length;
    expect(cut).toBe(letters.slice(0, count).join(''));
    expect(cut.length).toBeLessThanOrEqual(most);
    if (count < letters.length && count > 0)
      expect(letters.slice(0, count + 1).join('').length).toBeGreaterThan(most);
  }
});

test('a letter longer than all there is room for is cut by code points', () => {
  const endless = `a${'\u{1E8D0}'.repeat(50)}`;
  const cut = cutText(endless, 20);
  expect(cut.isWellFormed()).toBe(true);
  expect(cut.length).toBeGreaterThan(17);
});
