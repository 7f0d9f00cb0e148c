/**
 * One subject in a process of its own: keeps the credits while no one can be reached, then sends them. `run.ts
 * ORDER.json`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { USUAL } from '../peers/subject.ts';
import { SUBJECTS } from '../peers/subjects.ts';
import type { Drained, DrainOrder } from './order.ts';

/** How often the event loop is looked at, ms: a delay is what comes on top of it. */
const RESOLUTION_MS = 1;

const order = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as DrainOrder;
const open = SUBJECTS[order.subject];
const folder = mkdtempSync(join(tmpdir(), 'hoststand-drain-'));
try {
  const keeping = await open({ ...USUAL, folder, crm: null, onSent: () => {} });
  await keeping.acceptAll(order.credits);
  await keeping.close();

  const sent = new Set<string>();
  let all = (): void => {};
  const done = new Promise<void>((resolve) => {
    all = resolve;
  });
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const cpu = process.cpuUsage();
  const began = performance.now();
  loop.enable();
  const sending = await open({
    ...{ ...USUAL, folder, crm: order.crm, limited: order.limited },
    onSent: (id) => {
      sent.add(id);
      if (sent.size === order.credits.length) all();
    },
  });
  await Promise.race([done, sleep(order.maxMs)]);
  loop.disable();
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  const drained: Drained = {
    ...{ sent: sent.size, ms, cpuMs: (user + system) / 1_000 },
    ...{ loop99Ms: late(loop.percentile(99)), maxLoopMs: late(loop.max) },
  };
  await sending.close();
  console.log(JSON.stringify(drained));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
