/** `npm run dist`: see USAGE. `scripts/lib/dist.mjs` has built the application. */
import { statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { NoElectronFiles } from './electron-files.ts';
import { DIST, makeAll } from './make.ts';
import { readOptions, USAGE } from './options.ts';
import { repository } from './product.ts';
import { NoSetup } from './windows/setup.ts';

const read = readOptions(process.argv.slice(2));
if (!read.ok) {
  process.stderr.write(`${read.problem}\n\n${USAGE}\n`);
  process.exit(2);
}
const say = (line: string): void => void process.stdout.write(`${line}\n`);
try {
  const files = await makeAll(read.options, DIST, say);
  for (const name of files) {
    const kilobytes = Math.ceil(statSync(join(DIST, name)).size / 1000);
    say(`${relative(repository, join(DIST, name)).replaceAll('\\', '/')}  ${kilobytes} kB`);
  }
  if (read.options.standin) say('Made from a stand-in for Electron: for tests, and never to be published.');
} catch (error) {
  const known = error instanceof NoElectronFiles || error instanceof NoSetup;
  process.stderr.write(`${error instanceof Error ? (known ? error.message : error.stack) : String(error)}\n`);
  process.exit(1);
}
