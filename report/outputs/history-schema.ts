// The published form of a history, as a schema. That it says the same as the types is checked by the compiler below.
import { z } from 'zod';
import type { History } from '../compare/history.js';
import { LANGS } from '../language/languages.js';
import { STEP_PARTS } from './diff-schema.js';

const count = z.int().min(0);
const outcome = z.enum(['pass', 'fail', 'not-assessed', 'not-applicable', 'manual']);
const tool = z.strictObject({ name: z.string(), version: z.string() });

const account = z.strictObject({
  account: z.string(),
  alias: z.string().nullable(),
  dates: z
    .array(
      z.strictObject({
        startedAt: z.string(),
        endedAt: z.string(),
        collectedBy: tool,
        schemaVersion: count,
        digest: z.string().describe('SHA-256 of the snapshot file, lower-case hex.'),
        outcomes: z.strictObject({
          pass: count,
          fail: count,
          'not-assessed': count,
          'not-applicable': count,
          manual: count,
        }),
        evidence: z.strictObject({ calls: count, answered: count, regionsAsked: count, regionsRead: count }),
      }),
    )
    .describe('One for each snapshot, oldest first.'),
  controls: z.array(
    z.strictObject({
      slug: z.string(),
      id: z.string(),
      title: z.string(),
      outcomes: z.array(outcome).describe('By date.'),
      now: outcome,
      findings: z.array(
        z.strictObject({
          firstSeen: z.string(),
          lastSeen: z.string(),
          closed: z.string().nullable().describe('Null while it is open.'),
          days: count,
        }),
      ),
    }),
  ),
  steps: z
    .array(z.strictObject({ from: count, to: count, ...STEP_PARTS }))
    .describe('What changed from one date to the next; indexes into dates.'),
});

export const historySchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    tool,
    generatedAt: z.string(),
    language: z.enum(LANGS).describe('Of the sentences.'),
    lens: z.enum(['effective', 'benchmark']),
    benchmark: z.strictObject({ name: z.string(), version: z.string() }),
    accounts: z.array(account).describe('Worst first.'),
    summary: z.strictObject({
      accounts: count,
      snapshots: count,
      repeated: count,
      failing: count,
      regressed: count,
      fixed: count,
    }),
  })
  .describe('How accounts fared over many snapshots, as trailproof history --json says it.');

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Writable<T> = T extends readonly (infer E)[]
  ? Writable<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Writable<T[K]> }
    : T;

/** Does not compile when the schema and the types differ. */
export const SCHEMA_IS_THE_TYPE: Same<Writable<History>, Writable<z.infer<typeof historySchema>>> = true;
