// The auditor's own file: for whom, by whom, and what people have decided or attested.
import { z } from 'zod';

const text = z.string().min(1).max(10_000);
const slug = z.string().regex(/^[a-z0-9-]+$/, 'expected the slug of a control');
const account = z.string().regex(/^[0-9]{12}$/, 'expected 12 digits');

/** A day that exists, as YYYY-MM-DD. */
const day = z.iso.date('expected a day as YYYY-MM-DD');

const waiver = z.strictObject({
  control: slug,
  account: account.optional().describe('All accounts when absent.'),
  resource: text.optional().describe('ARN or name that the waiver is about; the whole control when absent.'),
  reason: text,
  owner: text,
  approver: text,
  expires: day.describe('The last day on which it counts.'),
});

const attestation = z.strictObject({
  control: slug,
  account: account.optional(),
  statement: text,
  by: text,
  date: day,
  evidence: z
    .strictObject({
      file: text,
      sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in lower-case hex'),
    })
    .optional(),
});

export const engagementSchema = z
  .strictObject({
    client: text.optional(),
    auditor: text.optional(),
    classification: text.optional(),
    report: z.strictObject({ id: text.optional(), version: text.optional() }).optional(),
    people: z
      .strictObject({
        author: text.optional(),
        reviewer: text.optional(),
        approver: text.optional(),
        distribution: z.array(text).optional(),
      })
      .optional(),
    scope: text.optional().describe('What the assignment covers, in the words of the auditor.'),
    notes: z.record(slug, text).optional().describe("The auditor's notes, by control."),
    waivers: z.array(waiver).optional(),
    attestations: z.array(attestation).optional(),
  })
  .describe("The auditor's own file: client, auditor, waivers, attestations, notes.");

type DeepReadonly<T> = T extends (infer E)[]
  ? readonly DeepReadonly<E>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

export type Engagement = DeepReadonly<z.infer<typeof engagementSchema>>;
