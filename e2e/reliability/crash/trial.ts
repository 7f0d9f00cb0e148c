import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRng, type Rng, seedOf } from '../../../src-main/sandbox/data/rng.ts';
import { type AckLog, createAckLog } from './ack-log.ts';
import { type Audit, audit, strangers } from './audit.ts';
import { type HostedCrm, hostCrm } from './crm-host.ts';
import { type KioskDatabase, readKioskDatabase } from './kiosk-database.ts';
import type { KioskOrder } from './kiosk-order.ts';
import { startKiosk } from './kiosk-run.ts';

export interface TrialOptions {
  readonly kills: number;
  readonly seed: number;
  /** How many kiosks run side by side, for the same guests. */
  readonly kiosks: number;
  /** Told now and then how far it is. */
  readonly onProgress?: (kills: number) => void;
}

/** What came of it. Everything but `faults` and `posts` is of the audit, all kiosks together. */
export interface TrialResult extends Audit {
  readonly kills: number;
  /** Kills that came before the kiosk was up. */
  readonly killsAtStart: number;
  /** Requests that met a fault at the CRM, and how often the whole CRM was down. */
  readonly faults: number;
  /** Requests that carried a credit; `again`: credits carried by more than one. */
  readonly posts: { readonly all: number; readonly again: number };
  readonly seconds: number;
}

/** Twice what the CRM is late by at most, and more: see crm-host.ts. */
const SETTLE_MS = 1_500;
const DRAIN_MS = 180_000;

/**
 * Kiosks in processes of their own over real files, a CRM over real HTTP that misbehaves, and SIGKILL at random
 * moments. In the end all is well, everything goes on its way, and what staff were told is compared with the CRM's
 * records. The seed decides what is tried; the moments are the machine's own.
 */
export async function runTrial({ kills, seed, kiosks, onProgress }: TrialOptions): Promise<TrialResult> {
  const startedAt = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'hoststand-crash-'));
  // The CRM's own journal is not under test: where there is memory for files, no disk slows it down.
  const crmFolder = existsSync('/dev/shm') ? mkdtempSync('/dev/shm/hoststand-crash-') : folder;
  let closeCrm = async (): Promise<void> => {};
  try {
    const crm = await hostCrm(seedOf('crm', seed), crmFolder);
    closeCrm = crm.close;
    const tally = { kills: 0, atStart: 0, left: kills };
    let over = false;
    const misbehaviour = crm.misbehave(() => over);
    const trials = Array.from({ length: kiosks }, (_, index) =>
      createKioskTrial(join(folder, `kiosk-${index}`), createRng(seedOf('kiosk', seed, index)), crm),
    );
    await Promise.all(
      trials.map(async (trial) => {
        while (tally.left > 0) {
          tally.left -= 1;
          const wasUp = await trial.liveAndDie();
          tally.kills += 1;
          if (!wasUp) tally.atStart += 1;
          onProgress?.(tally.kills);
        }
      }),
    ).finally(() => {
      over = true;
    });
    await misbehaviour;
    await Promise.all(trials.map((trial) => trial.drain()));
    const lines = crm.added();
    await crm.close();
    const databases = trials.map((trial) => trial.database());
    const audits = trials.map((trial, index) => {
      const own = databases[index] ?? { rows: [], history: [] };
      return audit(trial.ackLog.credits(), own, lines);
    });
    const troubles = trials.flatMap(({ ackLog }) => ackLog.troubles());
    return {
      kills: tally.kills,
      killsAtStart: tally.atStart,
      ...sum(audits, [...troubles, ...strangers(databases, lines)]),
      faults: crm.faults(),
      posts: crm.posts(),
      seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    };
  } finally {
    await closeCrm();
    for (const each of [folder, crmFolder]) rmSync(each, { recursive: true, force: true });
  }
}

interface KioskTrial {
  readonly ackLog: AckLog;
  /** One life, ended by SIGKILL at a random moment. Whether it was up by then. */
  readonly liveAndDie: () => Promise<boolean>;
  /** One more life, in which everything is sent; then it quits as a kiosk should. */
  readonly drain: () => Promise<void>;
  readonly database: () => KioskDatabase;
}

function createKioskTrial(folder: string, rng: Rng, crm: HostedCrm): KioskTrial {
  mkdirSync(folder);
  const ackLog = createAckLog();
  const order = (task: KioskOrder['task']): KioskOrder => ({
    ...{ task, folder, settleMs: SETTLE_MS, crm: crm.connection, guests: crm.guests },
    seed: rng.between(0, 2 ** 31),
  });
  const complain = (words: string | null): void => {
    if (words !== null) ackLog.heard({ say: 'trouble', event: 'process', detail: words });
  };
  return {
    ackLog,
    liveAndDie: async () => {
      let isUp = false;
      const run = startKiosk(order('shift'), (report) => {
        if (report.say === 'ready') isUp = true;
        ackLog.heard(report);
      });
      // Most kills come while it works, some while it opens its database and takes over what the last life left.
      if (rng.oneIn(7)) await sleep(rng.between(0, 500));
      else {
        await run.ready;
        await sleep(rng.between(0, 2_400));
      }
      const wasUp = isUp;
      await run.kill();
      complain(await run.gone);
      return wasUp;
    },
    drain: async () => {
      let nothingLeft = (): void => {};
      const drained = new Promise<void>((resolve) => {
        nothingLeft = resolve;
      });
      const run = startKiosk(order('drain'), (report) => {
        ackLog.heard(report);
        if (report.say === 'waiting' && report.count === 0) nothingLeft();
      });
      // What is not over by then is found by the audit, which says what it is.
      await Promise.race([drained, run.gone, sleep(DRAIN_MS, null, { ref: false })]);
      const code = await run.quit();
      if (code !== 0) complain(`The last kiosk did not quit as it should: ${code ?? 'killed'}`);
    },
    database: () => readKioskDatabase(folder),
  };
}

function sum(audits: readonly Audit[], troubles: readonly string[]): Audit {
  const total = (key: Exclude<keyof Audit, 'violations'>): number =>
    audits.reduce((all, one) => all + one[key], 0);
  return {
    accepted: total('accepted'),
    settled: total('settled'),
    undone: total('undone'),
    unacknowledged: total('unacknowledged'),
    replaced: total('replaced'),
    lost: total('lost'),
    duplicated: total('duplicated'),
    violations: [...audits.flatMap(({ violations }) => violations), ...troubles],
  };
}
