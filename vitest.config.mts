import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Generous: machines are shared, and the long suites (`pnpm test:full`) take minutes. Nothing asserts a time.
    testTimeout: process.env.GITMOAT_TEST_FULL === '1' ? 3_600_000 : 180_000,
    hookTimeout: 180_000,
    // Tests start git and node processes: more workers than cores only makes them wait for each other.
    maxWorkers: 2,
  },
});
