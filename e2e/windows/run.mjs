// Windows' Setup and what it installs, under Wine: `npm run test:windows [-- --required]`.
// Needs Wine and NSIS, which root on Debian gets. Elsewhere it says so, and fails only with --required.
import { join } from 'node:path';
import {
  ensureBrowser,
  ensureBuilt,
  ensureDebian,
  ensureInstalled,
  node,
  root,
  run,
} from '../../scripts/lib/prepare.mjs';

const args = process.argv.slice(2);
const required = args.includes('--required');
ensureInstalled();
ensureBuilt();
ensureDebian('makensis', '/usr/lib/wine/wine64', 'osslsigncode');
ensureBrowser();
const quiet = '--disable-warning=ExperimentalWarning';
const prepared = run(node, [quiet, join(root, 'e2e/windows/prepare.ts')]);
if (prepared === 3 && !required) process.exit(0);
if (prepared !== 0) process.exit(1);
const cli = join(root, 'node_modules/@playwright/test/cli.js');
const config = join(root, 'e2e/windows/playwright.config.ts');
process.exit(run(node, [cli, 'test', '--config', config, ...args.filter((arg) => arg !== '--required')]));
