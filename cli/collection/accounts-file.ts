import { parseDocument } from 'yaml';
import { z } from 'zod';
import { InputError } from '../errors.js';

const text = z.string().min(1);

const entry = z.strictObject({
  id: z.string().regex(/^[0-9]{12}$/, 'expected 12 digits'),
  role: text.optional(),
  externalId: text.optional(),
  alias: text.optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

export type ListedAccount = z.infer<typeof entry>;

/**
 * Reads a list of accounts, YAML or JSON: `id`, and optionally `role` (ARN or name), `externalId`, `alias`, `tags`.
 *
 * @throws InputError that says what is wrong, and where.
 */
export function parseAccounts(content: string, path: string): readonly ListedAccount[] {
  // JSON is YAML. Without a schema every plain value is text: an account number may begin with zeros.
  const document = parseDocument(content, { schema: 'failsafe', prettyErrors: true });
  const [fault] = document.errors;
  if (fault !== undefined) {
    throw new InputError(`${path}: not YAML or JSON: ${fault.message.split('\n')[0]?.replace(/:$/, '') ?? ''}.`);
  }
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  const parsed = (Array.isArray(value) ? z.array(entry).min(1) : z.strictObject({ accounts: z.array(entry).min(1) }))
    .transform((list) => (Array.isArray(list) ? list : list.accounts))
    .safeParse(value);
  if (!parsed.success) throw new InputError(`${path}: ${problemOf(parsed.error)}.`);
  const seen = new Set<string>();
  for (const { id } of parsed.data) {
    if (seen.has(id)) throw new InputError(`${path}: account ${id} stands there twice.`);
    seen.add(id);
  }
  return parsed.data;
}

function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'not a list of accounts';
  const place = issue.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return `at ${place.replace(/^\./, '') || 'the top'}: ${issue.message}`;
}
