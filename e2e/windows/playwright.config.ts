import { defineConfig } from '@playwright/test';

/** Where a machine-readable result goes, if anywhere. */
const results = process.env['HOSTSTAND_WINDOWS_RESULTS'];

/** Windows' Setup and what it installs, under Wine: `npm run test:windows`. Each trial has a Windows of its own. */
export default defineConfig({
  outputDir: '../../out/test-results-windows',
  // What is waited for comes soon, unless the machine is busy with other things.
  timeout: 1_200_000,
  expect: { timeout: 60_000 },
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list'], ...(results === undefined ? [] : [['json', { outputFile: results }] as const])],
  testMatch: '*.trial.ts',
});
