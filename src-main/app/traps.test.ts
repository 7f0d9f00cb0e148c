import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ControlledOptions } from '../../e2e/sandbox-control/controlled-core.ts';
import type { FaultOrder } from '../../e2e/sandbox-control/faults.ts';
import { cents } from '../../src-preload/contract/money.ts';
import type { AcceptedCredit } from '../domain/accepted-credit.ts';
import { createKeptAs, createKnownDuplicates } from '../guests/known-duplicates.ts';
import { createOutbox } from '../outbox/outbox.ts';
import { DEFAULT_TIMING } from '../outbox/timing/default-timing.ts';
import { openDatabase } from '../storage/open-database.ts';
import { closeAll, GRACE, scheduler, startPair } from '../testing/crm/sandbox-crm-kit.ts';
import { createFakeIds, createFakeLogger, createFakeRowSeals, createFakeSealer } from '../testing/fakes.ts';

/**
 * One credit through each trap of the built-in CRM, with the real client, outbox and disk, over HTTP: however it goes,
 * it is settled in the end, and in the CRM once.
 */

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hoststand-traps-'));
});
afterEach(async () => {
  await closeAll();
  rmSync(dir, { recursive: true, force: true });
});

/** Everything a hundred times as fast as in a restaurant, save that settling outlasts the slowest trap below. */
const TIMING = {
  ...DEFAULT_TIMING,
  undoMs: 0,
  firstDelayMs: 10,
  maxDelayMs: 100,
  settleMs: 700,
  absencesNeeded: 2,
  parallel: 3,
};

async function give(modes: ControlledOptions['modes'], faults: readonly FaultOrder[], timing = TIMING) {
  const { crm, client } = await startPair(modes, {
    client: { timeouts: { writeMs: 150, loginMs: 5_000 } },
  });
  for (const fault of faults) crm.control.fault(fault);
  const opened = openDatabase(join(dir, 'kiosk.db'), 'training');
  if (!opened.ok) throw new Error(opened.error.code);
  const outbox = createOutbox({
    db: opened.value,
    gateway: {
      ...client,
      findDuplicates: createKnownDuplicates(client, () => {}),
      keptAs: createKeptAs(client.background.whoIs, () => {}),
    },
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    scheduler,
    ids: createFakeIds(),
    logger: createFakeLogger(),
    timing,
    limits: { count: 100, sum: cents(50_000), ageMs: 3_600_000 },
    sealer: createFakeSealer(),
    seals: createFakeRowSeals(opened.value),
    crmNow: () => null,
    guestName: () => null,
    onChange: () => {},
  });
  outbox.start();
  const credit: AcceptedCredit = {
    id: randomUUID(),
    guestId: GRACE,
    amount: cents(1_999),
    reasonId: 'long-wait',
    note: 'Long wait; by Marco D.',
    givenAt: Date.now(),
    givenBy: { id: 'marco', shortName: 'Marco D.' },
    approvedBy: null,
  };
  outbox.accept(credit);
  await expect.poll(() => outbox.find(credit.id)?.state, { timeout: 20_000 }).toBe('settled');
  await outbox.stop(5_000);
  opened.value.close();
  const databaseStamp = crm.control.store();
  return {
    lines: databaseStamp.transactions.filter(({ guid }) => guid === credit.id).length,
    balance: databaseStamp.guests.find(({ guid }) => guid === GRACE)?.balance,
    posts: databaseStamp.posts[credit.id],
  };
}

const on = (effect: FaultOrder['effect'], times = 1): FaultOrder => ({
  operation: 'add-credit',
  times,
  effect,
});

describe('settled, and in the CRM once, though the CRM would book a repeated GUID twice', () => {
  test.each<[string, readonly FaultOrder[]]>([
    ['nothing goes wrong', []],
    ['the line is cut before', [on({ kind: 'drop-before' })]],
    ['booked, and the line is cut', [on({ kind: 'drop-after' })]],
    ['booked, and the answer breaks off', [on({ kind: 'truncate' })]],
    ['booked, and 500 is answered', [on({ kind: 'status-after', status: 500 })]],
    ['booked, and a web page is answered', [on({ kind: 'status-after', status: 200, body: 'html' })]],
    ['booked, and never answered', [on({ kind: 'hang-after' })]],
    ['booked after we stopped waiting', [on({ kind: 'delay', ms: 400 })]],
    ['booked, cut, and reads lag', [on({ kind: 'lag', for: { ms: 400 } }), on({ kind: 'drop-after' })]],
    ['502 in HTML', [on({ kind: 'status', status: 502, body: 'html' }, 2)]],
    ['502 with nothing', [on({ kind: 'status', status: 502, body: 'empty' }, 2)]],
    ['a storm of 429', [on({ kind: 'status', status: 429, retryAfterSeconds: 0 })]],
    ['the token expires under way', [on({ kind: 'expire-token' })]],
    ['the login is slow', [{ operation: 'login', effect: { kind: 'delay', ms: 400 } }]],
  ])('%s', async (_what, faults) => {
    const { lines, balance } = await give({ duplicates: 'double' }, faults);
    expect({ lines, balance }).toEqual({ lines: 1, balance: 1_999 });
  });
});

describe('settled, and in the CRM once, where reads lag so long that it is posted again', () => {
  /** Two absences prove it, at once, with the guest's own history beside the second; and that many reads lag. */
  const HASTY = { ...TIMING, settleMs: 0 };
  const LAGGING = [on({ kind: 'lag', for: { reads: 3 } }), on({ kind: 'drop-after' })];

  test.each(['replay', 'reject-400', 'conflict-409'] as const)(
    'and the CRM answers by %s',
    async (duplicates) => {
      const { lines, balance, posts } = await give({ duplicates }, LAGGING, HASTY);
      expect({ lines, balance }).toEqual({ lines: 1, balance: 1_999 });
      expect(posts).toBe(2);
    },
  );
});

test.each([
  ['ahead', 86_400_000],
  ['behind', -86_400_000],
])('settled under a CRM whose clock is a day %s', async (_, clockSkewMs) => {
  const { lines, balance } = await give({ duplicates: 'double', clockSkewMs }, [on({ kind: 'drop-after' })]);
  expect({ lines, balance }).toEqual({ lines: 1, balance: 1_999 });
});
