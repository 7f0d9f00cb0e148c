// Which files the projects of vitest.config.ts and playwright.config.ts hold, as the two programs themselves say.
import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { environment, node, root } from './prepare.mjs';

function ask(args) {
  const asked = spawnSync(node, args, {
    cwd: root,
    encoding: 'utf8',
    env: environment(),
    maxBuffer: 2 ** 26,
  });
  if (asked.status !== 0) throw new Error(`${asked.stderr}${asked.stdout}`);
  return JSON.parse(asked.stdout);
}

const fromRoot = (path) => relative(root, path).replaceAll('\\', '/');

/** One line a file and project of vitest.config.ts it is in. */
export function listUnits(projects) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const chosen = projects.map((name) => `--project=${name}`);
  return ask([vitest, 'list', '--filesOnly', '--json', ...chosen]).map(({ file }) => fromRoot(file));
}

/** One line a file and project of playwright.config.ts it is in, the runtime in front. */
export function listSpecs(projects) {
  const playwright = join(root, 'node_modules/@playwright/test/cli.js');
  const chosen = projects.map((name) => `--project=${name}`);
  const { suites, config } = ask([playwright, 'test', '--list', '--reporter=json', '--no-deps', ...chosen]);
  const specsOf = (suite) => [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)];
  return suites.flatMap((suite) => {
    const names = new Set(specsOf(suite).flatMap(({ tests }) => tests.map(({ projectName }) => projectName)));
    return [...names].map((name) => `${name.split(',')[0]} ${fromRoot(join(config.rootDir, suite.file))}`);
  });
}
