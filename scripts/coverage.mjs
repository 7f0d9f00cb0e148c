// Every branch of the outbox is tested by the outbox's own tests: 100 %, or this fails.
import { join } from 'node:path';
import { ensureInstalled, environment, node, root, run } from './lib/prepare.mjs';

ensureInstalled();
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
// The long random trials have run in full before; here a few of each are enough.
const env = { ...environment(), HOSTSTAND_MODEL_RUNS: '50' };
process.exit(run(node, [vitest, 'run', 'src-main/outbox', '--coverage', '--reporter=dot'], { env }));
