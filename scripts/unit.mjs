// The unit ring. Some of it looks at what was built, and some at a browser, so both are made sure of first.
import { join } from 'node:path';
import {
  ensureBrowser,
  ensureBuilt,
  ensureDebian,
  ensureInstalled,
  node,
  root,
  run,
} from './lib/prepare.mjs';

ensureInstalled();
ensureBrowser();
ensureBuilt();
ensureDebian('strace');
process.exit(run(node, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)]));
