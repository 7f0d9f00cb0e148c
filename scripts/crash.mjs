// Kills kiosk processes and audits what is left. `npm run crash -- --kills N [--seed N] [--kiosks N]`.
import { join } from 'node:path';
import { ensureInstalled, node, root, run } from './lib/prepare.mjs';

ensureInstalled();
process.exit(
  run(node, [
    '--disable-warning=ExperimentalWarning',
    join(root, 'scripts/crash.ts'),
    ...process.argv.slice(2),
  ]),
);
