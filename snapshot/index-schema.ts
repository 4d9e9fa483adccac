// The index of one run of `collect`: which accounts, and what became of each.
//
//   <out>/<time>.index.json
import { z } from 'zod';

export const INDEX_KIND = 'trailproof-collection';
export const INDEX_VERSION = 1;

const isoTime = z.iso.datetime({ offset: true });
const error = z.strictObject({ name: z.string(), message: z.string() });

const runCall = z.strictObject({
  service: z.string(),
  operation: z.string(),
  region: z.string(),
  input: z.record(z.string(), z.unknown()),
  outcome: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('ok') }),
    z.strictObject({ kind: z.enum(['denied', 'throttled', 'region-not-enabled', 'failed', 'skipped']), error }),
  ]),
  trace: z.strictObject({
    startedAt: isoTime,
    durationMs: z.number().min(0),
    attempts: z.int().min(0),
    throttles: z.int().min(0),
    requestId: z.string().optional(),
    httpStatus: z.int().optional(),
  }),
});

const account = z.strictObject({
  id: z.string().regex(/^[0-9]{12}$/, 'expected 12 digits'),
  alias: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
  role: z.string().nullable().describe('ARN of the role it was read with; null: the credentials themselves.'),
  outcome: z
    .enum(['complete', 'incomplete', 'unchanged', 'failed', 'skipped', 'interrupted'])
    .describe('`unchanged`: an earlier run had read everything.'),
  problem: z.string().nullable().describe('Why it failed or was skipped.'),
  snapshot: z
    .strictObject({ path: z.string().describe('Beside this file.'), sha256: z.string(), signed: z.boolean() })
    .nullable(),
  calls: z
    .record(z.string(), z.int().min(0))
    .describe('How many calls had which outcome, in all runs that the snapshot is from.'),
});

export const indexSchema = z
  .strictObject({
    kind: z.literal(INDEX_KIND),
    schemaVersion: z.literal(INDEX_VERSION),
    tool: z.strictObject({ name: z.string(), version: z.string() }),
    startedAt: isoTime,
    endedAt: isoTime,
    accounts: z.array(account),
    calls: z.array(runCall).describe('The calls that led to the accounts: AssumeRole and the like.'),
  })
  .describe('One run of collect, and what became of each account.');

export type CollectionIndex = z.infer<typeof indexSchema>;
export type IndexedAccount = CollectionIndex['accounts'][number];
