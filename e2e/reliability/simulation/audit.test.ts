import { expect, test } from 'vitest';
import type { CreditLine } from '../../../src-main/sandbox/data/model.ts';
import { cents } from '../../../src-preload/contract/money.ts';
import type { CreditItem } from '../../../src-preload/contract/outbox.ts';
import { audit, noTally, type ViolationKind } from './audit.ts';
import type { Witnessed } from './witness.ts';

const AT_THE_END = {
  tooOldMs: 72 * 3_600_000,
  now: 3_600_000,
  declines: (guid: string) => (guid === 'c-declined' ? 5 : 0),
  barred: ({ guestId }: Witnessed) => guestId === 'g-barred',
};
const GIVEN_AT = 1_700_000_000_000;

function witnessed(more: Partial<Witnessed> = {}): Witnessed {
  return {
    id: 'c-1',
    intent: 1,
    kiosk: 0,
    guestId: 'g-1',
    amount: cents(1_500),
    note: 'Long wait',
    givenAt: GIVEN_AT,
    accepted: 'said',
    inTheDark: false,
    ...{ at: 0, unsure: false },
    ...{ undone: 'no', discarded: 'no', replaced: 'no', replaces: null },
    ...more,
  };
}

function line(more: Partial<CreditLine> = {}): CreditLine {
  return {
    guid: 'c-1',
    guestGuid: 'g-1',
    type: 'ADD_VALUE',
    amount: 1_500,
    at: GIVEN_AT + 60_000,
    localCreatedAt: GIVEN_AT,
    expiresAt: null,
    note: 'Long wait',
    serverGuid: null,
    approverGuid: null,
    deviceGuid: null,
    familyGuid: null,
    ...more,
  };
}

const item = (state: CreditItem['state'], stuck: CreditItem['stuck'] = null) =>
  ({ state, stuck }) as CreditItem;

function kinds(
  credit: Witnessed | null,
  shown: CreditItem | null,
  lines: readonly CreditLine[],
): ViolationKind[] {
  return audit({
    witnessed: credit ? [credit] : [],
    itemOf: () => shown,
    guestWaits: (guestId) => guestId === 'g-refused',
    lines,
    ...AT_THE_END,
  }).violations.map(({ kind }) => kind);
}

test('what ended as it should is not accused', () => {
  expect(kinds(witnessed(), item('settled'), [line()])).toEqual([]);
  expect(kinds(witnessed({ undone: 'said' }), item('cancelled'), [])).toEqual([]);
  expect(kinds(witnessed({ undone: 'untold' }), item('cancelled'), [])).toEqual([]);
  expect(kinds(witnessed({ undone: 'untold' }), item('settled'), [line()])).toEqual([]);
  expect(kinds(witnessed(), item('refused'), [])).toEqual([]);
  expect(kinds(witnessed(), item('stuck', 'contradicted'), [])).toEqual([]);
  expect(kinds(witnessed({ guestId: 'g-refused' }), item('queued'), [])).toEqual([]);
  expect(kinds(witnessed({ id: 'c-declined' }), item('stuck', 'singled-out'), [])).toEqual([]);
  const canceled = witnessed({ id: 'c-declined', discarded: 'said' });
  expect(kinds(canceled, item('cancelled'), [line({ guid: 'c-declined' })])).toEqual([]);
  expect(kinds(witnessed({ guestId: 'g-barred' }), item('verifying'), [])).toEqual([]);
  expect(kinds(witnessed({ at: -73 * 3_600_000 }), item('stuck', 'too-old'), [])).toEqual([]);
  expect(kinds(witnessed({ unsure: true }), null, [])).toEqual([]);
  expect(kinds(witnessed({ unsure: true }), item('queued'), [line()])).toEqual([]);
  expect(kinds(witnessed({ accepted: 'untold', givenAt: null }), null, [])).toEqual([]);
  expect(kinds(witnessed({ accepted: 'untold', givenAt: null }), item('settled'), [line()])).toEqual([]);
});

test.each<[ViolationKind, Witnessed | null, CreditItem | null, readonly CreditLine[]]>([
  ['lost', witnessed(), item('settled'), []],
  ['lost', witnessed(), item('cancelled'), []],
  ['duplicated', witnessed(), item('settled'), [line(), line()]],
  ['altered', witnessed(), item('settled'), [line({ amount: 1_600 })]],
  ['altered', witnessed(), item('settled'), [line({ guestGuid: 'g-2' })]],
  ['altered', witnessed(), item('settled'), [line({ note: 'Another' })]],
  ['altered', witnessed(), item('settled'), [line({ localCreatedAt: GIVEN_AT + 1 })]],
  ['never-accepted', null, null, [line()]],
  ['never-accepted', witnessed({ accepted: 'untold' }), null, [line()]],
  ['not-taken-back', witnessed({ undone: 'said' }), item('cancelled'), [line()]],
  ['not-taken-back', witnessed(), item('refused'), [line()]],
  ['untrue', witnessed({ undone: 'said' }), item('settled'), [line()]],
  ['untrue', witnessed(), item('stuck', 'contradicted'), [line()]],
  ['unsettled', witnessed(), item('verifying'), [line()]],
  ['unsettled', witnessed(), item('queued'), []],
  ['forgotten', witnessed(), null, [line()]],
  ['aged-early', witnessed(), item('stuck', 'too-old'), []],
  ['stuck', witnessed(), item('stuck', 'different-content'), []],
  ['stuck', witnessed(), item('stuck', 'singled-out'), []],
  ['duplicated', witnessed({ unsure: true }), null, [line(), line()]],
  ['untrue', witnessed({ at: -73 * 3_600_000 }), item('stuck', 'too-old'), [line()]],
])('%s', (kind, credit, shown, lines) => {
  expect(kinds(credit, shown, lines)).toEqual([kind]);
});

test('accepted, unknown to its kiosk and nowhere else is lost as well', () => {
  expect(kinds(witnessed(), null, [])).toEqual(['forgotten', 'lost']);
});

test('each credit is counted in one end', () => {
  const { tally } = audit({
    witnessed: [witnessed(), witnessed({ id: 'c-2', undone: 'said' }), witnessed({ id: 'c-3' })],
    itemOf: ({ id }) => item(id === 'c-1' ? 'settled' : id === 'c-2' ? 'cancelled' : 'refused'),
    guestWaits: () => false,
    lines: [line()],
    ...AT_THE_END,
  });
  expect(tally).toEqual({ ...noTally(), accepted: 3, settled: 1, undone: 1, refused: 1 });
});
