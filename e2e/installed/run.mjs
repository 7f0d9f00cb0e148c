// The Debian packages as they are installed, in private roots, and specs on the packed application: `npm run test:installed [-- --required]`.
// Needs root on Linux. Elsewhere it says so, and fails only with --required.
import { join } from 'node:path';
import {
  ensureBrowser,
  ensureBuilt,
  ensureDebian,
  ensureInstalled,
  environment,
  node,
  root,
  run,
} from '../../scripts/lib/prepare.mjs';

const args = process.argv.slice(2);
const required = args.includes('--required');
ensureInstalled();
ensureBuilt();
ensureDebian('apt-ftparchive', 'gpg', 'systemd-sysusers', 'makensis');
// Debian's Chromium brings the libraries that the package depends on.
ensureBrowser();
const packed = join(root, 'out', 'installed', 'app');
const quiet = '--disable-warning=ExperimentalWarning';
const prepared = run(node, [quiet, join(root, 'e2e/installed/prepare.ts')]);
if (prepared === 3 && !required) process.exit(0);
if (prepared !== 0) process.exit(1);
const cli = join(root, 'node_modules/@playwright/test/cli.js');
const config = join(root, 'e2e/installed/playwright.config.ts');
process.exit(
  run(node, [cli, 'test', '--config', config, ...args.filter((arg) => arg !== '--required')], {
    env: { ...environment(), HOSTSTAND_PACKED: packed },
  }),
);
