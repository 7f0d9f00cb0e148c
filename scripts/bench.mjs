// Benchmarks beside peers. `npm run bench -- [suite ...] [--json FILE]`.
import { join } from 'node:path';
import { ensureInstalled, node, root, run } from './lib/prepare.mjs';

ensureInstalled();
process.exit(
  run(node, [
    '--disable-warning=ExperimentalWarning',
    join(root, 'scripts/bench.ts'),
    ...process.argv.slice(2),
  ]),
);
