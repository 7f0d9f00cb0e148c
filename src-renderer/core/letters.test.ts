import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emailPasted, onOneLine, shortened, typedMore } from './letters.ts';

const letters = (text: string) => [...new Intl.Segmenter('en').segment(text)].map(({ segment }) => segment);
const text = fc
  .array(fc.constantFrom('a', 'é', 'e\u0301', '👩‍👩‍👧', '😀', '🇲🇽', 'நி', 'क्षि', '각', ' ', "'"), {
    maxLength: 20,
  })
  .map((parts) => parts.join(''));

describe('typing letters', () => {
  it('takes one whole letter back at a time', () => {
    fc.assert(
      fc.property(text, (typed) => {
        expect(shortened(typed)).toBe(letters(typed).slice(0, -1).join(''));
        expect(shortened(typed).isWellFormed()).toBe(true);
      }),
    );
  });

  it('takes as many whole letters as there is room for, and leaves what was typed', () => {
    fc.assert(
      fc.property(text, fc.nat(30), (more, most) => {
        const typed = typedMore('x', more, most + 1);
        expect(typed.length).toBeLessThanOrEqual(most + 1);
        expect(typed.startsWith('x')).toBe(true);
        expect(letters(typed)).toEqual(letters(`x${more}`).slice(0, letters(typed).length));
        const next = letters(`x${more}`).slice(0, letters(typed).length + 1);
        if (next.length > letters(typed).length) expect(next.join('').length).toBeGreaterThan(most + 1);
      }),
    );
  });

  it('puts what is pasted on one line', () => {
    expect(onOneLine('Ana\r\n\tPetrescu\u202e')).toBe('Ana Petrescu ');
    expect(onOneLine(' https://x\n.example ', '')).toBe('https://x.example');
  });
});

describe('a pasted address', () => {
  it.each([
    ['Ana P. <ana@example.com>', 'ana@example.com'],
    ['Write to ana@example.com, thanks', 'ana@example.com'],
    ['ana @example.com', 'ana@example.com'],
    ['mailto:ana@example.com', 'ana@example.com'],
    ['@gmail.com', '@gmail.com'],
    ['.com', '.com'],
  ])('%j is typed as %j', (pasted, typed) => {
    expect(emailPasted(pasted)).toBe(typed);
  });
});
