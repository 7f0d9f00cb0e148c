import { expect, test } from 'vitest';
import { isAllowedChord } from './key-chords.ts';

const plain = { control: false, meta: false, alt: false, shift: false };
const control = { ...plain, control: true };
const alt = { ...plain, alt: true };
const meta = { ...plain, meta: true };

const every = [
  ...Array.from({ length: 24 }, (_, n) => `F${n + 1}`),
  ...[
    'BrowserBack',
    'BrowserForward',
    'BrowserHome',
    'BrowserSearch',
    'BrowserRefresh',
    'BrowserFavorites',
    'BrowserStop',
  ],
  ...[
    'LaunchMail',
    'LaunchApplication1',
    'LaunchApplication2',
    'LaunchMediaPlayer',
    'ContextMenu',
    'PrintScreen',
    'Help',
  ],
  ...[
    'ZoomToggle',
    'ZoomIn',
    'ZoomOut',
    'Print',
    'Save',
    'Open',
    'New',
    'Close',
    'Find',
    'Props',
    'Exit',
    'Power',
  ],
  ...[
    'MediaPlayPause',
    'AudioVolumeUp',
    'AppSwitch',
    'GoHome',
    'GoBack',
    'WakeUp',
    'Sleep',
    'Pause',
    'Insert',
  ],
];
test.each(every)('%s does nothing, alone or with any other key', (key) => {
  for (const chord of [plain, control, alt, meta, { ...plain, shift: true }, { ...control, alt: true }]) {
    expect(isAllowedChord({ ...chord, key })).toBe(false);
  }
});

const letters = 'bdefghijklmnopqrstuw0123456789+-=,./[]\\;` '.split('');
test.each(letters)('Control, Command or Alt with “%s” does nothing', (key) => {
  for (const given of [key, key.toUpperCase()]) {
    expect(isAllowedChord({ ...control, key: given })).toBe(false);
    expect(isAllowedChord({ ...meta, key: given })).toBe(false);
    expect(isAllowedChord({ ...alt, key: given })).toBe(false);
    expect(isAllowedChord({ ...control, shift: true, key: given })).toBe(false);
  }
});

test.each([
  { ...alt, key: 'F4' },
  { ...control, key: 'F4' },
  { ...control, key: 'Q' },
  { ...control, key: 'Tab' },
  { ...alt, key: 'Tab' },
  { ...alt, key: 'ArrowLeft' },
  { ...alt, key: 'Enter' },
  { ...alt, key: ' ' },
  { ...control, key: 'Escape' },
  { ...control, key: 'Enter' },
  { ...control, shift: true, key: 'C' },
  { ...control, shift: true, key: 'I' },
  { ...control, alt: true, key: 'i' },
  { ...control, alt: true, key: 'Delete' },
])('%o does nothing', (chord) => {
  expect(isAllowedChord(chord)).toBe(false);
});

test.each([
  '0',
  '9',
  'r',
  'P',
  'ñ',
  '@',
  '🧨',
  ' ',
  'Dead',
  'Backspace',
  'Enter',
  'Escape',
  'Tab',
  'ArrowLeft',
  'Shift',
])('%s alone types', (key) => {
  expect(isAllowedChord({ ...plain, key })).toBe(true);
  expect(isAllowedChord({ ...plain, shift: true, key })).toBe(true);
});

test.each([
  { ...control, key: 'a' },
  { ...control, key: 'V' },
  { ...meta, key: 'c' },
  { ...control, key: 'ArrowLeft' },
  { ...control, shift: true, key: 'ArrowLeft' },
  { ...control, key: 'Backspace' },
  // @ and € of a Spanish keyboard, as Windows reports them.
  { ...control, alt: true, key: '@' },
  { ...control, alt: true, key: '€' },
])('%o edits', (chord) => {
  expect(isAllowedChord(chord)).toBe(true);
});
