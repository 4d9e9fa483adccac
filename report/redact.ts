import { createHmac } from 'node:crypto';
import type { FieldChange } from './compare/diff.js';
import type { Report } from './model.js';

/**
 * The report with account ids, endpoints and names of people replaced by pseudonyms, for every format alike. The same
 * thing gets the same pseudonym throughout, and across reports that are made with the same key.
 *
 * @param key secret: whoever has it can find out an account id by trying them all.
 */
export function redact(report: Report, key: string): Report {
  const pseudonym = (kind: string, text: string): string =>
    createHmac('sha256', key).update(`${kind}:${text}`).digest('hex').slice(0, 8);
  const accountId = (id: string): string => {
    const number = BigInt(`0x${createHmac('sha256', key).update(`account:${id}`).digest('hex').slice(0, 16)}`);
    return String(number % 1_000_000_000_000n).padStart(12, '0');
  };
  const names = namesIn(report).map(({ kind, text }) => ({ text, by: `${kind}-${pseudonym(kind, text)}` }));
  const clean = (text: string): string => {
    let cleaned = text;
    for (const { text: name, by } of names) cleaned = cleaned.replaceAll(name, by);
    return cleaned
      .replace(EMAIL, (email) => `address-${pseudonym('address', email)}`)
      .replace(ACCOUNT_ID, (id) => accountId(id));
  };
  return walk(report, clean);
}

const ACCOUNT_ID = /(?<![0-9a-f])[0-9]{12}(?![0-9a-f])/g;
const EMAIL = /[^\s@"'<>:;,()[\]]+@[^\s@"'<>:;,()[\]]+\.[a-z]{2,}/gi;

interface Name {
  readonly kind: 'account' | 'endpoint' | 'person';
  readonly text: string;
}

/** What cannot be told by its form: longest first, so that no name is replaced inside a longer one. */
function namesIn(report: Report): readonly Name[] {
  const { engagement } = report;
  const resources = report.controls.flatMap((control) => [
    ...control.chains.flatMap((chain) => chain.links.map((link) => link.resource)),
    ...control.reasons.flatMap((reason) => reason.resources),
  ]);
  const compared = report.changes?.accounts ?? [];
  const moved = compared.flatMap((account) => [...account.resources, ...account.unread]);
  const endpoints = [...resources, ...moved].flatMap((resource) =>
    resource?.kind === 'subscription' ? [resource.name.replace(/^[a-z-]+: /, '')] : [],
  );
  const aliases = [
    ...report.accounts.flatMap((account) => account.alias ?? []),
    ...compared.flatMap(({ before, after }) => [before.alias ?? [], after.alias ?? []].flat()),
    // An alias that came or went is a field's value.
    ...moved.flatMap((one) => ('fields' in one && one.kind === 'account' ? one.fields.flatMap(valuesOf) : [])),
  ];
  // The last part of `.../user/name` and `.../assumed-role/role/session` is a person's name more often than not.
  const callers = report.accounts.flatMap((account) => /\/([^/]+)$/.exec(account.caller)?.[1] ?? []);
  const waivers = engagement?.waivers ?? [];
  const attestations = engagement?.attestations ?? [];
  const people = [
    ...[engagement?.author, engagement?.reviewer, engagement?.approver].flatMap((name) => name ?? []),
    ...(engagement?.distribution ?? []),
    ...waivers.flatMap((waiver) => [waiver.owner, waiver.approver]),
    ...attestations.map((attestation) => attestation.by),
    ...callers,
  ];
  const all: readonly Name[] = [
    ...aliases.map((text): Name => ({ kind: 'account', text })),
    ...endpoints.map((text): Name => ({ kind: 'endpoint', text })),
    ...people.map((text): Name => ({ kind: 'person', text })),
  ];
  const unique = new Map(all.filter((name) => name.text.length > 2).map((name) => [name.text, name]));
  return [...unique.values()].sort((a, b) => b.text.length - a.text.length);
}

function valuesOf({ before, after }: FieldChange): readonly string[] {
  return [before, after].flat().filter((value) => typeof value === 'string');
}

/** The same value with every string in it changed. Keys and the digests of files stay. */
function walk<T>(value: T, change: (text: string) => string): T;
function walk(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return /^[0-9a-f]{64}$/.test(value) ? value : change(value);
  if (Array.isArray(value)) return value.map((one) => walk(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, walk(one, change)]));
}
