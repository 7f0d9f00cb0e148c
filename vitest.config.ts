import { defineConfig } from 'vitest/config';

/**
 * Left to `npm run test:full`: files that take more than half a minute on two cores, mostly random trials, sweeps, and
 * programs started again and again. Every other file runs in `npm test`, a new one too.
 */
const LONG = [
  'e2e/drive/drive.test.ts',
  'e2e/standin/strictness.test.ts',
  'scripts/paths.test.ts',
  'scripts/sim.test.ts',
  'src-main/outbox/model.test.ts',
  'src-main/app/sealed-rows.test.ts',
  'e2e/reliability/crash/trial.test.ts',
  'e2e/reliability/edits/edits.test.ts',
  'e2e/reliability/records/records.test.ts',
  'e2e/reliability/simulation/sim.test.ts',
  'e2e/reliability/syscalls/sweep.test.ts',
  'e2e/reliability/updates/killed.test.ts',
  'e2e/reliability/updates/updates.test.ts',
  'src-main/app/training-and-live.property.test.ts',
];

/** The outbox's own tests: `npm run coverage` measures that no branch of it goes untested by them. */
const OUTBOX = 'src-main/outbox/**/*.test.ts';

export default defineConfig({
  test: {
    environment: 'node',
    setupFiles: ['src-main/testing/trial-seed.ts'],
    // What is waited for comes soon, unless the machine is busy with other things.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 15_000 } },
    // Two cores are the floor we promise the suite runs on.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{src-*,e2e,scripts,bench}/**/*.test.ts'],
          exclude: [...LONG, OUTBOX, '**/node_modules/**'],
        },
      },
      { extends: true, test: { name: 'outbox', include: [OUTBOX], exclude: LONG } },
      { extends: true, test: { name: 'long', include: LONG } },
    ],
    coverage: {
      include: ['src-main/outbox/**/*.ts'],
      // Routes are glue: who may call them and what they refuse is tried through the router (ipc/access.test.ts).
      exclude: ['**/*.test.ts', '**/*.routes.ts'],
      reporter: ['text'],
      reportsDirectory: 'out/coverage',
      thresholds: { branches: 100, functions: 100, lines: 100 },
    },
  },
});
