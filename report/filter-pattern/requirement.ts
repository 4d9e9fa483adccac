import type { Pattern } from './ast.js';

/**
 * What a control wants seen, as the filter-pattern room understands it: knows no control and no benchmark.
 * Covering any one of the alternatives is enough.
 */
export interface Requirement {
  /** Accepted patterns of the benchmark version, parsed. */
  readonly alternatives: readonly Pattern[];
  /** The service whose events are meant, e.g. "iam.amazonaws.com"; null where the control names no event. */
  readonly eventSource: string | null;
}
