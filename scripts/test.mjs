// Everything but the benchmarks, from a bare clone: installs what is missing, then each check in turn.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  ensureBrowser,
  ensureBuilt,
  ensureInstalled,
  ensureStrace,
  environment,
  node,
  root,
  run,
} from './lib/prepare.mjs';

ensureInstalled();
ensureBrowser();
ensureBuilt();
ensureStrace();

const results = join(root, 'out', 'results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const steps = [
  ['check', [join(root, 'scripts/check.mjs')]],
  [
    'unit',
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${join(results, 'unit.json')}`,
    ],
  ],
  // A fresh seed each time: the run prints it, and how to play a shift again that fails.
  ['simulation', [join(root, 'scripts/sim.ts'), '--shifts', '250']],
  ['coverage of the outbox', [join(root, 'scripts/coverage.mjs')]],
  ['e2e', [join(root, 'node_modules/@playwright/test/cli.js'), 'test']],
];

const failedSteps = [];
for (const [name, args] of steps) {
  console.log(`\n— ${name}`);
  const env = { ...environment(), HOSTSTAND_E2E_RESULTS: join(results, 'e2e.json') };
  if (run(node, args, { env }) !== 0) failedSteps.push(name);
}

const read = (name) => {
  const path = join(results, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
};
const unit = read('unit.json');
const e2e = read('e2e.json');
const passed = (unit?.numPassedTests ?? 0) + (e2e?.stats?.expected ?? 0);
const failed = (unit?.numFailedTests ?? 0) + (e2e?.stats?.unexpected ?? 0) + (e2e?.stats?.flaky ?? 0);
if (failedSteps.length > 0) console.error(`\nFailed: ${failedSteps.join(', ')}`);
console.log(`\n${passed} passed, ${Math.max(failed, failedSteps.length > 0 ? 1 : 0)} failed`);
process.exit(failedSteps.length > 0 ? 1 : 0);
