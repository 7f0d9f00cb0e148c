// What Electron itself alone can show, tried on this PC. `npm run verify:electron [-- --report FILE]`
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, fetchElectron, node, root, run } from '../lib/prepare.mjs';

ensureInstalled();
fetchElectron();
ensureBuilt();
process.exit(
  run(node, [
    '--disable-warning=ExperimentalWarning',
    join(root, 'scripts/verify/verify.ts'),
    ...process.argv.slice(2),
  ]),
);
