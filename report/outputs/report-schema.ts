// The published form of the report, as a schema. That it says the same as the types is checked by the compiler below.
import { z } from 'zod';
import { LANGS } from '../language/languages.js';
import { LINK_KINDS, type Report } from '../model.js';
import { DECISIONS, STEP_KINDS } from '../remediate/step.js';
import { diffSchema } from './diff-schema.js';

const outcome = z.enum(['pass', 'fail', 'not-assessed', 'not-applicable', 'manual']);
const linkKind = z.enum(LINK_KINDS);
const json = z.record(z.string(), z.unknown());
const count = z.int().min(0);

const evidence = z.strictObject({
  account: z.string(),
  index: count.describe('Index into accounts[].calls of that account, counted from 0.'),
  operation: z.string(),
  region: z.string(),
});

const resource = z.strictObject({
  kind: z.enum([
    'trail',
    'log-group',
    'metric-filter',
    'metric',
    'alarm',
    'topic',
    'action',
    'subscription',
    'region',
    'call',
    'account',
  ]),
  id: z.string().describe('The ARN where AWS has one, else a name that is unique in its kind and region.'),
  name: z.string(),
  region: z.string().nullable(),
});

const reason = z.strictObject({
  code: z.string(),
  basis: z
    .enum(['benchmark', 'effectiveness'])
    .describe('benchmark: the CIS audit steps ask for it. effectiveness: without it nobody is told.'),
  effect: z.enum(['breaks', 'hides', 'remark']),
  link: linkKind.nullable(),
  resources: z.array(resource),
  message: z.string(),
});

const chain = z.strictObject({
  links: z.array(
    z.strictObject({
      kind: linkKind,
      state: z.enum(['holds', 'partial', 'broken', 'unseen', 'not-reached']),
      resource: resource.nullable(),
      reasons: z.array(reason),
    }),
  ),
  state: z.enum(['working', 'broken', 'unseen']),
  matches: z.array(z.string()).describe('Ids of the required events that the filter of this chain sees in full.'),
});

const requiredEvent = z.strictObject({ id: z.string(), eventName: z.string().nullable(), condition: z.string() });

const coverage = z.strictObject({
  required: z.array(requiredEvent),
  covered: z.array(requiredEvent),
  missed: z.array(
    z.strictObject({
      ...requiredEvent.shape,
      lostAt: linkKind.describe('The first link that loses the event, on the path that carries it furthest.'),
      state: z.enum(['lost', 'unseen']),
      witness: json.nullable().describe('A CloudTrail record that is required and that no working chain reports.'),
    }),
  ),
  notes: z.array(z.string()),
});

const waiver = z.strictObject({
  control: z.string(),
  account: z.string().optional(),
  resource: z.string().optional(),
  reason: z.string(),
  owner: z.string(),
  approver: z.string(),
  expires: z.string().describe('The last day on which it counts.'),
});

const attestation = z.strictObject({
  control: z.string(),
  account: z.string().optional(),
  statement: z.string(),
  by: z.string(),
  date: z.string(),
  evidence: z
    .strictObject({
      file: z.string(),
      sha256: z.string(),
      checked: z
        .boolean()
        .optional()
        .describe('The file was there when the report was made, and its digest is the one given.'),
    })
    .optional(),
});

const person = z.strictObject({ name: z.string(), role: z.string().nullable() });

const control = z.strictObject({
  account: z.string(),
  benchmark: z.string().describe('Version of the benchmark under which it was judged.'),
  slug: z.string(),
  id: z.string().describe('Number in the benchmark version, e.g. 4.5.'),
  title: z.string(),
  shortTitle: z.string(),
  level: z.union([z.literal(1), z.literal(2)]),
  assessment: z.enum(['Scored', 'Automated', 'Manual']),
  outcome,
  headline: z.string(),
  asks: z.string(),
  rationale: z.string(),
  reasons: z.array(reason),
  chains: z.array(chain),
  coverage: coverage.nullable(),
  remediation: z.strictObject({ summary: z.string(), script: z.string().nullable() }).nullable(),
  evidence: z.array(evidence),
  waiver: waiver.optional().describe('Laid over the outcome, which it never replaces.'),
  attestations: z.array(attestation).optional(),
  note: z.string().optional(),
});

const account = z.strictObject({
  id: z.string(),
  alias: z.string().nullable(),
  partition: z.string(),
  caller: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  collectedBy: z.strictObject({ name: z.string(), version: z.string() }),
  imported: z.strictObject({ from: z.string(), files: z.number().int(), manifest: z.boolean() }).nullable(),
  digest: z.string().describe('SHA-256 of the snapshot file, lower-case hex.'),
  regions: z.strictObject({ asked: z.array(z.string()), read: z.array(z.string()) }),
  calls: z.array(
    z.strictObject({
      index: count,
      operation: z.string(),
      region: z.string(),
      input: json,
      outcome: z.enum(['ok', 'denied', 'throttled', 'region-not-enabled', 'failed', 'skipped']),
      error: z.strictObject({ name: z.string(), message: z.string() }).nullable(),
      answered: z.boolean().describe('AWS answered, be it by an error that says that there is no such thing.'),
      pages: count,
      items: count,
      startedAt: z.string(),
      durationMs: z.number().min(0),
    }),
  ),
  filters: z.array(
    z.strictObject({
      name: z.string(),
      logGroup: z.string(),
      region: z.string(),
      pattern: z.string(),
      error: z.string().nullable(),
    }),
  ),
  plan: z
    .strictObject({
      steps: z.array(
        z.strictObject({
          kind: z.enum(STEP_KINDS),
          title: z.string(),
          region: z.string(),
          controls: z.array(z.string()).describe('Slugs of the controls that the step is for.'),
          decisions: z.array(z.enum(DECISIONS)).describe('What a person must decide before the step can be taken.'),
        }),
      ),
      closes: z.array(z.string()).describe('Slugs of the controls that pass when all steps are taken.'),
      blocked: z.array(
        z.strictObject({ control: z.string(), why: z.string().describe('What stands in the way of a plan.') }),
      ),
    })
    .describe("What closes the findings, in order, under the report's own version of the benchmark."),
});

const counts = z.strictObject({
  pass: count,
  fail: count,
  'not-assessed': count,
  'not-applicable': count,
  manual: count,
  total: count,
});

const benchmarkVersion = z.strictObject({
  name: z.string(),
  version: z.string(),
  section: z.string(),
  summary: counts,
});

export const reportSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    tool: z.strictObject({ name: z.string(), version: z.string() }),
    generatedAt: z.string(),
    language: z.enum(LANGS).describe('Of the sentences.'),
    lens: z.enum(['effective', 'benchmark']),
    benchmark: benchmarkVersion,
    benchmarks: z.array(benchmarkVersion),
    accounts: z.array(account),
    controls: z.array(control),
    summary: counts,
    changes: diffSchema.optional().describe("Since an earlier report's snapshots, where they were given."),
    engagement: z
      .strictObject({
        client: z.string().nullable(),
        auditor: z.string().nullable(),
        classification: z.string().nullable(),
        reportId: z.string().nullable(),
        reportVersion: z.string().nullable(),
        reportDate: z.string().nullable().describe('The day that the document bears.'),
        period: z.strictObject({ from: z.string(), to: z.string() }).nullable().describe('The days under review.'),
        versions: z.array(
          z.strictObject({ version: z.string(), date: z.string(), author: z.string(), change: z.string() }),
        ),
        author: person.nullable(),
        reviewer: person.nullable(),
        approver: person.nullable(),
        distribution: z.array(person),
        logo: z.string().nullable().describe('A picture as a data: URI.'),
        colours: z.strictObject({ house: z.string().nullable(), accent: z.string().nullable() }),
        scope: z.string().nullable(),
        waivers: z.array(z.strictObject({ ...waiver.shape, state: z.enum(['used', 'unused', 'expired']) })),
        attestations: z.array(attestation),
      })
      .optional(),
  })
  .describe('A report of trailproof on one or several AWS accounts.');

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Writable<T> = T extends readonly (infer E)[]
  ? Writable<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Writable<T[K]> }
    : T;

/** Does not compile when the schema and the types differ. */
export const SCHEMA_IS_THE_TYPE: Same<Writable<Report>, Writable<z.infer<typeof reportSchema>>> = true;
