import { defineConfig } from '@playwright/test';

/** The packages as they are installed: `npm run test:installed`. Each trial has a root of its own; one after the other. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.trial.ts',
  outputDir: '../../out/test-results-installed',
  timeout: 300_000,
  workers: 1,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
});
