import { z } from 'zod';

const accepted = z.strictObject({
  /**
   * `audit`: the pattern of the audit steps. `alternative`: one more that the benchmark offers. `remediation`: that of
   * the remediation steps, where it differs from the audit's.
   */
  role: z.enum(['audit', 'alternative', 'remediation']),
  text: z.string().min(1),
});

const entry = z.strictObject({
  slug: z.string(),
  id: z.string(),
  title: z.string(),
  level: z.union([z.literal(1), z.literal(2)]),
  assessment: z.enum(['Scored', 'Automated', 'Manual']),
  patterns: z.array(accepted),
});

/** One CIS version: which controls, under which number, level and title, with which accepted filter patterns. */
export const benchmarkSchema = z
  .strictObject({
    name: z.string(),
    version: z.string(),
    section: z.string(),
    controls: z.array(entry),
    absent: z.array(z.string()),
  })
  .readonly();

export type Benchmark = z.infer<typeof benchmarkSchema>;
export type BenchmarkEntry = Benchmark['controls'][number];
