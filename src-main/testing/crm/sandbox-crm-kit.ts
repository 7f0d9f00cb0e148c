import { randomUUID } from 'node:crypto';
import type { ControlledOptions } from '../../../e2e/sandbox-control/controlled-core.ts';
import { type ControlledCrm, startControlledCrm } from '../../../e2e/sandbox-control/controlled-crm.ts';
import { cents } from '../../../src-preload/contract/money.ts';
import { type CrmClient, type CrmClientOptions, createCrmClient } from '../../crm/client.ts';
import { realClock as clock, realScheduler as scheduler } from '../../lib/real-time.ts';
import type { CreditToSend } from '../../outbox/gateway.ts';
import type { CrmError } from '../../ports.ts';
import { knownGuid } from '../../sandbox/data/known-guests.ts';
import { createFakeLogger } from '../fakes.ts';
import { productFetch } from './product-fetch.ts';

/** What tests share that put the client against the built-in CRM over HTTP, with real time. */

export { clock, scheduler };

export const ANA = knownGuid('Ana', 'Petrescu');
export const GRACE = knownGuid('Grace', 'Lindqvist');
export const LONG = knownGuid('Maximiliana', 'Oyelaran-Fitzgerald');
export const NOBODY = '00000000-0000-4000-8000-000000000000';

export interface Pair {
  readonly crm: ControlledCrm;
  readonly client: CrmClient;
  readonly heard: ('answer' | CrmError)[];
  readonly logger: ReturnType<typeof createFakeLogger>;
}

const running: ControlledCrm[] = [];

/** For `afterEach`. */
export async function closeAll(): Promise<void> {
  await Promise.all(running.splice(0).map((crm) => crm.close()));
}

/**
 * The built-in CRM with 20 guests and without limits, and a client of it.
 * `pace` is how fast the client's own seconds pass, for what would take its limiter and its waits too long.
 */
export async function startPair(
  modes: ControlledOptions['modes'] = {},
  over: {
    readonly pace?: number;
    readonly crm?: Partial<ControlledOptions>;
    readonly client?: Partial<CrmClientOptions>;
  } = {},
): Promise<Pair> {
  const started = await startControlledCrm({
    seed: 3,
    guests: 20,
    now: clock.now,
    ...over.crm,
    modes: { limits: null, ...modes },
  });
  if (!started.ok) throw new Error(started.error.code);
  const crm = started.value;
  running.push(crm);
  const { url: baseUrl, clientId, clientSecret, restaurantGuid } = crm;
  const { pace = 1 } = over;
  const heard: ('answer' | CrmError)[] = [];
  const logger = createFakeLogger();
  const client = createCrmClient({
    connection: { baseUrl, clientId, clientSecret, restaurantGuid, deviceGuid: null },
    fetch: productFetch,
    clock: { now: clock.now, monotonic: () => performance.now() * pace },
    scheduler: { after: (ms, run) => scheduler.after(ms / pace, run) },
    logger,
    backgroundEveryMs: 0,
    observer: {
      onAnswer: () => heard.push('answer'),
      onFailure: (error) => heard.push(error),
      onDate: () => {},
    },
    // What is waiting is quick at a pace; what bounds an answer of the CRM, which knows no pace, is not.
    timeouts: { writeMs: 400 * pace, readMs: 8_000 * pace, loginMs: 10_000 * pace },
    ...over.client,
  });
  return { crm, client, heard, logger };
}

/** A credit for Grace, who has none, with a GUID of its own. */
export const aCredit = (over: Partial<CreditToSend> = {}): CreditToSend => ({
  creditId: randomUUID(),
  guestId: GRACE,
  amount: cents(1999),
  note: 'Long wait; by Sam T.; ok Priya N.; niño, "quoted"',
  givenAt: Date.now(),
  ...over,
});

export const crmCredit = ({ creditId, guestId, amount }: CreditToSend) => ({
  ok: true,
  value: { creditId, guestId, amount, type: 'ADD_VALUE' },
});
