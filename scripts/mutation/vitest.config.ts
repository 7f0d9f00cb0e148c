import { defineConfig } from 'vitest/config';

// The outbox's table and unit tests, without the random trials: those take long, and hide what these miss.
export default defineConfig({
  test: {
    include: ['src-main/outbox/**/*.test.ts'],
    exclude: ['**/model.test.ts', '**/core-scenarios.test.ts'],
    testTimeout: 30_000,
  },
});
