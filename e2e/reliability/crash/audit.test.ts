import { expect, test } from 'vitest';
import type { CreditLine } from '../../../src-main/sandbox/data/model.ts';
import type { Acknowledged } from './ack-log.ts';
import { audit, strangers } from './audit.ts';
import type { KioskDatabase } from './kiosk-database.ts';

const GIVEN_AT = 1_700_000_000_000;
const given = { amount: 500, givenAt: GIVEN_AT };

const acknowledged = (more: Partial<Acknowledged> = {}): Acknowledged => ({
  creditId: 'a',
  guestId: 'ana',
  tapped: new Set([500]),
  given,
  undone: 'no',
  ...more,
});
const line = (more: Partial<CreditLine> = {}): CreditLine => ({
  guid: 'a',
  guestGuid: 'ana',
  type: 'ADD_VALUE',
  amount: 500,
  at: GIVEN_AT + 2_000,
  localCreatedAt: GIVEN_AT,
  expiresAt: null,
  note: null,
  serverGuid: null,
  approverGuid: null,
  deviceGuid: null,
  familyGuid: null,
  ...more,
});

/** Database of one credit whose history goes through these states, told as `id:state` where it is not credit `a`. */
function database(...steps: readonly string[]): KioskDatabase {
  const history = steps.map((step, index) => {
    const [first = '', second] = step.split(':');
    const [id, state] = second === undefined ? ['a', first] : [first, second];
    const isFirst = !steps.slice(0, index).some((other) => (other.split(':').at(-2) ?? 'a') === id);
    const event = isFirst ? (id === 'a' ? 'accepted' : 'replaces') : 'went on';
    return { seq: index + 1, id, event, state, detail: `{"state":"${state}"}` };
  });
  const last = new Map(history.map((step) => [step.id, step]));
  const rows = [...last.values()].map(({ id, state, detail }) => ({
    ...{ id, state, detail, guestId: 'ana', amount: 500, givenAt: GIVEN_AT },
    replacement: id === 'a' && last.has('b') ? 'b' : null,
  }));
  return { rows, history };
}

const SENT = database('held', 'queued', 'sending', 'settled');
const UNDONE = database('held', 'cancelled');
const REPLACED = database(
  ...['held', 'queued', 'sending', 'refused', 'cancelled'],
  ...['b:queued', 'b:sending', 'b:settled'],
);

test('what was said to be saved is in the CRM once', () => {
  expect(audit([acknowledged()], SENT, [line()])).toEqual({
    ...{ accepted: 1, settled: 1, undone: 0, unacknowledged: 0, replaced: 0, lost: 0, duplicated: 0 },
    violations: [],
  });
});

test('what was taken back is nowhere; what no one saw saved may be there once, or not at all', () => {
  expect(audit([acknowledged({ undone: 'said' })], UNDONE, [])).toMatchObject({ undone: 1, violations: [] });
  expect(audit([acknowledged({ undone: 'asked' })], UNDONE, [])).toMatchObject({ undone: 1, violations: [] });
  expect(audit([acknowledged({ undone: 'asked' })], SENT, [line()])).toMatchObject({
    settled: 1,
    violations: [],
  });
  const untold = acknowledged({ given: null });
  expect(audit([untold], SENT, [line()])).toMatchObject({ accepted: 0, unacknowledged: 1, violations: [] });
  expect(audit([untold], { rows: [], history: [] }, [])).toMatchObject({ unacknowledged: 0, violations: [] });
});

test('a credit that a manager sent again is found under its new number', () => {
  expect(audit([acknowledged()], REPLACED, [line({ guid: 'b' })])).toMatchObject({
    ...{ settled: 1, replaced: 1 },
    violations: [],
  });
  expect(audit([acknowledged()], REPLACED, [line({ guid: 'b' }), line()]).violations).toEqual([
    'a was ended, and is on the books',
  ]);
  expect(audit([acknowledged()], REPLACED, [])).toMatchObject({ lost: 1 });
});

test.each<[string, Partial<Acknowledged>, KioskDatabase, readonly CreditLine[], string]>([
  ['lost at the CRM', {}, SENT, [], 'a is settled, and not on the books'],
  ['lost on the kiosk', {}, { rows: [], history: [] }, [], 'a was saved, and the kiosk does not know it'],
  ['given twice', {}, SENT, [line(), line()], 'a is on the books 2 times'],
  ['cancelled by itself', {}, UNDONE, [], 'a was cancelled, and nobody took it back'],
  ['taken back and sent', { undone: 'said' }, SENT, [line()], 'a was taken back, and is settled'],
  ['taken back and there', { undone: 'said' }, UNDONE, [line()], 'a was ended, and is on the books'],
  ['another amount', {}, SENT, [line({ amount: 501 })], 'a is on the books with another amount'],
  ['another guest', {}, SENT, [line({ guestGuid: 'bo' })], 'a is on the books of another guest'],
  ['another date', {}, SENT, [line({ localCreatedAt: GIVEN_AT + 1 })], 'a is on the books with another date'],
  [
    'another amount than was said',
    { given: { ...given, amount: 700 } },
    SENT,
    [line()],
    'a has another amount',
  ],
  ['not over', {}, database('held', 'queued'), [line()], 'a is still queued'],
  [
    'sent out of a doubt',
    {},
    database('held', 'queued', 'sending', 'verifying', 'sending', 'settled'),
    [line()],
    'a went from verifying to sending',
  ],
  [
    'history cut at its end',
    {},
    { ...SENT, history: SENT.history.slice(0, 3) },
    [line()],
    'a is settled, and its history ends with sending',
  ],
  [
    'history cut at its beginning',
    {},
    { ...SENT, history: SENT.history.slice(1) },
    [line()],
    'History line 1 is missing',
  ],
])('the audit sees: %s', (_what, credit, kiosk, lines, words) => {
  expect(audit([acknowledged(credit)], kiosk, lines).violations).toContain(words);
});

test('the audit sees what no one ever accepted', () => {
  expect(strangers([SENT], [line(), line({ guid: 'z' })])).toEqual(['z was never accepted']);
});
