import { expect, it } from 'vitest';
import { isWholeEmail } from './email.ts';

it.each([
  ['ana@example.com', true],
  [' ana.p+kiosk@mail.example.co ', true],
  ['ana@example', false],
  ['ana@example.c', false],
  ['ana', false],
  ['a b@example.com', false],
  ['ana@home@example.com', false],
  ['', false],
])('%j is a whole address: %s', (text, whole) => {
  expect(isWholeEmail(text)).toBe(whole);
});
