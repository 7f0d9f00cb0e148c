import { expect, test } from 'vitest';
import { readOptions } from './options.ts';
import { sourceDate } from './product.ts';

test('both systems unless one is named', () => {
  const platforms = (...args: string[]) => {
    const read = readOptions(args);
    return read.ok ? read.options.platforms : null;
  };
  expect(platforms()).toEqual(['linux', 'win32']);
  expect(platforms('--linux')).toEqual(['linux']);
  expect(platforms('--win')).toEqual(['win32']);
  expect(platforms('--linux', '--win')).toEqual(['linux', 'win32']);
});

test.each([
  [['--version', '1.2'], 'three numbers'],
  [['--version', '1.2.3-beta'], 'three numbers'],
  [['--version', '../../etc'], 'three numbers'],
  [['--standin', '--sign', 'KEY'], 'never signed'],
  [['--standin', '--sign-command', 'sign'], 'never signed'],
  [['--mac'], '--mac'],
])('%j is refused with words', (args, words) => {
  expect(readOptions(args)).toEqual({ ok: false, problem: expect.stringContaining(words) });
});

test('the product’s time is the one given, else the last commit’s, and is never made up', () => {
  expect(sourceDate({ SOURCE_DATE_EPOCH: '1700000000' })).toBe(1_700_000_000);
  expect(sourceDate({})).toBeGreaterThan(1_700_000_000);
  expect(() => sourceDate({ SOURCE_DATE_EPOCH: 'today' })).toThrow('SOURCE_DATE_EPOCH');
});
