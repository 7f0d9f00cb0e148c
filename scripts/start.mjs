// Opens Hoststand: in Electron, else in a Chromium window; without a display it takes the tour instead.
import { join } from 'node:path';
import {
  ensureBrowser,
  ensureBuilt,
  ensureInstalled,
  environment,
  fetchElectron,
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

const electron = fetchElectron();
if (electron) process.exit(run(electron, ['.']));

ensureBrowser();
console.log(
  "Electron's own binary cannot be had here, so Hoststand opens in a Chromium window. All else is the same.",
);
process.exit(
  run(node, [join(root, 'e2e/standin/run.ts'), root], { env: { ...environment(), STANDIN_HEADED: '1' } }),
);
