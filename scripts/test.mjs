// Everything that must pass before a change lands, from a bare clone: installs what is missing, then each step in turn.
// `--full` takes the long tests as well, `--without-speed` all but those that take times; `--list` prints which files each step would run, as JSON, and runs none.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { listSpecs, listUnits } from './lib/list-tests.mjs';
import {
  electronBinary,
  ensureBrowser,
  ensureBuilt,
  ensureInstalled,
  ensureStrace,
  environment,
  node,
  root,
  run,
  speakOnStandardError,
} from './lib/prepare.mjs';

const full = process.argv.includes('--full');
const list = process.argv.includes('--list');
const speed = full && !process.argv.includes('--without-speed');

if (list) speakOnStandardError();
ensureInstalled();

// The names are of projects in vitest.config.ts and playwright.config.ts; a project holds each of its files once.
const units = full ? ['unit', 'long'] : ['unit'];
const runtimes = electronBinary() ? ['standin', 'electron'] : ['standin'];
const specs = runtimes.flatMap((each) => [
  each,
  ...(full ? [`${each}, long`] : []),
  ...(speed ? [`${each}, alone`] : []),
]);

if (list) {
  const files = { unit: listUnits(units), outbox: listUnits(['outbox']), e2e: listSpecs(specs) };
  process.stdout.write(`${JSON.stringify(files)}\n`);
  process.exit(0);
}

ensureBrowser();
ensureBuilt();
ensureStrace();

const results = join(root, 'out', 'results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const projects = (names) => names.map((name) => `--project=${name}`);
const report = (name) => ['--reporter=json', `--outputFile.json=${join(results, name)}`];
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const playwright = join(root, 'node_modules/@playwright/test/cli.js');

const steps = [
  ['check', [join(root, 'scripts/check.mjs')]],
  ['unit', [vitest, 'run', ...projects(units), '--reporter=default', ...report('unit.json')]],
  ['coverage of the outbox', [join(root, 'scripts/coverage.mjs'), ...report('outbox.json')]],
  // A fresh seed each time: the run prints it, and how to play a shift again that fails.
  ['simulation', [join(root, 'scripts/sim.ts'), '--shifts', full ? '250' : '40']],
  ...(full ? [['crash', [join(root, 'scripts/crash.mjs'), '--kills', '50']]] : []),
  ['e2e', [playwright, 'test', ...projects(specs)]],
];

const failedSteps = [];
for (const [name, args] of steps) {
  console.log(`\n— ${name}`);
  const began = Date.now();
  const env = { ...environment(), HOSTSTAND_E2E_RESULTS: join(results, 'e2e.json') };
  if (run(node, args, { env }) !== 0) failedSteps.push(name);
  console.log(`— ${name} took ${Math.round((Date.now() - began) / 1_000)} s`);
}

const read = (name) => {
  const path = join(results, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
};
const vitests = [read('unit.json'), read('outbox.json')];
const sum = (field) => vitests.reduce((total, each) => total + (each?.[field] ?? 0), 0);
const e2e = read('e2e.json')?.stats;
const passed = sum('numPassedTests') + (e2e?.expected ?? 0);
const failed = sum('numFailedTests') + (e2e?.unexpected ?? 0) + (e2e?.flaky ?? 0);
if (failedSteps.length > 0) console.error(`\nFailed: ${failedSteps.join(', ')}`);
console.log(`\n${passed} passed, ${Math.max(failed, failedSteps.length > 0 ? 1 : 0)} failed`);
process.exit(failedSteps.length > 0 ? 1 : 0);
