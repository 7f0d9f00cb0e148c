// Benchmarks beside peers. `npm run bench -- [suite ...] [--json FILE]`.
import { join } from 'node:path';
import { ensurePeers } from './lib/bench-peers.mjs';
import { ensureInstalled, ensureStrace, node, root, run } from './lib/prepare.mjs';

/** Suites that measure libraries of bench/package.json. */
const WITH_PEERS = ['enqueue', 'drain', 'faults'];

const args = process.argv.slice(2);
const named = args.filter((each, at) => !each.startsWith('-') && args[at - 1] !== '--json');
ensureInstalled();
if (named.length === 0 || named.some((each) => WITH_PEERS.includes(each))) ensurePeers();
if (named.length === 0 || named.includes('faults')) ensureStrace();
process.exit(run(node, ['--disable-warning=ExperimentalWarning', join(root, 'scripts/bench.ts'), ...args]));
