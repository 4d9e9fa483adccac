// The published form of a comparison, as a schema. That it says the same as the types is checked by the compiler below.
import { z } from 'zod';
import { type Diff, RESOURCE_KINDS } from '../compare/diff.js';
import { LANGS } from '../language/languages.js';
import { LINK_KINDS } from '../model.js';

const count = z.int().min(0);
const outcome = z.enum(['pass', 'fail', 'not-assessed', 'not-applicable', 'manual']);
const linkKind = z.enum(LINK_KINDS);
const tool = z.strictObject({ name: z.string(), version: z.string() });
const callStatus = z.enum([
  'ok',
  'absent',
  'denied',
  'throttled',
  'region-not-enabled',
  'failed',
  'skipped',
  'unreadable',
  'not-asked',
]);

const resourceRef = z.strictObject({
  kind: z.enum(RESOURCE_KINDS),
  id: z.string().describe('The ARN where AWS has one, else a name that is unique in its kind and region.'),
  name: z.string(),
  region: z.string().nullable(),
});

const resourceChange = z.strictObject({
  ...resourceRef.shape,
  change: z.enum(['added', 'removed', 'changed']),
  fields: z.array(
    z.strictObject({
      path: z.string().describe("Where it stands in AWS's answer."),
      before: z.unknown().describe('Null also where the field is not there.'),
      after: z.unknown(),
      pattern: z
        .strictObject({
          meaning: z.enum(['same', 'different', 'unknown']),
          added: z.array(z.string()),
          removed: z.array(z.string()),
        })
        .optional()
        .describe('Of a filter pattern: the two compared as trees. same: spelled in another way.'),
    }),
  ),
});

const callChange = z.strictObject({
  operation: z.string(),
  region: z.string(),
  input: z.record(z.string(), z.unknown()),
  before: callStatus,
  after: callStatus,
});

const event = { id: z.string(), eventName: z.string().nullable(), condition: z.string(), link: linkKind };

const eventChange = z.strictObject({
  ...event,
  resource: z.strictObject({ kind: z.string(), id: z.string(), name: z.string() }).nullable(),
});

const standing = z.enum(['seen', 'lost', 'unseen']);

const cause = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('configuration'),
    resource: resourceRef,
    change: z.enum(['added', 'removed', 'changed']),
    paths: z.array(z.string()),
  }),
  z.strictObject({ kind: z.literal('permission'), ...callChange.shape }),
  z.strictObject({ kind: z.literal('evidence'), ...callChange.shape }),
  z.strictObject({
    kind: z.literal('state'),
    resource: resourceRef,
    path: z.string(),
    before: z.unknown(),
    after: z.unknown(),
  }),
  z.strictObject({ kind: z.literal('benchmark'), before: z.string(), after: z.string() }),
  z.strictObject({ kind: z.literal('tool'), before: z.string(), after: z.string() }),
  z.strictObject({ kind: z.literal('waiver'), before: z.string().nullable(), after: z.string().nullable() }),
]);

const controlChange = z.strictObject({
  slug: z.string(),
  id: z.string(),
  title: z.string(),
  before: outcome.nullable(),
  after: outcome.nullable(),
  change: z.enum(['fixed', 'regressed', 'unchanged', 'changed']),
  assessed: z.enum(['newly', 'no-longer']).nullable(),
  causes: z.array(cause),
  events: z.strictObject({
    gained: z.array(eventChange),
    lost: z.array(eventChange),
    unsettled: z.array(z.strictObject({ ...event, before: standing, after: standing })),
  }),
});

const side = z.strictObject({
  account: z.string(),
  alias: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string(),
  collectedBy: tool,
  schemaVersion: count,
  digest: z.string().describe('SHA-256 of the snapshot file, lower-case hex.'),
});

const note = z.strictObject({
  code: z.enum([
    'swapped',
    'overlapping',
    'same-snapshot',
    'tool-versions',
    'schema-versions',
    'across',
    'scope',
    'regions',
    'only-before',
    'only-after',
  ]),
  values: z.record(z.string(), z.string()),
});

/** What of a comparison a step of a history has too. */
export const STEP_PARTS = {
  notes: z.array(note),
  controls: z.array(controlChange),
  resources: z.array(resourceChange),
  calls: z.array(callChange),
};

export const diffSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    tool,
    generatedAt: z.string(),
    language: z.enum(LANGS).describe('Of the sentences.'),
    lens: z.enum(['effective', 'benchmark']),
    benchmark: z.strictObject({ name: z.string(), before: z.string(), after: z.string() }),
    across: z.boolean(),
    notes: z.array(note),
    accounts: z.array(
      z.strictObject({
        account: z.string(),
        alias: z.string().nullable(),
        before: side,
        after: side,
        ...STEP_PARTS,
        unread: z
          .array(
            z.strictObject({
              ...resourceRef.shape,
              readIn: z.enum(['before', 'after']),
              why: z.enum([...callStatus.options, 'not-stored']),
            }),
          )
          .describe('Resources of one side, of which the other cannot tell whether they were there.'),
      }),
    ),
    summary: z.strictObject({
      accounts: count,
      controls: z.strictObject({ fixed: count, regressed: count, unchanged: count, changed: count }),
      assessed: z.strictObject({ newly: count, noLonger: count }),
      events: z.strictObject({ gained: count, lost: count, unsettled: count }),
      resources: z.strictObject({ added: count, removed: count, changed: count }),
    }),
  })
  .describe('What changed between two snapshots of one or several accounts, as trailproof diff --json says it.');

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Writable<T> = T extends readonly (infer E)[]
  ? Writable<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Writable<T[K]> }
    : T;

/** Does not compile when the schema and the types differ. */
export const SCHEMA_IS_THE_TYPE: Same<Writable<Diff>, Writable<z.infer<typeof diffSchema>>> = true;
