import { expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { errors } from '../testing/scripted-crm.ts';
import { type AdvanceContext, advance, type Entry, type EntryEvent, type EntryState } from './entry.ts';
import type { CreditOnBooks } from './gateway.ts';
import { DEFAULT_TIMING } from './schedule.ts';
import { encodeState, readState } from './state-codec.ts';

const context: AdvanceContext = { now: 5_000, random: 0.5, timing: DEFAULT_TIMING };
const entry = (at: EntryState): Entry => ({
  seq: 1,
  since: 1_000,
  at,
  credit: {
    id: 'credit-1',
    guestId: 'guest-1',
    amount: cents(1_500),
    reasonId: 'long-wait',
    note: 'Long wait; by Marco D.',
    givenAt: 1_000,
    givenBy: { id: 'marco', shortName: 'Marco D.' },
    approvedBy: null,
  },
});
const books: CreditOnBooks = {
  creditId: 'credit-1',
  guestId: 'guest-1',
  amount: cents(1_500),
  type: 'ADD_VALUE',
};
const refusal = { status: 400, code: '10025', message: 'Amount too large', requestId: 'r-400' };

const held: EntryState = { state: 'held', delayMs: 30_000 };
const queued: EntryState = { state: 'queued', delayMs: 0, attempts: 0, doubt: false };
const sending: EntryState = { state: 'sending', attempts: 1, doubt: false };
const again: EntryState = { state: 'sending', attempts: 2, doubt: true };
const verifying: EntryState = {
  state: 'verifying',
  delayMs: 750,
  attempts: 1,
  checks: 0,
  absences: 0,
  refusal: null,
};
const settled: EntryState = { state: 'settled', how: 'answered' };
const ends: EntryState[] = [
  settled,
  { state: 'refused', refusal },
  { state: 'stuck', why: 'different-content' },
  { state: 'cancelled' },
];
const failed = (error: (typeof errors)[keyof typeof errors]): EntryEvent => ({ type: 'failed', error });

const all: EntryEvent[] = [
  { type: 'undo' },
  { type: 'undo-over' },
  { type: 'attempt' },
  { type: 'answered', books },
  failed(errors.notSent),
  failed(errors.timeout),
  failed(errors.bad),
  { type: 'found', books },
  { type: 'absent', waitedMs: 1e9 },
  { type: 'check-failed', error: errors.server },
  { type: 'restarted' },
];

test.each<[string, EntryState, EntryEvent, EntryState]>([
  ['undone while held', held, { type: 'undo' }, { state: 'cancelled' }],
  ['the undo moment passes', held, { type: 'undo-over' }, queued],
  ['an attempt begins', queued, { type: 'attempt' }, sending],
  ['a matching answer settles', sending, { type: 'answered', books }, settled],
  ['nothing left this PC: no attempt counted, no doubt', sending, failed(errors.notSent), queued],
  ['credentials refused: no attempt counted', sending, failed(errors.denied), queued],
  ['rate limited: no attempt counted', sending, failed(errors.busy), queued],
  ['no answer: unknown', sending, failed(errors.timeout), verifying],
  ['cut after bytes may have left: unknown', sending, failed(errors.cut), verifying],
  ['5xx: unknown', sending, failed(errors.server), verifying],
  ['an unreadable answer: unknown', sending, failed(errors.html), verifying],
  ['refused at the first attempt', sending, failed(errors.bad), { state: 'refused', refusal }],
  [
    'refused after an attempt in doubt: ask first',
    again,
    failed(errors.bad),
    { ...verifying, attempts: 2, delayMs: 1_500, refusal },
  ],
  [
    'a conflict: ask first',
    sending,
    failed(errors.conflict),
    { ...verifying, refusal: { status: 409, code: null, message: 'exists', requestId: 'r-409' } },
  ],
  ['a crash while sending: unknown', sending, { type: 'restarted' }, verifying],
  ['found: settled', verifying, { type: 'found', books }, { state: 'settled', how: 'found' }],
  [
    'one early "nothing" proves nothing',
    verifying,
    { type: 'absent', waitedMs: 10 },
    { ...verifying, checks: 1, absences: 1 },
  ],
  [
    'one late "nothing" proves nothing either',
    verifying,
    { type: 'absent', waitedMs: 1e9 },
    { ...verifying, checks: 1, absences: 1 },
  ],
  [
    'absent twice, the second time after the settle delay: send again, in doubt',
    { ...verifying, absences: 1 },
    { type: 'absent', waitedMs: DEFAULT_TIMING.settleMs },
    { state: 'queued', delayMs: 0, attempts: 1, doubt: true },
  ],
  [
    'absent after a refusal: refused',
    { ...verifying, absences: 1, refusal },
    { type: 'absent', waitedMs: DEFAULT_TIMING.settleMs },
    { state: 'refused', refusal },
  ],
  [
    'asking fails: ask again later, send nothing',
    verifying,
    { type: 'check-failed', error: errors.server },
    { ...verifying, checks: 1 },
  ],
])('%s', (_what, from, event, to) => {
  expect(advance(entry(from), event, context).at).toEqual(to);
});

test.each<[string, Partial<CreditOnBooks>]>([
  ['another amount', { amount: cents(1_501) }],
  ['another guest', { guestId: 'guest-2' }],
  ['another kind', { type: 'VOID_ADD_VALUE' }],
  ['another GUID', { creditId: 'credit-2' }],
])('%s under our GUID is stuck, never settled', (_what, difference) => {
  const other = { ...books, ...difference };
  const stuck = { state: 'stuck', why: 'different-content' };
  expect(advance(entry(sending), { type: 'answered', books: other }, context).at).toEqual(stuck);
  expect(advance(entry(verifying), { type: 'found', books: other }, context).at).toEqual(stuck);
});

test('an answer that does not say whose it is may settle', () => {
  const at = advance(entry(sending), { type: 'answered', books: { ...books, guestId: null } }, context).at;
  expect(at.state).toBe('settled');
});

test('what is over stays over, whatever happens', () => {
  for (const at of ends) {
    for (const event of all) {
      const before = entry(at);
      expect(advance(before, event, context)).toBe(before);
    }
  }
});

test('only held can be undone', () => {
  for (const at of [queued, sending, again, verifying]) {
    const before = entry(at);
    expect(advance(before, { type: 'undo' }, context)).toBe(before);
  }
});

test('nothing but an attempt out of queued leads to sending', () => {
  for (const at of [held, sending, verifying, ...ends]) {
    const next = advance(entry(at), { type: 'attempt' }, context).at;
    if (at.state !== 'sending') expect(next.state).not.toBe('sending');
  }
});

test('the moment a state was reached is kept while it lasts', () => {
  expect(advance(entry(verifying), { type: 'absent', waitedMs: 1 }, context).since).toBe(1_000);
  expect(advance(entry(verifying), { type: 'found', books }, context).since).toBe(5_000);
});

test('every state reads back as it was written', () => {
  for (const at of [held, queued, sending, again, verifying, { ...verifying, refusal }, ...ends]) {
    expect(readState(at.state, encodeState(at))).toEqual(at);
  }
});

test.each([
  ['queued', 'not json'],
  ['queued', '{"state":"queued"}'],
  ['queued', encodeState(held)],
  ['unheard-of', '{"state":"unheard-of"}'],
])('a stored state that cannot be read needs a person: %s %s', (name, detail) => {
  expect(readState(name, detail)).toEqual({ state: 'stuck', why: 'unreadable-record' });
});
