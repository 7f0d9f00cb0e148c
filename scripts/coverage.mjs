// Every branch of the outbox is tested by the outbox's own tests: 100 %, or this fails.
import { join } from 'node:path';
import { ensureInstalled, node, root, run } from './lib/prepare.mjs';

ensureInstalled();
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const args = ['run', '--project=outbox', '--coverage', '--reporter=dot', ...process.argv.slice(2)];
process.exit(run(node, [vitest, ...args]));
