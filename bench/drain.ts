import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Drained, DrainOrder } from './drain/order.ts';
import { runApart } from './lib/child.ts';
import { startCrm } from './lib/crm.ts';
import type { Suite } from './lib/suite.ts';
import { present, type SubjectName } from './peers/subjects.ts';

const SEED = 20_261_125;
const RUN = join(import.meta.dirname, 'drain', 'run.ts');
/** A run that is not over by then says how far it came. */
const MAX_MS = 20_000;

/** Credits waiting, and how long the CRM takes to carry one out, ms. */
const SIZES = [
  [100, 0],
  [1_000, 0],
  [5_000, 0],
  [100, 20],
  [1_000, 20],
] as const;
const PEERS = ['plainjob', 'plainjob-full', 'better-queue', 'conf-array'] as const;

async function drain(subject: SubjectName, n: number, latencyMs: number, limited: boolean): Promise<Drained> {
  const crm = await startCrm(SEED, 'double');
  const folder = mkdtempSync(join(tmpdir(), 'hoststand-drain-'));
  try {
    if (latencyMs > 0) {
      crm.control.fault({
        operation: 'add-credit',
        times: 'all',
        effect: { kind: 'delay', ms: latencyMs },
      });
    }
    const order: DrainOrder = {
      ...{ subject, limited, maxMs: MAX_MS, crm: crm.address },
      credits: crm.credits(n),
    };
    const file = join(folder, 'order.json');
    writeFileSync(file, JSON.stringify(order));
    const found: Drained[] = [];
    await runApart<Drained>(RUN, [file], (line) => found.push(line));
    const [drained] = found;
    if (!drained) throw new Error(`${subject} said nothing`);
    const counts = [...crm.recorded().values()];
    const twice = counts.filter((count) => count > 1).length;
    if (twice > 0 || counts.length < drained.sent) {
      throw new Error(
        `${subject} says ${drained.sent} were sent; ${counts.length} are on the books, ${twice} more than once`,
      );
    }
    return drained;
  } finally {
    await crm.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export const suite: Suite = {
  about: 'credits that waited, and a CRM that is back: three at a time, beside what one would pick instead',
  run: async (tell) => {
    const subjects = ['hoststand', ...(await present(PEERS))] as const;
    const measure = async (
      subject: SubjectName,
      n: number,
      latencyMs: number,
      limited: boolean,
    ): Promise<void> => {
      const { sent, ms, cpuMs, loop99Ms, maxLoopMs } = await drain(subject, n, latencyMs, limited);
      // None of the others has a rate limit; ours is lifted to be measured beside them.
      const guard = limited ? 'its rate limit on' : 'no rate limit';
      const row = (metric: string, value: number, unit: string): void =>
        tell({ subject, n, metric: `${metric}, CRM takes ${latencyMs} ms, ${guard}`, value, unit });
      if (sent < n) row(`sent in ${MAX_MS / 1_000} s`, sent, 'count');
      else row('all sent', ms, 'ms');
      row('sent a second', (sent / ms) * 1_000, 'count');
      row('processor per credit', cpuMs / Math.max(1, sent), 'ms');
      row('event loop late p99', loop99Ms, 'ms');
      row('event loop late most', maxLoopMs, 'ms');
    };
    for (const [n, latencyMs] of SIZES) {
      for (const subject of subjects) await measure(subject, n, latencyMs, false);
    }
    for (const latencyMs of [0, 20]) await measure('hoststand', 100, latencyMs, true);
  },
};
