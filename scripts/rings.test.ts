/** `npm test` and `npm run test:full`: the full one runs every test file there is, once; the other a part of it. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 300_000 });

const root = resolve(import.meta.dirname, '..');
const AREAS = ['src-main', 'src-preload', 'src-renderer', 'e2e', 'scripts', 'bench'];

interface Listed {
  readonly unit: readonly string[];
  readonly outbox: readonly string[];
  readonly e2e: readonly string[];
}

function list(...args: readonly string[]): Listed {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts/test.mjs'), '--list', ...args],
    { encoding: 'utf8' },
  );
  expect({ status, signal }, stderr).toEqual({ status: 0, signal: null });
  return JSON.parse(stdout);
}

/** The files of the tree whose name ends so, no matter what the configurations say. */
function inTree(ending: string): readonly string[] {
  return AREAS.flatMap((area) =>
    readdirSync(join(root, area), { recursive: true, encoding: 'utf8' })
      .map((name) => relative(root, join(root, area, name)).replaceAll('\\', '/'))
      .filter((name) => name.endsWith(ending) && !name.includes('node_modules/')),
  ).sort();
}

const tests = [...inTree('.test.ts'), ...inTree('.test.tsx')].sort();
const specs = inTree('.spec.ts');

test('each test file is in exactly one step of the full run, and the short run is a part of it', () => {
  const full = list('--full');
  const short = list();
  expect(tests.length).toBeGreaterThan(150);
  expect(specs.length).toBeGreaterThan(20);
  expect([...full.unit, ...full.outbox].sort()).toEqual(tests);

  const runtimes = [...new Set(full.e2e.map((line) => line.split(' ')[0] ?? ''))];
  expect(runtimes).toContain('standin');
  for (const runtime of runtimes) {
    const of = full.e2e.filter((line) => line.startsWith(`${runtime} `)).map((line) => line.split(' ')[1]);
    expect([...of].sort(), runtime).toEqual(specs);
  }

  expect([...short.outbox].sort()).toEqual([...full.outbox].sort());
  for (const step of ['unit', 'e2e'] as const) {
    expect(full[step]).toEqual(expect.arrayContaining([...short[step]]));
    expect(new Set(short[step]).size).toBe(short[step].length);
    expect(short[step].length).toBeGreaterThan(0);
    expect(short[step].length).toBeLessThan(full[step].length);
  }
});

test('each file a configuration names is there', () => {
  const named = ['vitest.config.ts', 'playwright.config.ts'].flatMap((name) =>
    [...readFileSync(join(root, name), 'utf8').matchAll(/'([\w./-]+\.(?:test|spec)\.ts)'/g)].map(
      ([, file]) => (file?.includes('/') ? file : `e2e/${file}`),
    ),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((file) => ![...tests, ...specs].includes(file))).toEqual([]);
});

test('what a spec starts is ended by a fixture, also when the test fails', () => {
  const leaks = specs.filter((file) =>
    /^import \{[^}]*\bstartCrm\b[^}]*\} from '\.\/fixtures\/crm\.ts'/m.test(
      readFileSync(join(root, file), 'utf8'),
    ),
  );
  expect(leaks).toEqual([]);
});
