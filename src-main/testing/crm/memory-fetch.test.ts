import { expect, test } from 'vitest';
import {
  createProcessTime,
  createVirtualTime,
} from '../../../e2e/reliability/simulation/kiosk/virtual-time.ts';
import { openControlledCore } from '../../../e2e/sandbox-control/controlled-core.ts';
import type { FaultOrder } from '../../../e2e/sandbox-control/faults.ts';
import { cents } from '../../../src-preload/contract/money.ts';
import { createCrmClient } from '../../crm/client.ts';
import type { CreditToSend } from '../../outbox/gateway.ts';
import { knownGuid } from '../../sandbox/data/known-guests.ts';
import { createFakeLogger } from '../fakes.ts';
import { createMemoryFetch, type Passage, type PassingRequest } from './memory-fetch.ts';

/** The real client against the built-in CRM, over a line in memory, in virtual time. */
function setUp(passage: (request: PassingRequest) => Passage = () => ({})) {
  const time = createVirtualTime();
  const { clock, scheduler } = createProcessTime(time, () => Date.UTC(2026, 10, 21, 23, 0) + time.now());
  const opened = openControlledCore(
    { seed: 3, guests: 20, now: clock.now },
    { wait: (ms) => new Promise((resolve) => time.after(ms, () => resolve(true))) },
  );
  if (!opened.ok) throw new Error(opened.error.code);
  const { clientId, clientSecret, restaurantGuid, control, service, now } = opened.value;
  const isCredit = (request: PassingRequest) => request.url.pathname.endsWith('/creditTransactions');
  const client = createCrmClient({
    connection: { baseUrl: 'https://crm.test', clientId, clientSecret, restaurantGuid, deviceGuid: null },
    fetch: createMemoryFetch(service, {
      now,
      passage: (request) => (isCredit(request) ? passage(request) : {}),
      after: time.after,
    }),
    clock,
    scheduler,
    logger: createFakeLogger(),
    observer: { onAnswer: () => {}, onFailure: () => {}, onDate: () => {} },
  });
  return {
    control,
    /** Gives a credit and lets `ms` pass; what the client says, and how often the credit is in the CRM. */
    give: async (ms: number, fault?: FaultOrder) => {
      if (fault) control.fault(fault);
      let answer: unknown = 'nothing yet';
      client.addCredit(CREDIT).then((result) => {
        answer = result;
      });
      await time.runUntil(time.now() + ms);
      return { answer, crmCredit: lines(CREDIT.creditId) };
    },
    pass: async (ms: number) => {
      await time.runUntil(time.now() + ms);
      return lines(CREDIT.creditId);
    },
  };
  function lines(guid: string): number {
    return control.store().transactions.filter((line) => line.guid === guid).length;
  }
}

const CREDIT: CreditToSend = {
  creditId: 'cccccccc-0000-4000-8000-000000000001',
  guestId: knownGuid('Ana', 'Petrescu'),
  amount: cents(1_500),
  note: 'Long wait; by Sam T.; niño',
  givenAt: Date.UTC(2026, 10, 21, 22, 59),
};

const offline = (sent: 'no' | 'maybe') => ({ ok: false, error: { kind: 'offline', sent } });

test('a perfect line: the credit is in the CRM and answered', async () => {
  const { give } = setUp();
  const { answer, crmCredit } = await give(0);
  expect(answer).toMatchObject({ ok: true, value: { creditId: CREDIT.creditId, amount: 1_500 } });
  expect(crmCredit).toBe(1);
});

test('a connection refused has sent nothing', async () => {
  const { give } = setUp(() => ({ refused: { code: 'ECONNREFUSED', syscall: 'connect' } }));
  expect(await give(0)).toMatchObject({ answer: offline('no'), crmCredit: 0 });
});

test('cut before it arrived, and cut after it was carried out, look the same to the client', async () => {
  const before = setUp(() => ({ arrivesMs: null, cutMs: 50 }));
  expect(await before.give(100)).toMatchObject({ answer: offline('maybe'), crmCredit: 0 });
  const after = setUp(() => ({ arrivesMs: 10, cutMs: 50, answerMs: 100 }));
  expect(await after.give(100)).toMatchObject({ answer: offline('maybe'), crmCredit: 1 });
});

test('cut first and carried out later: what has left arrives', async () => {
  const { give, pass } = setUp(() => ({ arrivesMs: 5_000, cutMs: 50 }));
  expect(await give(100)).toMatchObject({ answer: offline('maybe'), crmCredit: 0 });
  expect(await pass(5_000)).toBe(1);
});

test('given up after the time-out, and carried out anyway', async () => {
  const { give, pass } = setUp(() => ({ arrivesMs: 20_000 }));
  expect(await give(15_100)).toMatchObject({ answer: { error: { kind: 'timeout' } }, crmCredit: 0 });
  expect(await pass(5_000)).toBe(1);
});

test('an answer that is lost is a time-out', async () => {
  const { give } = setUp(() => ({ answerMs: null }));
  expect(await give(15_100)).toMatchObject({ answer: { error: { kind: 'timeout' } }, crmCredit: 1 });
});

test('what the CRM is told to do wrong crosses the line as it does over HTTP', async () => {
  const kinds = [
    [{ kind: 'drop-before' }, offline('maybe'), 0],
    [{ kind: 'drop-after' }, offline('maybe'), 1],
    [{ kind: 'truncate' }, offline('maybe'), 1],
    [{ kind: 'hang-after' }, { error: { kind: 'timeout' } }, 1],
    [{ kind: 'status-after', status: 500 }, { error: { kind: 'server-error' } }, 1],
    [{ kind: 'status', status: 502, body: 'html' }, { error: { kind: 'server-error' } }, 0],
  ] as const;
  for (const [effect, answer, crmCredit] of kinds) {
    const { give } = setUp();
    expect(await give(15_100, { operation: 'add-credit', effect })).toMatchObject({ answer, crmCredit });
  }
});
