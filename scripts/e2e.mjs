// The built application in a real browser, and in Electron where its binary is.
import { join } from 'node:path';
import { ensureBrowser, ensureBuilt, ensureInstalled, node, root, run } from './lib/prepare.mjs';

ensureInstalled();
ensureBrowser();
ensureBuilt();
process.exit(
  run(node, [join(root, 'node_modules/@playwright/test/cli.js'), 'test', ...process.argv.slice(2)]),
);
