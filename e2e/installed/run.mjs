// The Debian packages as they are installed, in a root of their own: needs root on Linux, and says so where it is not there.
import { join } from 'node:path';
import { ensureBrowser, ensureBuilt, ensureInstalled, node, root, run } from '../../scripts/lib/prepare.mjs';

ensureInstalled();
ensureBrowser();
ensureBuilt();
const cli = join(root, 'node_modules/@playwright/test/cli.js');
const config = join(root, 'e2e/installed/playwright.config.ts');
process.exit(run(node, [cli, 'test', '--config', config, ...process.argv.slice(2)]));
