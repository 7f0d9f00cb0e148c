import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { describeNote, readNote, WIRE_NOTE_MAX, writeNote } from './note.ts';
import { DEFAULT_RULES, decide, limitsFor } from './rules.ts';

const ask = (amount: number, reasonId = 'long-wait', note = '') => ({
  amount: cents(amount),
  reasonId,
  note,
});

test.each([
  ['server', ask(1_000), { verdict: 'fine' }],
  ['server', ask(1_001), { verdict: 'needs-approval' }],
  ['host', ask(1), { verdict: 'needs-approval' }],
  ['manager', ask(25_000), { verdict: 'fine' }],
  ['server', ask(25_000), { verdict: 'needs-approval' }],
  ['manager', ask(25_001), { verdict: 'never', error: { code: 'amount-over-most', most: 25_000 } }],
  ['manager', ask(0), { verdict: 'never', error: { code: 'amount-zero' } }],
  ['server', ask(500, 'unheard-of'), { verdict: 'never', error: { code: 'reason-unknown' } }],
  ['server', ask(500, 'something-else', '  '), { verdict: 'never', error: { code: 'note-required' } }],
  ['server', ask(500, 'something-else', 'wine'), { verdict: 'fine' }],
] as const)('%s %o: %o', (role, request, decision) => {
  expect(decide(DEFAULT_RULES, role, request)).toEqual(decision);
});

test('nobody may give alone more than anybody may give', () => {
  const rules = { ...DEFAULT_RULES, most: cents(500) };
  expect(limitsFor(rules, 'manager')).toEqual({ alone: 500, most: 500 });
});

test('the note says reason, giver, approver and words, and reads back', () => {
  const parts = { reason: 'Long wait', by: 'Marco D.', approvedBy: 'Priya N.', words: 'table 12' };
  expect(writeNote(parts)).toBe('Long wait; by Marco D.; ok Priya N.; table 12');
  expect(readNote(writeNote(parts))).toEqual(parts);
  expect(writeNote({ ...parts, approvedBy: null, words: '' })).toBe('Long wait; by Marco D.');
});

test('any parts make a note that fits and reads back', () => {
  const name = fc
    .stringMatching(/^[A-Za-zÀ-ÿ.' -]{1,30}$/)
    .map((s) => s.trim())
    .filter((s) => s !== '');
  fc.assert(
    fc.property(
      name,
      name,
      fc.option(name),
      fc.string({ maxLength: 300, unit: 'grapheme' }),
      (reason, by, ok, words) => {
        const note = writeNote({ reason, by, approvedBy: ok, words });
        expect(note.length).toBeLessThanOrEqual(WIRE_NOTE_MAX);
        const squeezed = (text: string) => text.replace(/\s+/g, ' ');
        const back = readNote(note);
        expect(back).toMatchObject({ reason: squeezed(reason), by: squeezed(by) });
        if (ok !== null) expect(back?.approvedBy).toBe(squeezed(ok));
      },
    ),
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
  expect(describeNote('Birthday; by Sam T.', reasons)).toEqual({ ...none, words: 'Birthday', by: 'Sam T.' });
});
