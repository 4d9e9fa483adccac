import v120 from './1.2.0.json' with { type: 'json' };
import v130 from './1.3.0.json' with { type: 'json' };
import v140 from './1.4.0.json' with { type: 'json' };
import v150 from './1.5.0.json' with { type: 'json' };
import v200 from './2.0.0.json' with { type: 'json' };
import v300 from './3.0.0.json' with { type: 'json' };
import v401 from './4.0.1.json' with { type: 'json' };
import v500 from './5.0.0.json' with { type: 'json' };
import v600 from './6.0.0.json' with { type: 'json' };
import v700 from './7.0.0.json' with { type: 'json' };
import { type Benchmark, benchmarkSchema } from './benchmark.js';

/** Every version of the CIS AWS Foundations Benchmark that is known here, oldest first. */
export const BENCHMARKS: readonly Benchmark[] = [v120, v130, v140, v150, v200, v300, v401, v500, v600, v700].map(
  (data) => benchmarkSchema.parse(data),
);

/** 5.0.0 until a newer one is better established: 6.0.0 and 7.0.0 changed nothing here but the section's number. */
export const DEFAULT_BENCHMARK = '5.0.0';

/** The benchmark of a version such as "5.0.0", or null. */
export function findBenchmark(version: string): Benchmark | null {
  return BENCHMARKS.find((benchmark) => benchmark.version === version) ?? null;
}
