// Walks the product without a display and saves numbered pictures of each screen. `--out DIR`, default out/tour; `--plain`: at three
// sizes only, not in every theme, language and upright.
import { join } from 'node:path';
import { ensureBrowser, ensureBuilt, ensureInstalled, node, root, run } from './lib/prepare.mjs';

ensureInstalled();
ensureBrowser();
ensureBuilt();
process.exit(run(node, [join(root, 'e2e/tour/tour.ts'), ...process.argv.slice(2)]));
