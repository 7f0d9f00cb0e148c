import { defineConfig } from '@playwright/test';
import { hasElectron, type Runtime } from './e2e/fixtures/kiosk.ts';

/** Where a machine-readable result goes, if anywhere. */
const results = process.env['HOSTSTAND_E2E_RESULTS'];

/** The same specs on the stand-in, and on Electron itself wherever its binary is. */
export default defineConfig<object, { runtime: Runtime }>({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: 'out/test-results',
  timeout: 60_000,
  workers: 2,
  retries: 0,
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [
    ['list'],
    ...(results === undefined ? [] : [['json', { outputFile: results }] as const]),
    ['./e2e/fixtures/which-ran.ts'],
  ],
  projects: [
    { name: 'standin', use: { runtime: 'standin' } },
    ...(hasElectron() ? [{ name: 'electron', use: { runtime: 'electron' as const } }] : []),
  ],
});
