import { whyNoStrace } from '../e2e/reliability/syscalls/strace.ts';
import { SCENARIOS } from './faults/scenarios.ts';
import { runTrial } from './faults/trial.ts';
import type { Suite } from './lib/suite.ts';
import { present, type SubjectName } from './peers/subjects.ts';

/** `BENCH_SEED` plays other faults on other credits. */
const SEED = Number(process.env['BENCH_SEED'] ?? 20_261_125);
const PEERS = ['plainjob', 'better-queue', 'conf-array'] as const;
/** Trials side by side: nearly all their time they wait. */
const ABREAST = 6;

const COUNTS = [
  ['accepted', 'accepted'],
  ['once', 'at the CRM exactly once'],
  ['duplicated', 'duplicated'],
  ['unsent', 'never sent'],
  ['lost', 'never sent and shown nowhere (lost)'],
] as const;

export const suite: Suite = {
  about: `the same faults (seed ${SEED}) on the outbox and on what one would pick instead, audited against the CRM's books`,
  run: async (tell) => {
    const noStrace = whyNoStrace();
    if (noStrace !== null) console.log(`  No kill in the middle of a write: ${noStrace}`);
    const subjects: readonly SubjectName[] = ['hoststand', ...(await present(PEERS))];
    const jobs = SCENARIOS.filter(({ needsStrace }) => !(needsStrace && noStrace)).flatMap(
      ({ name, play, repeats }) =>
        (repeats ? (['double', 'replay'] as const) : (['double'] as const)).flatMap((duplicates) =>
          subjects.map((subject) => {
            const crm = duplicates === 'double' ? 'CRM books a repeated GUID again' : 'CRM knows its GUIDs';
            return { label: repeats ? `${name} (${crm})` : name, play, duplicates, subject };
          }),
        ),
    );
    const results = jobs.map(() => Promise.withResolvers<Awaited<ReturnType<typeof runTrial>>>());
    let next = 0;
    const workers = Array.from({ length: ABREAST }, async () => {
      for (let at = next++; at < jobs.length; at = next++) {
        const job = jobs[at];
        if (!job) continue;
        const { subject, play, duplicates } = job;
        await runTrial(subject, play, duplicates, SEED).then(results[at]?.resolve, results[at]?.reject);
      }
    });
    for (const [at, { label, subject }] of jobs.entries()) {
      const tally = await results[at]?.promise;
      if (!tally) continue;
      for (const [key, words] of COUNTS) {
        const row = { subject, n: tally.accepted, metric: `${label}: ${words}`, value: tally[key] };
        tell({ ...row, unit: 'count' });
      }
    }
    await Promise.all(workers);
  },
};
