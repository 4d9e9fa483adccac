import type { CollectorFacts } from './collector.js';
import { COLLECTORS } from './collectors.js';

/** Every operation that a collection may call, as plain data: for a policy, or for documentation. */
export const OPERATIONS: readonly CollectorFacts[] = COLLECTORS.map(({ jobs: _jobs, ...facts }) => facts);
