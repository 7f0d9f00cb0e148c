/** How long one subject takes to accept a credit, in a process of its own: `accept-run.ts SUBJECT WAITING COUNT`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRng } from '../../src-main/sandbox/data/rng.ts';
import { creditFor } from '../lib/crm.ts';
import { percentile } from '../lib/percentile.ts';
import { USUAL } from './subject.ts';
import { SUBJECTS, type SubjectName } from './subjects.ts';

const [name, waiting, count] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'hoststand-enqueue-'));
const rng = createRng(1);
const next = () => creditFor(rng.guid(), rng);
try {
  const subject = await SUBJECTS[name as SubjectName]({ ...USUAL, folder, crm: null, onSent: () => {} });
  await subject.acceptAll(Array.from({ length: Number(waiting) }, next));
  const took: number[] = [];
  for (let at = 0; at < Number(count); at += 1) {
    const credit = next();
    const since = performance.now();
    await subject.accept(credit);
    took.push(performance.now() - since);
    // As many wait as before.
    await subject.forget(credit.id);
  }
  await subject.close();
  console.log(JSON.stringify({ p50: percentile(took, 0.5), p99: percentile(took, 0.99) }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
