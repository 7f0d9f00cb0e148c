import { expect, test } from 'vitest';
import { isForbiddenChord } from './key-chords.ts';

const plain = { control: false, meta: false, alt: false };

test.each([
  { ...plain, key: 'F5' },
  { ...plain, key: 'F12' },
  { ...plain, key: 'r', control: true },
  { ...plain, key: 'R', control: true },
  { ...plain, key: 'I', control: true },
  { ...plain, key: 'p', meta: true },
  { ...plain, key: '+', control: true },
  { ...plain, key: '0', control: true },
  { ...plain, key: 'ArrowLeft', alt: true },
])('%o is kept from the page', (chord) => {
  expect(isForbiddenChord(chord)).toBe(true);
});

test.each(['0', '9', 'Backspace', 'Enter', 'Escape', 'Tab', 'ArrowLeft', 'r', 'p'])(
  '%s alone types',
  (key) => {
    expect(isForbiddenChord({ ...plain, key })).toBe(false);
  },
);
