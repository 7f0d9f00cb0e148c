// Benchmarks beside peers. `npm run bench -- [suite ...] [--json FILE]`.
import { join } from 'node:path';
import { ensureBrowser, ensureBuilt, ensureInstalled, node, root, run } from './lib/prepare.mjs';

ensureInstalled();
// Some of them measure the built application in a browser.
ensureBrowser();
ensureBuilt();
process.exit(
  run(node, [
    '--disable-warning=ExperimentalWarning',
    join(root, 'scripts/bench.ts'),
    ...process.argv.slice(2),
  ]),
);
