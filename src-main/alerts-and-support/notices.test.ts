import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noticesPage } from './notices.ts';

const all = (text: string): readonly string[] =>
  Array.from({ length: noticesPage(text, 1).pages }, (_, n) => noticesPage(text, n + 1).text);

test('every character is on one page, and no page is larger than may cross', () => {
  const line = fc.string({ maxLength: 200 });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 400 }), fc.nat(20_000), (lines, long) => {
      const text = `${lines.join('\n')}${'x'.repeat(long)}`;
      const pages = all(text);
      expect(pages.join('')).toBe(text);
      for (const page of pages) expect(page.length).toBeLessThanOrEqual(6_000);
    }),
  );
});

test('a page ends with a line', () => {
  const text = `${'A license of one line.\n'.repeat(2_000)}The end`;
  const pages = all(text);
  expect(pages.length).toBeGreaterThan(5);
  for (const page of pages.slice(0, -1)) expect(page.endsWith('\n')).toBe(true);
});

test('a page ends with a paragraph where there is one', () => {
  const pages = all(`${'A line.\nAnd one more.\n\n'.repeat(2_000)}The end`);
  for (const page of pages.slice(0, -1)) expect(page.endsWith('one more.\n\n')).toBe(true);
});

test.each([
  [0, 1],
  [1, 1],
  [3, 3],
  [4, 3],
  [1_000_000, 3],
])('asked for page %i of three, page %i comes', (asked, page) => {
  const text = `${'a'.repeat(5_999)}\n${'b'.repeat(5_999)}\nc`;
  expect(noticesPage(text, asked)).toMatchObject({ page, pages: 3 });
});

test('of no text there is no page', () => {
  expect(noticesPage('', 1)).toEqual({ text: '', page: 0, pages: 0 });
});
