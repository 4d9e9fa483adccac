import { afterAll, describe, it, vi } from 'vitest';
import { type Moto, startMoto } from './moto.js';

/** When set, tests that need the server fail where there is none, instead of being skipped. */
const REQUIRED = 'TRAILPROOF_REQUIRE_SERVER';

/**
 * A suite that talks to an AWS API server of its own. Await it at the top of a test file: the server starts before the
 * tests are collected and stops after the last one. Without a server the suite is skipped, and says so aloud.
 */
export async function describeWithMoto(title: string, suite: (moto: Moto) => void): Promise<void> {
  const start = await startMoto();
  if (start.kind === 'started') {
    // One server process answers for dozens of regions, on a machine that may be busy with other tests.
    vi.setConfig({ testTimeout: 60_000 });
    describe(title, () => {
      afterAll(start.moto.stop);
      suite(start.moto);
    });
    return;
  }
  const why = `no AWS API server for "${title}": ${start.reason}`;
  if (process.env[REQUIRED]) throw new Error(`${why}; ${REQUIRED} asks for one`);
  process.stderr.write(
    `\n*** SKIPPED: ${why}\n*** It needs python3 with venv, and a package index. ${REQUIRED}=1 makes this a failure.\n\n`,
  );
  describe(title, () => {
    it.skip(why);
  });
}
