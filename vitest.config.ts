import { defineConfig } from 'vitest/config';
import type { Reporter } from 'vitest/node';

/** A last line that machines read, too. */
const closingLine: Reporter = {
  onTestRunEnd(modules) {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) counts[test.result().state] += 1;
      // A file that does not even load has no tests to count.
      counts.failed += module.errors().length;
    }
    const { passed, failed, skipped } = counts;
    process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  },
};

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules/**', 'dist/**', 'out/**', '.cache/**'],
    // Most tests take milliseconds; those that run whole programs must not fail because a machine is busy.
    testTimeout: 60_000,
    hookTimeout: 240_000,
    reporters: ['default', closingLine],
  },
});
