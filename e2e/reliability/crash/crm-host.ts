import { setTimeout as sleep } from 'node:timers/promises';
import type { CreditLine } from '../../../src-main/sandbox/data/model.ts';
import { createRng, type Rng } from '../../../src-main/sandbox/data/rng.ts';
import { type ControlledCrm, startControlledCrm } from '../../sandbox-control/controlled-crm.ts';
import type { FaultOrder } from '../../sandbox-control/faults.ts';
import type { KioskOrder } from './kiosk-order.ts';
import type { TrialGuest } from './staff.ts';

/** How late a commit may come, and how long reads may not show it, ms: both together well below the settle delay. */
const MAX_LATE_MS = 250;

export interface HostedCrm {
  readonly connection: KioskOrder['crm'];
  readonly guests: readonly [TrialGuest, ...TrialGuest[]];
  /** Makes it misbehave in ever new ways until `over` says that it is enough; then everything is well again. */
  readonly misbehave: (over: () => boolean) => Promise<void>;
  /** Every ADD_VALUE line that was not there at the beginning. */
  readonly added: () => readonly CreditLine[];
  /** How many requests met a fault, and how often the whole service was down. */
  readonly faults: () => number;
  /** How many requests carried a credit, and how many credits were carried by more than one. */
  readonly posts: () => { readonly all: number; readonly again: number };
  readonly close: () => Promise<void>;
}

/** The built-in CRM over HTTP on this PC, with its journal in `folder`. */
export async function hostCrm(seed: number, folder: string): Promise<HostedCrm> {
  const rng = createRng(seed);
  let port = 0;
  let crm = await start();
  port = Number(new URL(crm.url).port);
  let [faults, downs] = [0, 0];
  let closed = false;
  const posts = new Map<string, number>();

  const report = crm.control.store();
  const before = new Set(report.transactions.map(({ guid }) => guid));
  const [first, ...others] = report.guests.flatMap(({ guid, phone }) => (phone ? [{ id: guid, phone }] : []));
  if (!first) throw new Error('The training CRM has no guests');

  async function start(): Promise<ControlledCrm> {
    const started = await startControlledCrm({
      seed,
      guests: 24,
      now: Date.now,
      port,
      journal: `${folder}/crm.jsonl`,
      // A GUID posted twice is on the records twice: nothing in this CRM saves a client from itself.
      modes: { duplicates: 'double', limits: null },
    });
    if (!started.ok) throw new Error(`The training CRM did not start: ${started.error.code}`);
    return started.value;
  }

  /** What its log knows is lost with the process of a real one, too. */
  function tally(): void {
    for (const request of crm.control.requests()) faults += request.faults.length;
    for (const [guid, n] of Object.entries(crm.control.store().posts)) {
      posts.set(guid, (posts.get(guid) ?? 0) + n);
    }
  }

  /** No one listens for a while: connections are refused. */
  async function down(): Promise<void> {
    tally();
    downs += 1;
    await crm.close();
    await sleep(rng.between(100, 900));
    crm = await start();
  }

  return {
    connection: {
      url: crm.url,
      clientId: crm.clientId,
      clientSecret: crm.clientSecret,
      restaurantGuid: crm.restaurantGuid,
    },
    guests: [first, ...others],
    misbehave: async (over) => {
      while (!over()) {
        const what = rng.between(0, 19);
        if (what === 0) await down();
        else if (what === 1) crm.control.expireToken();
        else if (what === 2) {
          const duplicates = rng.pick(['double', 'double', 'replay', 'reject-400', 'conflict-409'] as const);
          crm.control.setModes({ duplicates });
        } else if (what < 5) crm.control.clearFaults();
        else if (what < 15) crm.control.fault(faultOfPost(rng));
        else crm.control.fault(faultOfRead(rng));
        await sleep(rng.between(20, 200));
      }
      crm.control.clearFaults();
      crm.control.setModes({ duplicates: 'double' });
    },
    added: () =>
      crm.control.store().transactions.filter(({ type, guid }) => type === 'ADD_VALUE' && !before.has(guid)),
    faults: () => faults + downs,
    posts: () => {
      const counts = [...posts.values()];
      return { all: counts.reduce((sum, n) => sum + n, 0), again: counts.filter((n) => n > 1).length };
    },
    close: async () => {
      if (closed) return;
      closed = true;
      tally();
      await crm.close();
    },
  };
}

type Effect = FaultOrder['effect'];

/** What happens to the next one or two credits that arrive. */
function faultOfPost(rng: Rng): FaultOrder {
  const late = () => rng.between(10, MAX_LATE_MS);
  const html = 'html' as const;
  const effects: readonly [Effect, ...Effect[]] = [
    { kind: 'drop-before' },
    { kind: 'hang-before' },
    { kind: 'drop-after' },
    { kind: 'drop-after' },
    { kind: 'hang-after' },
    { kind: 'hang-after' },
    { kind: 'truncate' },
    { kind: 'delay', ms: late() },
    { kind: 'delay', ms: late() },
    { kind: 'delay-after', ms: rng.between(10, 900) },
    { kind: 'lag', for: { ms: late() } },
    { kind: 'lag', for: { ms: late() } },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 503, body: html },
    { kind: 'status', status: 200, body: html },
    { kind: 'status', status: 401 },
    { kind: 'status', status: 403 },
    { kind: 'status', status: 409 },
    { kind: 'status', status: 400 },
    { kind: 'status', status: 429, retryAfterSeconds: 1 },
    { kind: 'status-after', status: 500 },
    { kind: 'status-after', status: 504, body: html },
    { kind: 'status-after', status: 409 },
    { kind: 'status-after', status: 200, body: html },
  ];
  return { operation: 'add-credit', times: rng.between(1, 2), effect: rng.pick(effects) };
}

/** What happens to the next questions, about a credit or about anything. */
function faultOfRead(rng: Rng): FaultOrder {
  const effects: readonly [Effect, ...Effect[]] = [
    { kind: 'drop-before' },
    { kind: 'hang-before' },
    { kind: 'truncate' },
    { kind: 'delay', ms: rng.between(10, 600) },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 502, body: 'html' },
    { kind: 'status', status: 401 },
    { kind: 'status', status: 429, retryAfterSeconds: 1 },
  ];
  const operation = rng.pick(['get-transaction', 'get-transaction', 'any', 'login'] as const);
  return { operation, times: rng.between(1, 3), effect: rng.pick(effects) };
}
