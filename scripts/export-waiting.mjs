// Reads the waiting credits out of this account's data folder into DIR. `npm run export-waiting -- DIR`.
import { join, resolve } from 'node:path';
import {
  electronOrBrowser,
  ensureBuilt,
  ensureInstalled,
  environment,
  node,
  root,
  run,
} from './lib/prepare.mjs';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: npm run export-waiting -- DIR');
  process.exit(2);
}
ensureInstalled();
ensureBuilt();
const args = [`--export-waiting=${resolve(process.env.INIT_CWD ?? '.', folder)}`];
const electron = electronOrBrowser();
process.exit(
  electron
    ? run(electron, ['.', ...args])
    : run(node, ['--disable-warning=ExperimentalWarning', join(root, 'e2e/standin/run.ts'), root, ...args], {
        env: environment(),
      }),
);
