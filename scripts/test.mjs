// Everything that must pass before a change lands, from a bare clone: installs what is missing, then each step in turn.
// `--full` takes the long tests as well, `--without-speed` all but those that take times; `--list` prints which files each step would run, as JSON, and runs none.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { listSpecs, listUnits } from './lib/list-tests.mjs';
import {
  electronBinary,
  ensureBrowser,
  ensureBuilt,
  ensureDebian,
  ensureInstalled,
  environment,
  node,
  root,
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
ensureDebian('strace');

/** Characters of a failed step that are printed again at the end, where they are read first. */
const END_LENGTH = 4_000;
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
  // The same shifts each time, so that a change is refused for what it does itself; a workflow plays fresh ones every night.
  ['simulation', [join(root, 'scripts/sim.ts'), '--shifts', full ? '500' : '40', '--seed', '20261130']],
  ...(full ? [['crash', [join(root, 'scripts/crash.mjs'), '--kills', '50', '--seed', '20261130']]] : []),
  ['e2e', [playwright, 'test', ...projects(specs)]],
  // Where they cannot run, as on a PC without root's rights or without Wine, they say so; the last lines repeat that.
  ...(full && process.platform === 'linux'
    ? [
        ['installed', [join(root, 'e2e/installed/run.mjs')]],
        ['windows', [join(root, 'e2e/windows/run.mjs')]],
      ]
    : []),
];

/** Runs one step; resolves with its exit code and the last lines it printed, which it also printed here. */
function runStep(args) {
  return new Promise((resolve, reject) => {
    const env = {
      ...environment(),
      HOSTSTAND_E2E_RESULTS: join(results, 'e2e.json'),
      HOSTSTAND_INSTALLED_RESULTS: join(results, 'installed.json'),
      HOSTSTAND_WINDOWS_RESULTS: join(results, 'windows.json'),
    };
    const step = spawn(node, args, { cwd: root, env, stdio: ['inherit', 'pipe', 'pipe'] });
    let end = '';
    for (const [from, to] of [
      [step.stdout, process.stdout],
      [step.stderr, process.stderr],
    ]) {
      from.on('data', (part) => {
        to.write(part);
        end = (end + part).slice(-END_LENGTH);
      });
    }
    step.on('error', reject);
    step.on('close', (code) => resolve({ code: code ?? 1, end }));
  });
}

const failedSteps = [];
const notRun = [];
for (const [name, args] of steps) {
  console.log(`\n— ${name}`);
  const began = Date.now();
  const { code, end } = await runStep(args);
  if (code !== 0) failedSteps.push({ name, end });
  notRun.push(...end.split('\n').filter((line) => line.startsWith('Not run here: ')));
  console.log(`— ${name} took ${Math.round((Date.now() - began) / 1_000)} s`);
}

const read = (name) => {
  const path = join(results, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
};
const vitests = [read('unit.json'), read('outbox.json')];
const sum = (field) => vitests.reduce((total, each) => total + (each?.[field] ?? 0), 0);
const runs = [read('e2e.json')?.stats, read('installed.json')?.stats, read('windows.json')?.stats];
const total = (field) => runs.reduce((all, each) => all + (each?.[field] ?? 0), 0);
const passed = sum('numPassedTests') + total('expected');
const failed = sum('numFailedTests') + total('unexpected') + total('flaky');
for (const { name, end } of failedSteps) console.error(`\nThe end of ${name}, which failed:\n${end}`);
if (failedSteps.length > 0) console.error(`\nFailed: ${failedSteps.map(({ name }) => name).join(', ')}`);
for (const line of notRun) console.log(`\n${line}`);
console.log(`\n${passed} passed, ${Math.max(failed, failedSteps.length > 0 ? 1 : 0)} failed`);
process.exit(failedSteps.length > 0 ? 1 : 0);
