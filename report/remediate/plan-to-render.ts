import type { Snapshot } from '../../snapshot/schema.js';
import type { Step } from './step.js';

/** What every format is made from. */
export interface PlanToRender {
  readonly account: string;
  /** When the snapshot was taken, ISO 8601. */
  readonly time: string;
  /** One line: what it is for. */
  readonly purpose: string;
  readonly steps: readonly Step[];
  /** What was seen. */
  readonly before: Snapshot;
  /** What a later collection would see: the whole of the things that the steps change in part. */
  readonly after: Snapshot;
}
