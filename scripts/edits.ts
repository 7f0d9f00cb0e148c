import { parseArgs } from 'node:util';
import { tryEdits } from '../e2e/reliability/edits/trial.ts';

const { values } = parseArgs({ options: { edits: { type: 'string' }, seed: { type: 'string' } } });
const seed = Number(values.seed ?? Math.floor(Date.now() / 1_000) % 1_000_000);
const figures = await tryEdits(Number(values.edits ?? 10_000), seed);
for (const line of [...figures.passed, ...figures.broke]) process.stderr.write(`${line}\n`);
const { passed, broke, ...counted } = figures;
process.stdout.write(`${JSON.stringify({ seed, ...counted, broke: broke.length, passed: passed.length })}\n`);
process.exit(passed.length + broke.length > 0 ? 1 : 0);
