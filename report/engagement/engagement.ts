// The auditor's own file: for whom, by whom, and what people have decided or attested.
import { z } from 'zod';
import { contrast, isColour, TEXT_CONTRAST } from './colour.js';

const text = z.string().regex(/\S/, 'expected a text').max(10_000, 'expected at most 10,000 characters');
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

/** Text is set in it, on white. */
const colour = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'expected a colour as #rrggbb')
  .refine((one) => !isColour(one) || contrast(one, '#ffffff') >= TEXT_CONTRAST, {
    error: ({ input }) =>
      `text in ${String(input)} is hard to read on white: its contrast is ${contrast(String(input), '#ffffff').toFixed(2)}, and at least ${TEXT_CONTRAST} is needed`,
  });

const person = z
  .union([text, z.strictObject({ name: text, role: text.optional() })], {
    error: 'expected a name, or name and role',
  })
  .describe('A name, or a name and what the person is.');

const period = z
  .strictObject({ from: day, to: day })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'the period ends before it begins' })
  .describe('The days under review, first and last.');

const version = z.strictObject({ version: text, date: day, author: text, change: text });

export const engagementSchema = z
  .strictObject({
    client: text.optional(),
    auditor: text.optional(),
    logo: text.optional().describe('A PNG or JPEG of at most 1 MB, by its path from this file; it goes on the cover.'),
    colours: z
      .strictObject({
        house: colour.optional().describe('The band of the cover.'),
        accent: colour.optional().describe('Links.'),
      })
      .optional()
      .describe('As #rrggbb, dark enough to read on white.'),
    classification: text.optional(),
    period: period.optional(),
    report: z
      .strictObject({
        id: text.optional(),
        version: text.optional(),
        date: day.optional().describe("The day that the document bears; the report's time when absent."),
        versions: z
          .array(version)
          .optional()
          .describe('What became of the document, in the order in which it is shown.'),
      })
      .optional(),
    people: z
      .strictObject({
        author: person.optional(),
        reviewer: person.optional(),
        approver: person.optional(),
        distribution: z.array(person).optional(),
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

/** What lies beside the file and was read with it. */
export interface EngagementFiles {
  /** As a `data:` URI. */
  readonly logo: string | null;
  /** Of each attestation, in their order: whether its evidence was there, with the digest given. */
  readonly evidence: readonly boolean[];
}

export type Engagement = DeepReadonly<z.infer<typeof engagementSchema>> & {
  /** Absent where the engagement was not read from a file. */
  readonly files?: EngagementFiles;
};
