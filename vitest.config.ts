import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    // Most tests take milliseconds; those that run whole programs must not fail because a machine is busy.
    testTimeout: 60_000,
    hookTimeout: 240_000,
    exclude: ['node_modules/**', 'dist/**', 'out/**', '.cache/**'],
  },
});
