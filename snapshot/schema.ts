// The seam between collect and report: what one collection of one account saw.
//
//   <out>/<account>/<time>.snapshot.json
//     kind, schemaVersion      what this file is, and in which version of this format
//     tool                     who wrote it
//     account, caller          whose account it is, and as whom it was read
//     startedAt, endedAt       when
//     runs[]                   the collections that the calls are from: one, or more where one was taken up again
//     scope, logGroups         what was to be stored, and which log groups were asked for beside those of trails
//     imported?                what the answers were taken from, where AWS was not asked by us
//     regions                  the regions that were asked
//     calls[]                  every API call made: input, outcome, raw answer
//
// Everything that differs between two collections of an unchanged account stands in
// `startedAt`, `endedAt`, `runs` and each call's `trace`, so that nothing else moves in a diff.
import { z } from 'zod';

/** The version this build writes, and the newest it reads. Raised when a reader of the old form would be wrong. */
export const SCHEMA_VERSION = 1;

export const SNAPSHOT_KIND = 'trailproof-snapshot';

const isoTime = z.iso.datetime({ offset: true }).describe('ISO 8601 time with zone.');

const callError = z.strictObject({
  name: z.string().min(1).describe("The AWS error's name, e.g. AccessDeniedException; matched by the evaluator."),
  message: z.string().describe("The error's text as AWS gave it; shown to people, never matched."),
});

const callOutcome = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('ok'),
    pages: z.int().min(1).describe('How many pages were read; their items are joined in `answer`.'),
    items: z.int().min(0).describe('How many items their lists held, those that are not stored too.'),
    answer: z.record(z.string(), z.unknown()).describe("AWS's answer with AWS's own field names; times as ISO 8601."),
    omitted: z
      .record(z.string(), z.int().min(1))
      .optional()
      .describe('How many items of a list were read and not stored, because no control needs them.'),
  }),
  z.strictObject({ kind: z.literal('denied'), error: callError }).describe('AWS refused the caller.'),
  z
    .strictObject({ kind: z.literal('throttled'), error: callError })
    .describe('AWS asked to slow down until we gave up.'),
  z
    .strictObject({ kind: z.literal('region-not-enabled'), error: callError })
    .describe('The region is not enabled for the account.'),
  z
    .strictObject({ kind: z.literal('failed'), error: callError })
    .describe('AWS answered with another error, or not at all.'),
  z
    .strictObject({ kind: z.literal('skipped'), error: callError })
    .describe('The call was not made; the error says why.'),
]);

/** One API operation in one region, with all its pages. */
export const callSchema = z.strictObject({
  service: z.string().min(1).describe('The IAM prefix of the service, e.g. logs.'),
  operation: z.string().min(1).describe('The API operation, e.g. DescribeMetricFilters.'),
  region: z.string().min(1),
  input: z.record(z.string(), z.unknown()).describe('The input of the first page.'),
  outcome: callOutcome,
  trace: z.strictObject({
    startedAt: isoTime,
    durationMs: z.number().min(0),
    attempts: z.int().min(0).describe('HTTP attempts over all pages; 0 when nothing was sent.'),
    throttles: z.int().min(0).describe('How many of them AWS answered by asking to slow down.'),
    run: z.int().min(1).describe('Which of `runs` made the call, counted from 1.'),
    requestId: z.string().optional().describe('Request id of the last page.'),
    httpStatus: z.int().optional(),
  }),
});

/** One collection, from start to end or interruption. */
export const runSchema = z.strictObject({
  startedAt: isoTime,
  endedAt: isoTime.nullable().describe('Null when the run was interrupted.'),
  tool: z.strictObject({ name: z.string().min(1), version: z.string().min(1) }),
});

const imported = z
  .strictObject({
    from: z.string().min(1).describe('Name of the archive or folder.'),
    files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)).describe('SHA-256 of each file that was read.'),
    manifest: z.boolean().describe('Whether the files were checked against a manifest that came with them.'),
  })
  .describe('Where the answers are from, when AWS was asked by somebody else.');

export const snapshotSchema = z
  .strictObject({
    kind: z.literal(SNAPSHOT_KIND),
    schemaVersion: z.literal(SCHEMA_VERSION),
    tool: z.strictObject({ name: z.string().min(1), version: z.string().min(1) }),
    account: z.strictObject({
      id: z.string().regex(/^[0-9]{12}$/, 'expected 12 digits'),
      partition: z.string().min(1),
      alias: z.string().nullable(),
      tags: z.record(z.string(), z.string()).optional().describe('Tags that the list of accounts gives it.'),
    }),
    caller: z.strictObject({ arn: z.string().min(1) }),
    startedAt: isoTime,
    endedAt: isoTime,
    runs: z.array(runSchema).min(1),
    scope: z.enum(['needed', 'full']).describe('`needed`: items that no control needs are counted, not stored.'),
    logGroups: z.array(z.string()).describe('ARNs of log groups that were asked for beside those of trails.'),
    imported: imported.optional(),
    regions: z.array(z.string().min(1)).min(1).describe('The regions that were asked, sorted.'),
    calls: z.array(callSchema),
  })
  .describe('What one collection of one AWS account saw.');

export type Snapshot = DeepReadonly<z.infer<typeof snapshotSchema>>;
export type Call = Snapshot['calls'][number];
export type CallOutcome = Call['outcome'];

type DeepReadonly<T> = T extends (infer E)[]
  ? readonly DeepReadonly<E>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;
