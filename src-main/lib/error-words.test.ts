import { expect, test } from 'vitest';
import { errorWords } from './error-words.ts';

const thrownBy = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

test('an error is told with where it was thrown, a parser’s without what it was given', () => {
  expect(errorWords(new Error('no such column'))).toMatch(/^Error: no such column\n\s+at /);
  const words = errorWords(thrownBy(() => JSON.parse('Ana Petrescu')));
  expect(words).toMatch(/^SyntaxError\n\s+at /);
  expect(words).not.toContain('Petrescu');
  const bare = new Error('full');
  delete bare.stack;
  expect(errorWords(bare)).toBe('full');
  expect(errorWords({ name: 'Ana Petrescu' })).toBe('object');
});
