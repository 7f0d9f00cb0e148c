import { defineConfig } from '@playwright/test';
import type { Runtime } from '../fixtures/kiosk.ts';

/** Where a machine-readable result goes, if anywhere. */
const results = process.env['HOSTSTAND_INSTALLED_RESULTS'];

/** Of the packed application: the main job, what is kept over a kill, and what the page must not be able to do. */
const PACKED = ['closed.spec.ts', 'kept.spec.ts', 'main-job.spec.ts', 'notices.spec.ts'];
/** The long one of them, which the life of the packages has as well. */
const NOT_AGAIN = /accepted while the CRM is down/;

/**
 * The packages as they are installed: `npm run test:installed`. Each trial has a private root, and each spec on the packed application a
 * view of /etc, so that they run side by side.
 */
export default defineConfig<object, { runtime: Runtime }>({
  outputDir: '../../out/test-results-installed',
  // What is waited for comes soon, unless the machine is busy with other things.
  timeout: 900_000,
  expect: { timeout: 60_000 },
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list'], ...(results === undefined ? [] : [['json', { outputFile: results }] as const])],
  projects: [
    { name: 'packages', testDir: '.', testMatch: '*.trial.ts' },
    { name: 'packed', testDir: '..', testMatch: PACKED, grepInvert: NOT_AGAIN, use: { runtime: 'packed' } },
  ],
});
