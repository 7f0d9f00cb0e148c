import { describe, expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { credit, newGuest } from '../testing/outbox-kit.ts';
import type { Entry } from './entry.ts';
import { itemOf } from './list-items.ts';
import type { EntryState } from './state.ts';

const NONE = { count: 0, sum: cents(0) };
const NOW = 1_000_000;
const FACTS = {
  ...{ now: NOW, leftMs: 0, nameOf: () => null, guestIsNew: false as const, creditBehind: NONE },
  unsealed: (words: string) => words,
};
const REFUSAL = { status: 400, code: '10025', message: 'Amount too large', requestId: 'r-400' };

const creditAt = (at: EntryState): Entry => ({
  work: { kind: 'add-credit', ...credit() },
  ...{ seq: 1, acceptedAt: 0, since: 7, at },
});

function guestAt(at: EntryState): Entry {
  const { guest, givenAt, givenBy, confirmedNew } = newGuest();
  const { guestId } = guest;
  const work = { kind: 'create-guest', id: guestId, guestId, guest, givenAt, givenBy, confirmedNew } as const;
  return { work, seq: 1, acceptedAt: 0, since: 7, at };
}

const held: EntryState = { state: 'held', delayMs: 30_000 };
const queued: EntryState = { state: 'queued', delayMs: 9_000, attempts: 1, doubt: false };
const sending: EntryState = { state: 'sending', attempts: 1, doubt: false };
const verifying: EntryState = {
  ...{ state: 'verifying', delayMs: 9_000, attempts: 1, checks: 0, absences: 0, refusal: null },
};

describe('when something happens next', () => {
  test.each<[string, EntryState, number, object]>([
    ['held: until when it can be undone', held, 4_000, { undoUntil: NOW + 4_000, undoLeftMs: 4_000 }],
    ['held: nothing is tried yet', held, 4_000, { nextTryAt: null }],
    ['queued: when it is tried, and no undoing', queued, 4_000, { nextTryAt: NOW + 4_000, undoUntil: null }],
    ['queued: nothing is left of undoing', queued, 4_000, { undoLeftMs: 0 }],
    ['verifying: when it is asked about', verifying, 4_000, { nextTryAt: NOW + 4_000 }],
    ['due, and waiting for the line', queued, 0, { nextTryAt: null }],
    ['a request is out', sending, 4_000, { nextTryAt: null }],
    ['it is over', { state: 'settled', how: 'found' }, 4_000, { nextTryAt: null, undoUntil: null }],
  ])('%s', (_what, at, leftMs, expected) => {
    expect(itemOf(creditAt(at), { ...FACTS, leftMs })).toMatchObject(expected);
  });
});

describe('what a person has to know', () => {
  test.each<[string, EntryState, object]>([
    [
      'refused: Toast’s words and reference, nothing else of its answer',
      { state: 'refused', refusal: REFUSAL },
      { refusal: { message: 'Amount too large', requestId: 'r-400' }, stuck: null },
    ],
    [
      'contradicted: the same',
      { state: 'stuck', why: 'contradicted', refusal: REFUSAL },
      { refusal: { message: 'Amount too large', requestId: 'r-400' }, stuck: 'contradicted' },
    ],
    ['too old', { state: 'stuck', why: 'too-old' }, { refusal: null, stuck: 'too-old' }],
    ['in doubt without a refusal', verifying, { refusal: null, stuck: null }],
    [
      'undone',
      { state: 'cancelled', how: 'undone' },
      { state: 'cancelled', stuck: null, since: 7, undone: true },
    ],
    [
      'canceled by a manager: it may have been sent before',
      { state: 'cancelled', how: 'discarded', by: 'Priya N.', reason: 'mistake' },
      { state: 'cancelled', undone: false },
    ],
    [
      'given another way by a manager',
      { state: 'cancelled', how: 'replaced', by: 'Priya N.', replacement: 'c-2' },
      { state: 'cancelled', undone: false },
    ],
  ])('%s', (_what, at, expected) => {
    const item = itemOf(creditAt(at), FACTS);
    expect(item).toMatchObject(expected);
    if (item.refusal) expect(Object.keys(item.refusal)).toEqual(['message', 'requestId']);
  });

  test('whom Toast has like a new guest, with names where they are known, and only while that is the question', () => {
    const nameOf = (guestId: string): string | null => (guestId === 'a' ? 'Ana P.' : null);
    const at: EntryState = { state: 'stuck', why: 'guest-exists', guestIds: ['a', 'b'] };
    expect(itemOf(guestAt(at), { ...FACTS, nameOf })).toMatchObject({
      stuck: 'guest-exists',
      existing: [
        { guestId: 'a', name: 'Ana P.' },
        { guestId: 'b', name: null },
      ],
    });
    for (const other of [queued, { state: 'stuck', why: 'too-old' } as const]) {
      expect(itemOf(guestAt(other), { ...FACTS, nameOf })).toMatchObject({ existing: [] });
    }
  });
});

test('into whom Toast has merged the guest of a credit, and only while that is the question', () => {
  const nameOf = (guestId: string): string | null => (guestId === 'b' ? 'Ben K.' : null);
  const at: EntryState = { state: 'stuck', why: 'guest-merged', into: 'b' };
  expect(itemOf(creditAt(at), { ...FACTS, nameOf })).toMatchObject({
    ...{ stuck: 'guest-merged', guestId: 'guest-1' },
    mergedInto: { guestId: 'b', name: 'Ben K.' },
  });
  for (const other of [queued, { state: 'stuck', why: 'too-old' } as const]) {
    expect(itemOf(creditAt(other), { ...FACTS, nameOf })).not.toHaveProperty('mergedInto');
  }
});

describe('whose it is', () => {
  test('a credit has the name this kiosk remembers, and says whether the guest comes first', () => {
    const nameOf = (guestId: string): string => `name of ${guestId}`;
    expect(
      itemOf(creditAt(queued), { ...FACTS, nameOf, guestIsNew: 'coming' as const, creditBehind: NONE }),
    ).toMatchObject({
      guestName: 'name of guest-1',
      waitsForGuest: true,
    });
  });

  test('a new guest has the name that was typed in, and afterwards the one that is remembered', () => {
    const nameOf = (): string => 'Ana P.';
    const entry = guestAt(queued);
    expect(itemOf(entry, { ...FACTS, nameOf }).guestName).toBe('Ana Petrescu');
    if (entry.work.kind !== 'create-guest') throw new Error('No guest');
    const sent: Entry = { ...entry, work: { ...entry.work, guest: null } };
    expect(itemOf(sent, { ...FACTS, nameOf }).guestName).toBe('Ana P.');
    expect(itemOf(sent, FACTS).guestName).toBeNull();
  });
});
