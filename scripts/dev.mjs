// Hoststand with hot reload: electron-vite serves the page and builds main and preload again when they change; scripts/lib/dev-kiosk.mjs
// is what it starts and stops. In Electron, else in Chromium; without a display it runs unseen.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  electronOrBrowser,
  ensureInstalled,
  environment,
  hasDisplay,
  node,
  root,
  run,
} from './lib/prepare.mjs';

ensureInstalled();
const electron = electronOrBrowser();
if (!hasDisplay()) {
  if (electron) {
    console.error('There is no display here, and Electron opens no window without one. Set DISPLAY.');
    process.exit(1);
  }
  console.log('There is no display here, so it runs unseen.');
}

// What is built here belongs to development: without this file `npm start` and the tests build it again.
rmSync(join(root, 'out', 'renderer', 'index.html'), { force: true });

const env = {
  ...environment(),
  ELECTRON_EXEC_PATH: node,
  ELECTRON_ENTRY: join(root, 'scripts/lib/dev-kiosk.mjs'),
  ...(electron ? {} : { STANDIN_DEV_SERVER: '1' }),
  ...(!electron && hasDisplay() ? { STANDIN_HEADED: '1' } : {}),
};
const cli = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
const kiosk = electron ? [electron, '.'] : [node, 'e2e/standin/run.ts', root];
process.exit(run(node, [cli, 'dev', '--watch', '--', ...kiosk, ...process.argv.slice(2)], { env }));
