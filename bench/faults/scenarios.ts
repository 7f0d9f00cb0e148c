import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultOrder } from '../../e2e/sandbox-control/faults.ts';
import type { AcceptedCredit } from '../../src-main/domain/accepted-credit.ts';
import { LATE_MS, OUTAGE_MS } from './scale.ts';
import type { Scenario, Stage } from './trial.ts';

type Effect = FaultOrder['effect'];

/** Credits of a trial in one life, and how many of them are struck. */
const CREDITS = 12;
const STRUCK = 6;

/** The first sending of every other credit meets an effect, drawn for each. */
const struck =
  (...effects: readonly [Effect, ...Effect[]]): Scenario =>
  async ({ crm, rng, live }) => {
    const credits = crm.credits(CREDITS);
    const order = [...credits].sort(() => rng.next() - 0.5);
    for (const { id: guid } of order.slice(0, STRUCK)) {
      crm.control.fault({ operation: 'add-credit', guid, effect: rng.pick(effects) });
    }
    await live(credits).taken;
  };

/** Killed with a request on its way, six times: carried out before or after the kill. */
const killedSending: Scenario = async ({ crm, rng, live }) => {
  for (let round = 0; round < 6; round += 1) {
    const ms = rng.between(300, 600);
    crm.control.clearFaults();
    crm.control.fault({
      operation: 'add-credit',
      times: 'all',
      effect: rng.oneIn(2) ? { kind: 'delay', ms } : { kind: 'delay-after', ms },
    });
    const before = posts(crm);
    const life = live(crm.credits(3));
    await life.taken;
    const waited = performance.now();
    while (posts(crm) === before && performance.now() - waited < 10_000) await sleep(10);
    await sleep(rng.between(0, 250));
    await life.kill();
  }
  crm.control.clearFaults();
};

const posts = (crm: Stage['crm']): number =>
  Object.values(crm.control.store().posts).reduce((sum, count) => sum + count, 0);

/** No one can be reached; it dies at the very moment the last of two credits is accepted, ten times. */
const killedAccepting: Scenario = async ({ crm, takeAndDie }) => {
  for (let round = 0; round < 10; round += 1) await takeAndDie(crm.credits(2));
};

/** The calls by which each changes what is on the disk. */
const CALLS: Readonly<Record<Stage['subject'], readonly [string, ...string[]]>> = {
  hoststand: ['pwrite64', 'fsync'],
  plainjob: ['pwrite64'],
  'plainjob-full': ['pwrite64', 'fsync'],
  'better-queue': ['pwrite64'],
  'conf-array': ['fsync', 'rename'],
};

/** Killed in the middle of changing its file, ten times: half of what belongs together is written. */
const killedWriting: Scenario = async ({ subject, crm, rng, takeAndDie, takeUntil }) => {
  // The first life makes the file.
  await takeAndDie(crm.credits(1));
  for (let round = 0; round < 10; round += 1) {
    const credits: readonly AcceptedCredit[] = crm.credits(15);
    const worked = await takeUntil(credits, {
      ...{ call: rng.pick(CALLS[subject]), at: rng.between(2, 40) },
    });
    if (!worked) return;
  }
};

/** The line is cut for longer than ten tries last. */
const outage: Scenario = async ({ crm, live }) => {
  crm.control.fault({ operation: 'any', times: 'all', effect: { kind: 'drop-before' } });
  await live(crm.credits(CREDITS)).taken;
  await sleep(OUTAGE_MS);
  crm.control.clearFaults();
};

/** Everything a day can bring. `repeats`: whether it makes a difference what the CRM does with a repeated GUID. */
export const SCENARIOS: readonly {
  readonly name: string;
  readonly play: Scenario;
  readonly repeats: boolean;
  readonly needsStrace?: boolean;
}[] = [
  { name: 'answer cut after commit', play: struck({ kind: 'drop-after' }), repeats: true },
  {
    name: '5xx after commit',
    play: struck({ kind: 'status-after', status: 500 }, { kind: 'status-after', status: 504, body: 'html' }),
    repeats: true,
  },
  { name: 'no answer after commit', play: struck({ kind: 'hang-after' }), repeats: true },
  { name: 'committed after the time-out', play: struck({ kind: 'delay', ms: LATE_MS }), repeats: true },
  {
    name: '429 storm',
    play: async ({ crm, live }) => {
      const effect = { kind: 'status', status: 429, retryAfterSeconds: 1 } as const;
      crm.control.fault({ operation: 'add-credit', times: 24, effect });
      await live(crm.credits(CREDITS)).taken;
    },
    repeats: false,
  },
  { name: 'line down longer than the retries', play: outage, repeats: false },
  { name: 'killed while sending', play: killedSending, repeats: true },
  { name: 'killed right after accept', play: killedAccepting, repeats: false },
  { name: 'killed in the middle of a write', play: killedWriting, repeats: false, needsStrace: true },
];
