import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['src-*/**/*.test.ts', 'e2e/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores are the floor we promise the suite runs on.
    maxWorkers: 2,
    // `npm run coverage`: no branch of the heart of it goes untested.
    coverage: {
      include: ['src-main/outbox/**/*.ts'],
      exclude: ['**/*.test.ts'],
      reporter: ['text'],
      reportsDirectory: 'out/coverage',
      thresholds: { branches: 100, functions: 100, lines: 100 },
    },
  },
});
