// Benchmarks beside peers. `npm run bench -- [suite ...] [--json FILE]`.
import { join } from 'node:path';
import { ensurePeers } from './lib/bench-peers.mjs';
import {
  ensureBrowser,
  ensureBuilt,
  ensureDebian,
  ensureInstalled,
  node,
  root,
  run,
} from './lib/prepare.mjs';

/** Suites that measure libraries of bench/package.json. */
const WITH_PEERS = ['enqueue', 'drain', 'faults'];
/** Suites that measure the built application in a browser. */
const IN_BROWSER = ['ui', 'start'];

const args = process.argv.slice(2);
const named = args.filter((each, at) => !each.startsWith('-') && args[at - 1] !== '--json');
ensureInstalled();
const asks = (suites) => named.length === 0 || named.some((each) => suites.includes(each));
if (asks(WITH_PEERS)) ensurePeers();
if (asks(['faults'])) ensureDebian('strace');
if (asks(IN_BROWSER)) {
  ensureBrowser();
  ensureBuilt();
}
process.exit(run(node, ['--disable-warning=ExperimentalWarning', join(root, 'scripts/bench.ts'), ...args]));
