import { expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import { errors } from '../testing/crm/scripted-crm.ts';
import { type AdvanceContext, advance, type Entry, type EntryEvent } from './entry.ts';
import type { CrmCredit } from './gateway.ts';
import type { CrmRecord } from './matches-crm-record.ts';
import type { EntryState, StateName } from './state.ts';
import { encodeState, readState } from './state-codec.ts';
import { DEFAULT_TIMING } from './timing/default-timing.ts';

const context: AdvanceContext = { now: 5_000, random: 0.5, timing: DEFAULT_TIMING };
const entry = (at: EntryState): Entry => ({
  seq: 1,
  acceptedAt: 1_000,
  since: 1_000,
  at,
  work: {
    kind: 'add-credit',
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
const crmCredit: CrmCredit = {
  creditId: 'credit-1',
  guestId: 'guest-1',
  amount: cents(1_500),
  type: 'ADD_VALUE',
};
const records: CrmRecord = { kind: 'add-credit', credit: crmCredit };
const guest = { guestId: 'guest-9', firstName: 'Ana', lastName: 'P', phone: '4155550142', email: null };
const newGuest = (at: EntryState): Entry => ({
  ...entry(at),
  work: {
    kind: 'create-guest',
    id: 'guest-9',
    guestId: 'guest-9',
    guest,
    confirmedNew: false,
    givenAt: 1_000,
    givenBy: { id: 'marco', shortName: 'Marco D.' },
  },
});
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
const refused: EntryState = { state: 'refused', refusal };
const stuck = (why: 'different-content' | 'unreadable-record' | 'too-old' | 'singled-out'): EntryState => ({
  state: 'stuck',
  why,
});
const unsent: EntryState = { ...verifying, attempts: 0 };
const firstRefusal: EntryState = { ...verifying, refusal, first: true };
const exists: EntryState = { state: 'stuck', why: 'guest-exists', guestIds: ['guest-7'] };
const undone: EntryState = { state: 'cancelled', how: 'undone' };
const failed = (error: (typeof errors)[keyof typeof errors]): EntryEvent => ({ type: 'failed', error });
const checkFailed = (error: (typeof errors)[keyof typeof errors]): EntryEvent => ({
  type: 'check-failed',
  error,
});

/** Every state and every event there is, by a name. */
const states: Record<string, EntryState> = {
  held,
  queued,
  'queued in doubt': { ...queued, attempts: 1, doubt: true },
  sending,
  'sending again': again,
  verifying,
  'verifying a refusal': { ...verifying, refusal },
  'verifying a first refusal': firstRefusal,
  'verifying what an earlier run left': unsent,
  'held by an earlier run': { state: 'held', delayMs: 30_000, earlier: true },
  settled,
  refused,
  'stuck different': stuck('different-content'),
  'stuck unreadable': stuck('unreadable-record'),
  'stuck contradicted': { state: 'stuck', why: 'contradicted', refusal },
  'stuck old': stuck('too-old'),
  'stuck alone': stuck('singled-out'),
  'stuck exists': exists,
  'stuck merged': { state: 'stuck', why: 'guest-merged', into: 'guest-8' },
  cancelled: undone,
};
const events: Record<string, EntryEvent> = {
  undo: { type: 'undo' },
  'undo-over': { type: 'undo-over' },
  attempt: { type: 'attempt' },
  answered: { type: 'answered', record: records },
  'failed: not sent': failed(errors.notSent),
  'failed: timeout': failed(errors.timeout),
  'failed: refused': failed(errors.bad),
  'failed: conflict': failed(errors.conflict),
  found: { type: 'found', record: records },
  absent: { type: 'absent', waitedMs: 1e9 },
  'check failed': checkFailed(errors.server),
  'check failed: line': checkFailed(errors.notSent),
  restarted: { type: 'restarted' },
  'taken-over': { type: 'taken-over' },
  'singled-out': { type: 'singled-out' },
  'too-old': { type: 'too-old' },
  exists: { type: 'exists', guestIds: ['guest-7'] },
  merged: { type: 'merged', into: 'guest-8' },
  'confirm-new': { type: 'confirm-new' },
  recheck: { type: 'recheck' },
  discard: { type: 'discard', by: 'Priya N.', reason: 'The guest left' },
  replace: { type: 'replace', by: 'Priya N.', replacement: 'credit-2' },
  'by hand': { type: 'by-hand', by: 'Priya N.' },
};
/**
 * Where each event leads from each state; what is not named leaves the very same entry. A star: the state's name stays,
 * its fields change.
 */
const BY_HAND = { 'by hand': 'cancelled' } as const;
const ASKED = {
  ...BY_HAND,
  found: 'settled',
  absent: '*',
  'check failed': '*',
  'singled-out': 'stuck',
} as const;
const leads: Record<string, Record<string, StateName | '*'>> = {
  held: {
    ...{ undo: 'cancelled', 'undo-over': 'queued', found: 'settled', 'taken-over': '*' },
    ...{ discard: 'cancelled', replace: 'cancelled' },
  },
  'held by an earlier run': {
    ...{ undo: 'cancelled', 'undo-over': 'verifying', found: 'settled' },
    ...{ discard: 'cancelled', replace: 'cancelled' },
  },
  queued: {
    ...BY_HAND,
    attempt: 'sending',
    'too-old': 'stuck',
    exists: 'stuck',
    merged: 'stuck',
    replace: 'cancelled',
    discard: 'cancelled',
    'check failed': '*',
    ...{ found: 'settled', 'taken-over': 'verifying', 'singled-out': 'stuck' },
  },
  'queued in doubt': {
    ...BY_HAND,
    ...{ attempt: 'sending', 'too-old': 'stuck', 'check failed': '*', found: 'settled' },
    ...{ merged: 'stuck', 'taken-over': 'verifying', 'singled-out': 'stuck' },
    ...{ replace: 'cancelled', discard: 'cancelled' },
  },
  sending: {
    answered: 'settled',
    'failed: not sent': 'queued',
    'failed: timeout': 'verifying',
    'failed: refused': 'verifying',
    'failed: conflict': 'verifying',
    restarted: 'verifying',
    'taken-over': 'verifying',
  },
  'sending again': {
    answered: 'settled',
    'failed: not sent': 'queued',
    'failed: timeout': 'verifying',
    'failed: refused': 'verifying',
    'failed: conflict': 'verifying',
    restarted: 'verifying',
    'taken-over': 'verifying',
  },
  verifying: ASKED,
  'verifying a refusal': ASKED,
  'verifying a first refusal': ASKED,
  'verifying what an earlier run left': { ...ASKED, discard: 'cancelled', replace: 'cancelled' },
  refused: { ...BY_HAND, discard: 'cancelled', replace: 'cancelled', found: 'settled' },
  'stuck different': { ...BY_HAND, discard: 'cancelled', recheck: 'verifying', found: 'settled' },
  'stuck unreadable': { ...BY_HAND, discard: 'cancelled', recheck: 'verifying', found: 'settled' },
  'stuck contradicted': { ...BY_HAND, discard: 'cancelled', recheck: 'verifying', found: 'settled' },
  'stuck alone': { ...BY_HAND, discard: 'cancelled', recheck: 'verifying', found: 'settled' },
  'stuck old': { ...BY_HAND, discard: 'cancelled', replace: 'cancelled', found: 'settled' },
  'stuck merged': { ...BY_HAND, discard: 'cancelled', replace: 'cancelled', found: 'settled' },
  'stuck exists': {
    ...BY_HAND,
    discard: 'cancelled',
    replace: 'cancelled',
    'confirm-new': 'verifying',
    found: 'settled',
  },
};

const pairs = Object.entries(states).flatMap(([from, at]) =>
  Object.entries(events).map(([event, what]) => ({ from, event, at, what, to: leads[from]?.[event] })),
);

test.each(pairs)('$from, $event', ({ at, what, to }) => {
  const before = entry(at);
  const after = advance(before, what, context);
  if (to === undefined) expect(after).toBe(before);
  else {
    expect(after.at.state).toBe(to === '*' ? at.state : to);
    expect(after.at).not.toEqual(at);
    expect({ ...after, at: null, since: null }).toEqual({ ...before, at: null, since: null });
  }
});

test('the table above names every state and every event there is', () => {
  const named = new Set(Object.values(states).map((at) => at.state));
  expect([...named].sort()).toEqual(
    ['cancelled', 'held', 'queued', 'refused', 'sending', 'settled', 'stuck', 'verifying'].sort(),
  );
  const types: Record<EntryEvent['type'], true> = {
    ...{ undo: true, 'undo-over': true, attempt: true, answered: true, failed: true, found: true },
    ...{ absent: true, 'check-failed': true, restarted: true, 'too-old': true, exists: true },
    ...{ 'confirm-new': true, recheck: true, discard: true, replace: true },
    ...{ 'taken-over': true, 'singled-out': true, merged: true, 'by-hand': true },
  };
  expect(new Set(Object.values(events).map(({ type }) => type))).toEqual(new Set(Object.keys(types)));
});

test.each<[string, EntryState, EntryEvent, EntryState]>([
  ['undone while held', held, { type: 'undo' }, undone],
  ['the undo moment passes', held, { type: 'undo-over' }, queued],
  ['an attempt begins', queued, { type: 'attempt' }, sending],
  ['a matching answer settles', sending, { type: 'answered', record: records }, settled],
  ['nothing left this PC: no attempt counted, no doubt', sending, failed(errors.notSent), queued],
  ['no token, so nothing left: no attempt counted', sending, failed(errors.noLogin), queued],
  ['rate limited by the service: no attempt counted', sending, failed(errors.busy), queued],
  ['denied, perhaps after it was carried out: unknown', sending, failed(errors.denied), verifying],
  ['a 429 page, too', sending, failed(errors.busyPage), verifying],
  ['the service is gone, too', sending, failed(errors.gone), verifying],
  ['no answer: unknown', sending, failed(errors.timeout), verifying],
  ['cut after bytes may have left: unknown', sending, failed(errors.cut), verifying],
  ['5xx: unknown', sending, failed(errors.server), verifying],
  ['an unreadable answer: unknown', sending, failed(errors.html), verifying],
  ['refused at the first attempt: ask first', sending, failed(errors.bad), firstRefusal],
  [
    'absent after a first refusal: final',
    { ...firstRefusal, absences: 1 },
    { type: 'absent', waitedMs: DEFAULT_TIMING.settleMs },
    { state: 'refused', refusal },
  ],
  [
    'one early "nothing" after a first refusal proves nothing',
    firstRefusal,
    { type: 'absent', waitedMs: 10 },
    { ...firstRefusal, checks: 1, absences: 1 },
  ],
  [
    'left queued by an earlier run: asked about at once',
    queued,
    { type: 'taken-over' },
    { ...unsent, delayMs: 0 },
  ],
  [
    'left in doubt by an earlier run: what that one was told proves nothing any more',
    { ...verifying, absences: 3 },
    { type: 'taken-over' },
    verifying,
  ],
  [
    'nothing of it there: queued as if nothing had been',
    { ...unsent, absences: 1 },
    { type: 'absent', waitedMs: DEFAULT_TIMING.settleMs },
    queued,
  ],
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
  ['found: settled', verifying, { type: 'found', record: records }, { state: 'settled', how: 'found' }],
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
    'absent after a refusal in doubt: it may be there all the same, a person looks',
    { ...verifying, absences: 1, refusal },
    { type: 'absent', waitedMs: DEFAULT_TIMING.settleMs },
    { state: 'stuck', why: 'contradicted', refusal },
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

test.each<[string, Partial<CrmCredit>]>([
  ['another amount', { amount: cents(1_501) }],
  ['another guest', { guestId: 'guest-2' }],
  ['another kind', { type: 'VOID_ADD_VALUE' }],
  ['another GUID', { creditId: 'credit-2' }],
])('%s under our GUID is stuck, never settled', (_what, difference) => {
  const other: CrmRecord = { kind: 'add-credit', credit: { ...crmCredit, ...difference } };
  const different = stuck('different-content');
  expect(advance(entry(sending), { type: 'answered', record: other }, context).at).toEqual(different);
  expect(advance(entry(verifying), { type: 'found', record: other }, context).at).toEqual(different);
});

test('an answer that does not say whose it is may settle', () => {
  const nobody: CrmRecord = { kind: 'add-credit', credit: { ...crmCredit, guestId: null } };
  expect(advance(entry(sending), { type: 'answered', record: nobody }, context).at.state).toBe('settled');
});

test('a new guest settles on their own GUID, however the CRM tidied the rest; on nothing else', () => {
  const there = (guestId: string): CrmRecord => ({ kind: 'create-guest', guest: { ...guest, guestId } });
  const answer = (what: CrmRecord) =>
    advance(newGuest(sending), { type: 'answered', record: what }, context).at;
  expect(answer(there('guest-9'))).toEqual(settled);
  expect(answer(there('guest-8'))).toEqual(stuck('different-content'));
  expect(answer(records)).toEqual(stuck('different-content'));
});

test('a credit is never settled by what the CRM says of a guest', () => {
  const person: CrmRecord = { kind: 'create-guest', guest: { ...guest, guestId: 'guest-1' } };
  const after = advance(entry(sending), { type: 'answered', record: person }, context);
  expect(after.at).toEqual(stuck('different-content'));
});

test('a person’s word that a guest is new is kept with the guest', () => {
  const after = advance(newGuest(exists), { type: 'confirm-new' }, context);
  expect(after).toMatchObject({
    work: { confirmedNew: true },
    at: { state: 'verifying', attempts: 0, checks: 0 },
  });
});

test.each<[string, EntryState]>([['begun before', { ...queued, attempts: 1, doubt: false } as EntryState]])(
  'one %s may be the guest that is found, and may be on its way: neither is concluded',
  (_what, at) => {
    for (const event of [
      { type: 'exists', guestIds: ['guest-1'] },
      { type: 'replace', by: 'Priya N.', replacement: 'guest-1' },
    ] as const) {
      expect(advance(newGuest(at), event, context).at).toBe(at);
    }
  },
);

test.each<[string, EntryEvent & { type: 'check-failed' }, number]>([
  ['an error of the CRM’s', { type: 'check-failed', error: errors.server }, DEFAULT_TIMING.settleMs],
  ['a line that is down', { type: 'check-failed', error: errors.notSent }, 0],
  ['the service’s own 429', { type: 'check-failed', error: errors.busy }, 0],
])('asking for a guest’s like meets %s: theirs is the wait, or everyone’s', (_what, event, delayMs) => {
  expect(advance(newGuest(queued), event, context).at).toEqual({ ...queued, delayMs });
});

test('only a guest is a new guest, and only by that word', () => {
  expect(advance(newGuest(stuck('unreadable-record')), { type: 'recheck' }, context).work).toMatchObject({
    confirmedNew: false,
  });
});

test('the moment a state was reached is kept while it lasts', () => {
  expect(advance(entry(verifying), { type: 'absent', waitedMs: 1 }, context).since).toBe(1_000);
  expect(advance(entry(verifying), { type: 'found', record: records }, context).since).toBe(5_000);
});

test('every state reads back as it was written', () => {
  const more: EntryState[] = [
    { state: 'cancelled', how: 'discarded', by: 'Priya N.', reason: 'The guest left' },
    { state: 'cancelled', how: 'replaced', by: 'Priya N.', replacement: null },
  ];
  for (const at of [...Object.values(states), ...more]) {
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
