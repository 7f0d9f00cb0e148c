// Faults at every write and sync of a kiosk's records. `npm run syscalls [-- --points N]`.
import { join } from 'node:path';
import { ensureDebian, ensureInstalled, node, root, run } from './lib/prepare.mjs';

ensureInstalled();
ensureDebian('strace');
process.exit(
  run(node, [
    '--disable-warning=ExperimentalWarning',
    join(root, 'scripts/syscalls.ts'),
    ...process.argv.slice(2),
  ]),
);
