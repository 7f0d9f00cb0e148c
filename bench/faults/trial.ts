import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Modes } from '../../e2e/sandbox-control/modes.ts';
import type { AcceptedCredit } from '../../src-main/domain/accepted-credit.ts';
import { createRng, type Rng } from '../../src-main/sandbox/data/rng.ts';
import { type BenchCrm, startCrm } from '../lib/crm.ts';
import type { SubjectName } from '../peers/subjects.ts';
import { audit, type Tally } from './audit.ts';
import { type KillAt, type Life, startLife } from './life-run.ts';

/** What a scenario does to a subject with. It leaves only faults that are to strike what is still to be sent. */
export interface Stage {
  readonly subject: SubjectName;
  readonly crm: BenchCrm;
  readonly rng: Rng;
  /** A life in which the CRM can be reached, taking these credits. */
  readonly live: (credits: readonly AcceptedCredit[]) => Life;
  /** A life without a line that dies the moment the last of these is accepted. */
  readonly takeAndDie: (credits: readonly AcceptedCredit[]) => Promise<void>;
  /** A life without a line, killed at a system call of its own. False: it neither took the credits nor came so far. */
  readonly takeUntil: (credits: readonly AcceptedCredit[], killAt: KillAt) => Promise<boolean>;
}

/** A life that has not taken a few credits after this never will, ms. */
const STUCK_MS = 15_000;

export type Scenario = (stage: Stage) => Promise<void>;

/** A trial is over when nothing waits and nothing was asked for so long, ms: more than the pause between two tries. */
const QUIET_MS = 2_500;
/** It is over anyway after this, ms. */
const MAX_MS = 40_000;

/**
 * One scenario played on one subject, audited against the CRM's records. The seed decides what happens to which credit.
 */
export async function runTrial(
  subject: SubjectName,
  scenario: Scenario,
  duplicates: Modes['duplicates'],
  seed: number,
): Promise<Tally> {
  const root = mkdtempSync(join(tmpdir(), 'hoststand-faults-'));
  const folder = join(root, 'kiosk');
  mkdirSync(folder);
  const crm = await startCrm(seed, duplicates);
  const accepted = new Set<string>();
  let last: Life | null = null;
  const begin = (
    credits: readonly AcceptedCredit[],
    line: boolean,
    then: 'stay' | 'die',
    killAt?: KillAt,
  ): Life => {
    const order = { subject, folder, credits, then, crm: line ? crm.address : null };
    last = startLife(order, (id) => accepted.add(id), killAt);
    return last;
  };
  try {
    await scenario({
      ...{ subject, crm, rng: createRng(seed) },
      live: (credits) => begin(credits, true, 'stay'),
      takeAndDie: async (credits) => void (await begin(credits, false, 'die').gone),
      takeUntil: async (credits, killAt) => {
        const life = begin(credits, false, 'stay', killAt);
        const worked = await Promise.race([life.taken.then(() => true), sleep(STUCK_MS, false)]);
        // Had it taken them all without so many calls, it would live on.
        await life.quit();
        return worked;
      },
    });
    const end: Life = running(last) ?? begin([], true, 'stay');
    await quiet(end, crm);
    const shown = new Set(end.standing()?.shown ?? []);
    await end.quit();
    return audit(accepted, crm.recorded(), shown);
  } finally {
    await crm.close();
    rmSync(root, { recursive: true, force: true });
  }
}

const running = (life: Life | null): Life | null => (life === null || life.ended() ? null : life);

async function quiet(life: Life, crm: BenchCrm): Promise<void> {
  const began = performance.now();
  let [since, seen] = [began, -1];
  while (performance.now() - began < MAX_MS && !life.ended()) {
    const asked = crm.control.requests().length;
    const now = performance.now();
    if (asked !== seen || life.standing()?.waiting !== 0) [since, seen] = [now, asked];
    if (now - since > QUIET_MS) return;
    await sleep(100);
  }
}
