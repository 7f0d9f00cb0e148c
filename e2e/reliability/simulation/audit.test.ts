import { expect, test } from 'vitest';
import type { CreditLine } from '../../../src-main/sandbox/data/model.ts';
import { cents } from '../../../src-preload/contract/money.ts';
import type { CreditItem } from '../../../src-preload/contract/outbox.ts';
import type { Acknowledged } from './ack-log.ts';
import { audit, noTally, type ViolationKind } from './audit.ts';

const GIVEN_AT = 1_700_000_000_000;
const AT_THE_END = {
  tooOldMs: 72 * 3_600_000,
  leftTooOld: (_credit: Acknowledged, { at }: CreditLine) => at > GIVEN_AT + 73 * 3_600_000,
  now: 3_600_000,
  declines: (guid: string) => (guid === 'c-declined' ? 5 : 0),
  requests: (guid: string) => (guid === 'c-tried' ? 20 : 0),
  barred: ({ guestId }: Acknowledged) => guestId === 'g-barred',
};

function acknowledged(more: Partial<Acknowledged> = {}): Acknowledged {
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
    ...{ at: 0, touchedAt: 0, unsure: false, recovered: false },
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
  credit: Acknowledged | null,
  shown: CreditItem | null,
  lines: readonly CreditLine[],
): ViolationKind[] {
  return audit({
    acknowledged: credit ? [credit] : [],
    itemOf: () => shown,
    guestWaits: (guestId) => guestId === 'g-refused',
    lines,
    ...AT_THE_END,
  }).violations.map(({ kind }) => kind);
}

test('what ended as it should is not accused', () => {
  expect(kinds(acknowledged(), item('settled'), [line()])).toEqual([]);
  expect(kinds(acknowledged({ undone: 'said' }), item('cancelled'), [])).toEqual([]);
  expect(kinds(acknowledged({ undone: 'untold' }), item('cancelled'), [])).toEqual([]);
  expect(kinds(acknowledged({ undone: 'untold' }), item('settled'), [line()])).toEqual([]);
  expect(kinds(acknowledged(), item('refused'), [])).toEqual([]);
  expect(kinds(acknowledged(), item('stuck', 'contradicted'), [])).toEqual([]);
  expect(kinds(acknowledged({ guestId: 'g-refused' }), item('queued'), [])).toEqual([]);
  expect(kinds(acknowledged({ id: 'c-declined' }), item('stuck', 'singled-out'), [])).toEqual([]);
  expect(kinds(acknowledged({ id: 'c-tried' }), item('stuck', 'singled-out'), [])).toEqual([]);
  expect(kinds(acknowledged({ recovered: true }), item('stuck', 'unreadable-record'), [])).toEqual([]);
  const canceled = acknowledged({ id: 'c-declined', discarded: 'said' });
  expect(kinds(canceled, item('cancelled'), [line({ guid: 'c-declined' })])).toEqual([]);
  expect(kinds(acknowledged({ guestId: 'g-barred' }), item('verifying'), [])).toEqual([]);
  expect(kinds(acknowledged({ at: -73 * 3_600_000 }), item('stuck', 'too-old'), [])).toEqual([]);
  expect(kinds(acknowledged({ unsure: true }), null, [])).toEqual([]);
  expect(kinds(acknowledged({ unsure: true }), item('queued'), [line()])).toEqual([]);
  expect(kinds(acknowledged({ accepted: 'untold', givenAt: null }), null, [])).toEqual([]);
  expect(kinds(acknowledged({ accepted: 'untold', givenAt: null }), item('settled'), [line()])).toEqual([]);
});

test.each<[ViolationKind, Acknowledged | null, CreditItem | null, readonly CreditLine[]]>([
  ['lost', acknowledged(), item('settled'), []],
  ['lost', acknowledged(), item('cancelled'), []],
  ['duplicated', acknowledged(), item('settled'), [line(), line()]],
  ['altered', acknowledged(), item('settled'), [line({ amount: 1_600 })]],
  ['altered', acknowledged(), item('settled'), [line({ guestGuid: 'g-2' })]],
  ['altered', acknowledged(), item('settled'), [line({ note: 'Another' })]],
  ['altered', acknowledged(), item('settled'), [line({ localCreatedAt: GIVEN_AT + 1 })]],
  ['never-accepted', null, null, [line()]],
  ['never-accepted', acknowledged({ accepted: 'untold' }), null, [line()]],
  ['not-taken-back', acknowledged({ undone: 'said' }), item('cancelled'), [line()]],
  ['not-taken-back', acknowledged(), item('refused'), [line()]],
  ['untrue', acknowledged({ undone: 'said' }), item('settled'), [line()]],
  ['untrue', acknowledged(), item('stuck', 'contradicted'), [line()]],
  ['untrue', acknowledged(), item('settled'), [line({ at: GIVEN_AT + 74 * 3_600_000 })]],
  ['unsettled', acknowledged(), item('verifying'), [line()]],
  ['unsettled', acknowledged(), item('queued'), []],
  ['forgotten', acknowledged(), null, [line()]],
  ['aged-early', acknowledged(), item('stuck', 'too-old'), []],
  ['stuck', acknowledged(), item('stuck', 'different-content'), []],
  ['stuck', acknowledged(), item('stuck', 'singled-out'), []],
  ['stuck', acknowledged(), item('stuck', 'unreadable-record'), []],
  ['duplicated', acknowledged({ unsure: true }), null, [line(), line()]],
  ['untrue', acknowledged({ at: -73 * 3_600_000 }), item('stuck', 'too-old'), [line()]],
])('%s', (kind, credit, shown, lines) => {
  expect(kinds(credit, shown, lines)).toEqual([kind]);
});

test('accepted, unknown to its kiosk and nowhere else is lost as well', () => {
  expect(kinds(acknowledged(), null, [])).toEqual(['forgotten', 'lost']);
});

test('each credit is counted in one end', () => {
  const { tally } = audit({
    acknowledged: [acknowledged(), acknowledged({ id: 'c-2', undone: 'said' }), acknowledged({ id: 'c-3' })],
    itemOf: ({ id }) => item(id === 'c-1' ? 'settled' : id === 'c-2' ? 'cancelled' : 'refused'),
    guestWaits: () => false,
    lines: [line()],
    ...AT_THE_END,
  });
  expect(tally).toEqual({ ...noTally(), accepted: 3, settled: 1, undone: 1, refused: 1 });
});
