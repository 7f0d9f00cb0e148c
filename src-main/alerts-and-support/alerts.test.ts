import { expect, test } from 'vitest';
import { cents } from '../../src-preload/contract/money.ts';
import type { CreditItem, CreditState } from '../../src-preload/contract/outbox.ts';
import { NO_UPDATES } from '../testing/fakes.ts';
import { type AlertFacts, alertsOf } from './alerts.ts';

const NOW = Date.parse('2026-11-22T00:10:00Z');
const HOUR = 3_600_000;
const item = (state: CreditState, hoursAgo = 0): CreditItem => ({
  kind: 'add-credit',
  creditId: `${state}-${hoursAgo}`,
  guestId: 'g',
  guestName: null,
  state,
  givenAt: NOW - hoursAgo * HOUR,
  givenBy: 'Marco D.',
  nextTryAt: null,
  since: NOW,
  refusal: null,
  stuck: null,
  amount: cents(500),
  reasonId: 'long-wait',
  approvedBy: null,
  undoUntil: null,
  undoLeftMs: 0,
  undone: false,
  waitsForGuest: false,
  guestNeedsPerson: false,
});
const QUIET: AlertFacts = {
  now: NOW,
  items: [],
  approvalsEnd: [],
  diskTrouble: false,
  connection: { state: 'online' },
  secretLost: false,
  unconfirmedLimits: [],
  limitsOlder: false,
  lockedForMs: 0,
  lockOuts: [],
  altered: null,
  recordCutAt: null,
  freeBytes: 50_000_000_000,
  clockAheadMs: 300,
  sealing: 'strong',
  orphaned: { count: 0, sum: 0 },
  configProblems: [],
  recovered: null,
  moved: false,
  update: NO_UPDATES.status(),
};
const ALTERED = {
  at: 5,
  entries: 1,
  restored: 0,
  staff: ['Joss K.'],
  keypad: false,
  facts: false,
  log: true,
  key: false,
};
const what = (over: Partial<AlertFacts>) => alertsOf({ ...QUIET, ...over }).map((alert) => alert.what);

test('a quiet evening needs no one', () => {
  expect(what({ items: [item('queued'), item('held'), item('queued', 3.9)] })).toEqual([]);
  expect(what({ freeBytes: null, clockAheadMs: null })).toEqual([]);
  expect(what({ connection: { state: 'offline', since: NOW, cause: 'internet' } })).toEqual([]);
});

test.each<[Partial<AlertFacts>, unknown]>([
  [{ diskTrouble: true }, { what: 'disk-trouble' }],
  [{ altered: ALTERED }, { what: 'altered', ...ALTERED }],
  [{ recordCutAt: 5 }, { what: 'record-cut', at: 5 }],
  [{ items: [item('refused')] }, { what: 'entry', item: item('refused') }],
  [{ secretLost: true }, { what: 'secret-lost' }],
  [{ connection: { state: 'offline', since: 7, cause: 'access' } }, { what: 'no-access', since: 7 }],
  [{ orphaned: { count: 2, sum: 900 } }, { what: 'left-behind', count: 2, sum: 900 }],
  [{ lockedForMs: 30_000 }, { what: 'keypad-locked', leftMs: 30_000 }],
  [{ lockOuts: [3, 9] }, { what: 'lock-outs', count: 2, lastAt: 9 }],
  [{ items: [item('queued', 5), item('queued', 1)] }, { what: 'waits-long', count: 1, hours: 4 }],
  [{ items: [item('queued', 80), item('queued', 30)] }, { what: 'waits-long', count: 1, hours: 72 }],
  [{ freeBytes: 999_999_999 }, { what: 'disk-low', freeBytes: 999_999_999 }],
  [{ clockAheadMs: -120_000 }, { what: 'clock', aheadMs: -120_000 }],
  [{ sealing: 'weak' }, { what: 'weak-sealing' }],
  [
    { recovered: { at: 1, setAside: '/x', missingSince: null } },
    { what: 'recovered', at: 1, setAside: '/x', missingSince: null },
  ],
  [{ moved: true }, { what: 'moved' }],
])('%o: %o', (over, expected) => {
  expect(alertsOf({ ...QUIET, ...over })).toEqual([expected]);
});

test('the most pressing first; an access that is lost is said once', () => {
  expect(
    what({
      sealing: 'weak',
      secretLost: true,
      connection: { state: 'offline', since: 1, cause: 'access' },
      items: [item('stuck'), item('queued', 25), item('refused')],
      diskTrouble: true,
    }),
  ).toEqual(['disk-trouble', 'entry', 'entry', 'secret-lost', 'waits-long', 'weak-sealing']);
});
