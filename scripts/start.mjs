// Opens Hoststand: in Electron, else in a Chromium window; without a display it takes the tour instead.
import { join } from 'node:path';
import {
  electronOrBrowser,
  ensureBuilt,
  ensureInstalled,
  environment,
  hasDisplay,
  node,
  root,
  run,
} from './lib/prepare.mjs';

ensureInstalled();
ensureBuilt();

if (!hasDisplay()) {
  console.log('There is no display here, so Hoststand takes its tour without one.');
  process.exit(run(node, [join(root, 'scripts/tour.mjs'), '--plain']));
}

const electron = electronOrBrowser();
if (electron) process.exit(run(electron, ['.']));

process.exit(
  run(node, [join(root, 'e2e/standin/run.ts'), root], { env: { ...environment(), STANDIN_HEADED: '1' } }),
);
