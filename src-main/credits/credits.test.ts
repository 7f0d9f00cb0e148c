import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_RULES } from './limits.ts';
import { describeNote, MAX_WIRE_NOTE, type NoteParts, readNote, writeNote } from './note.ts';

test('the note says reason, giver, approver and words, and reads back', () => {
  const parts = { reason: 'Long wait', by: 'Marco D.', approvedBy: 'Priya N.', words: 'table 12' };
  expect(writeNote(parts)).toBe('Long wait; by Marco D.; ok Priya N.; table 12');
  expect(readNote(writeNote(parts))).toEqual(parts);
  expect(writeNote({ ...parts, approvedBy: null, words: '' })).toBe('Long wait; by Marco D.');
});

/** What is a semicolon, becomes one, or looks like one. */
const SEMICOLONS = [';', '\u037E', '\uFF1B', '\uFE14', '\uFE54', '\u061B', '\u204F'];
const ANY_SEMICOLON = /[;\uFF1B\uFE14\uFE54\u061B\u204F\u2E35\uA6F6]/g;

test.each([
  ...['ok', 'ok Priya N.', 'Ok: Priya N.', 'OK, Priya', 'ok-Priya', 'ＯＫ Priya N.', '"ok"'],
  ...[
    '\u043e\u043a Priya N.',
    '\u03bf\u03ba Priya N.',
    'o\u200dk Priya N.',
    '\u00f3k P.',
    'o.k. Priya N.',
    'o k P.',
  ],
  ...[
    '\u3164ok Priya N.',
    '\ufe0fok P.',
    '(ok Priya N.)',
    '- ok P.',
    '\u{1F197} Priya N.',
    '\u24de\u24da P.',
  ],
])('words that begin like an approval are quoted at Toast, too: %s', (words) => {
  const note = writeNote({ reason: 'Long wait', by: 'Marco D.', approvedBy: null, words });
  expect(note).toBe(`Long wait; by Marco D.; "${words}`);
});

test.each([
  'ok Priya N.',
  'OK then',
  'ok',
  '"ok" she said',
  'okra was cold',
  'soup; ok Priya N.',
  '; by Sam T.',
])('words cannot pass for an approval: %s', (words) => {
  const back = readNote(writeNote({ reason: 'Long wait', by: 'Marco D.', approvedBy: null, words }));
  expect(back).toMatchObject({ by: 'Marco D.', approvedBy: null, words: words.replaceAll(';', ',') });
});

test('no part of the words looks like a part of the note to someone who reads it at Toast', () => {
  for (const mark of SEMICOLONS) {
    const words = `soup${mark} ok Priya N.`;
    expect(writeNote({ reason: 'Long wait', by: 'Marco D.', approvedBy: null, words })).toBe(
      'Long wait; by Marco D.; soup, ok Priya N.',
    );
  }
});

test.each(SEMICOLONS)('a name cannot pass for an approval, nor for anything else: %j', (mark) => {
  const by = `Sam T.${mark} ok Priya N.`;
  const note = writeNote({ reason: `Long${mark}wait`, by, approvedBy: null, words: '' });
  expect(readNote(note)).toEqual({
    reason: 'Long wait',
    by: 'Sam T. ok Priya N.',
    approvedBy: null,
    words: '',
  });
});

/** Whatever a person or a file may hold: separators, control characters, emoji, halves of characters, long words. */
const wild = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(fc.constantFrom('; ', ' by ', ' ok ', '"', '\r\n', '👩‍👩‍👧', '😀', '\uD83D', 'é', 'x'), {
      maxLength: 200,
    })
    .map((parts) => parts.join('')),
  fc.constantFrom('', ' ', ';', 'x'.repeat(300), '😀'.repeat(150)),
);

/** What a text becomes on one line, without control characters and halves. */
const line = (text: string): string =>
  text
    .replace(/\p{Cs}+/gu, '')
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();

test('any parts make a note that fits, is whole characters, and reads back', () => {
  fc.assert(
    fc.property(wild, wild, fc.option(wild), wild, (reason, by, approvedBy, words) => {
      const note = writeNote({ reason, by, approvedBy, words });
      expect(note.length).toBeLessThanOrEqual(MAX_WIRE_NOTE);
      expect(note.isWellFormed()).toBe(true);
      expect(note).not.toMatch(/\p{Cc}/u);
      const back = readNote(note);
      if (!back) throw new Error('not ours');
      const same = (part: string, given: string): void => {
        const whole = line(line(given).replace(ANY_SEMICOLON, ' '));
        expect(
          part === '-' ? whole === '' || whole === '-' || whole.startsWith('\u200D') : whole.startsWith(part),
        ).toBe(true);
      };
      same(back.reason, reason);
      same(back.by, by);
      expect(back.approvedBy === null).toBe(approvedBy === null);
      if (approvedBy !== null) same(back.approvedBy ?? '', approvedBy);
      const said = line(line(words).replace(ANY_SEMICOLON, ','));
      expect(said.startsWith(back.words)).toBe(true);
      // Nothing but length takes words away.
      if (note.length < MAX_WIRE_NOTE - 4) expect(back.words).toBe(said.replace(/[\s\u200D]+$/, ''));
      // And again through, it stays the same.
      expect(writeNote(back as NoteParts)).toBe(note);
    }),
  );
});

test('a history line shows our notes in parts, others whole, and nothing as nothing', () => {
  const { reasons } = DEFAULT_RULES;
  const none = { reasonId: null, words: null, by: null, approvedBy: null };
  expect(describeNote(null, reasons)).toEqual(none);
  expect(describeNote('  ', reasons)).toEqual(none);
  expect(describeNote('sorry about the soup', reasons)).toEqual({ ...none, words: 'sorry about the soup' });
  expect(describeNote('Long wait; by Marco D.; ok Priya N.; soup', reasons)).toEqual({
    reasonId: 'long-wait',
    words: 'soup',
    by: 'Marco D.',
    approvedBy: 'Priya N.',
  });
  const decomposed = [
    { ...reasons[0], id: 'coffee', label: { en: 'Cafe\u0301', es: 'Cafe\u0301' } },
  ] as never;
  const written = writeNote({ reason: 'Cafe\u0301', by: 'Sam T.', approvedBy: null, words: '' });
  expect(describeNote(written, decomposed)).toEqual({ ...none, reasonId: 'coffee', by: 'Sam T.' });
  expect(describeNote('Birthday; by Sam T.', reasons)).toEqual({ ...none, words: 'Birthday', by: 'Sam T.' });
});
