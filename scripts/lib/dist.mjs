// Makes what is installed, in out/dist. `npm run dist -- --help` says how.
import { join } from 'node:path';
import { buildAfresh, ensureInstalled, node, root, run } from './prepare.mjs';

ensureInstalled();
const args = process.argv.slice(2);
if (args.every((arg) => arg !== '--help')) buildAfresh();
process.exit(
  run(node, ['--disable-warning=ExperimentalWarning', join(root, 'scripts/dist/dist.ts'), ...args]),
);
