import { defineConfig } from '@playwright/test';
import { hasElectron, type Runtime } from './e2e/fixtures/kiosk.ts';

/** Where a machine-readable result goes, if anywhere. */
const results = process.env['HOSTSTAND_E2E_RESULTS'];

/** What a host, a server and a manager do all day. Runs in `npm test`; every other spec is left to `npm run test:full`. */
const MAIN_PATH = [
  'approvals.spec.ts',
  'closed.spec.ts',
  'kept.spec.ts',
  'main-job.spec.ts',
  'main-path.spec.ts',
  'waiting.spec.ts',
];
/** What takes times runs when nothing else does; by itself with `npm run test:e2e -- speed --no-deps`. */
const MEASURED = 'speed.spec.ts';
const runtimes: Runtime[] = hasElectron() ? ['standin', 'electron'] : ['standin'];

/** The same specs on the stand-in, and on Electron itself wherever its binary is. */
export default defineConfig<object, { runtime: Runtime }>({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: 'out/test-results',
  timeout: 60_000,
  // What is waited for comes at once, unless the machine is busy with other things.
  expect: { timeout: 15_000 },
  workers: 2,
  retries: 0,
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [
    ['list'],
    ...(results === undefined ? [] : [['json', { outputFile: results }] as const]),
    ['./e2e/fixtures/which-ran.ts'],
  ],
  projects: runtimes.flatMap((runtime) => [
    { name: runtime, use: { runtime }, testMatch: MAIN_PATH },
    { name: `${runtime}, long`, use: { runtime }, testIgnore: [...MAIN_PATH, MEASURED] },
    {
      name: `${runtime}, alone`,
      use: { runtime },
      testMatch: MEASURED,
      dependencies: runtimes.flatMap((each) => [each, `${each}, long`]),
      workers: 1,
    },
  ]),
});
