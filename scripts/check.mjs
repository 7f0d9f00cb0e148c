// Types, lint, format, import walls and dead code.
import { join } from 'node:path';
import { ensureInstalled, node, root, run } from './lib/prepare.mjs';

ensureInstalled();
const failed = [];
// Each area under its own options; what did not change since the last time is not looked at again.
if (run(node, [join(root, 'node_modules/typescript/bin/tsc'), '-b']) !== 0) failed.push('types');
if (run(node, ['--disable-warning=ExperimentalWarning', join(root, 'scripts/walls/check.ts')]) !== 0) {
  failed.push('import walls');
}
const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
if (run(node, [biome, 'ci', '--error-on-warnings', '.']) !== 0) failed.push('lint or format');
// What nothing imports: files, exports, dependencies. `npx knip --fix` takes the `export` from what only its own file uses.
const knip = join(root, 'node_modules/knip/bin/knip.js');
if (run(node, [knip, '--no-progress']) !== 0) failed.push('dead code');
if (failed.length > 0) {
  console.error(`Not right yet: ${failed.join('; ')}`);
  process.exit(1);
}
console.log('Types, lint, format and import walls are right, and no code is dead.');
