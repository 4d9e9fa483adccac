import { createHmac } from 'node:crypto';
import type { FieldChange } from './compare/diff.js';
import type { Attestation, EngagementSummary, Person, Report, Waiver } from './model.js';

/**
 * The report with account ids, endpoints, names of people and of the client replaced by pseudonyms, and without a logo,
 * for every format alike. The same thing gets the same pseudonym throughout, and across reports that are made with the
 * same key.
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
  const names = namesIn(report).map(({ kind, text }) => ({
    found: finderOf({ kind, text }),
    by: `${kind}-${pseudonym(kind, text)}`,
  }));
  const clean = (text: string): string => {
    let cleaned = text;
    for (const { found, by } of names) cleaned = cleaned.replace(found, by);
    return cleaned
      .replace(EMAIL, (email) => `address-${pseudonym('address', email)}`)
      .replace(ACCOUNT_ID, (id) => accountId(id))
      .replace(GROUPED_ACCOUNT_ID, (id) => accountId(id.replace(/[^0-9]/g, '')));
  };
  return walk(
    withoutNames(report, (kind, text) => `${kind}-${pseudonym(kind, text)}`),
    clean,
  );
}

type Pseudonym = (kind: Name['kind'], text: string) => string;

/** What stands in a place of its own is replaced however short or common it is. */
function withoutNames(report: Report, pseudonym: Pseudonym): Report {
  const { accounts, controls, engagement } = report;
  return {
    ...report,
    accounts: accounts.map((one) => ({
      ...one,
      caller: one.caller.replace(LAST_PART, (_part, name) => `/${pseudonym('person', name)}`),
    })),
    controls: controls.map((control) => ({
      ...control,
      ...(control.waiver === undefined ? {} : { waiver: signedBy(control.waiver, pseudonym) }),
      ...(control.attestations === undefined
        ? {}
        : { attestations: control.attestations.map((one) => saidBy(one, pseudonym)) }),
    })),
    ...(engagement === undefined ? {} : { engagement: engagementWithoutNames(engagement, pseudonym) }),
  };
}

function engagementWithoutNames(engagement: EngagementSummary, pseudonym: Pseudonym): EngagementSummary {
  const { client, author, reviewer, approver } = engagement;
  const hidden = (person: Person): Person => ({ ...person, name: pseudonym('person', person.name) });
  const orNull = (person: Person | null): Person | null => (person === null ? null : hidden(person));
  return {
    ...engagement,
    logo: null,
    client: client === null ? null : pseudonym('client', client),
    author: orNull(author),
    reviewer: orNull(reviewer),
    approver: orNull(approver),
    distribution: engagement.distribution.map(hidden),
    versions: engagement.versions.map((one) => ({ ...one, author: pseudonym('person', one.author) })),
    waivers: engagement.waivers.map((one) => signedBy(one, pseudonym)),
    attestations: engagement.attestations.map((one) => saidBy(one, pseudonym)),
  };
}

function signedBy<Given extends Waiver>(waiver: Given, pseudonym: Pseudonym): Given {
  const { owner, approver } = waiver;
  return { ...waiver, owner: pseudonym('person', owner), approver: pseudonym('person', approver) };
}

function saidBy(attestation: Attestation, pseudonym: Pseudonym): Attestation {
  return { ...attestation, by: pseudonym('person', attestation.by) };
}

/** People and clients may be called by common words: they are meant where the name stands by itself, not in "Annual". */
function finderOf({ kind, text }: Name): RegExp {
  const literal = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const alone = `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`;
  switch (kind) {
    case 'account':
    case 'endpoint':
      return new RegExp(literal, 'gu');
    case 'client':
      return new RegExp(alone, 'giu');
    case 'person':
      return new RegExp(alone, 'gu');
  }
}

const ACCOUNT_ID = /(?<![0-9a-f])[0-9]{12}(?![0-9a-f])/g;
/** As AWS's console shows it and people write it; in a longer row of such groups it is something else. */
const GROUPED_ACCOUNT_ID = /(?<![0-9a-f-])[0-9]{4}([- \u00a0])[0-9]{4}\1[0-9]{4}(?![0-9a-f]|-[0-9a-f])/g;
/** Of `.../user/name` and `.../assumed-role/role/session`: a person's name more often than not. */
const LAST_PART = /\/([^/]+)$/;
const EMAIL = /[^\s@"'<>:;,()[\]]+@[^\s@"'<>:;,()[\]]+\.[a-z]{2,}/gi;

interface Name {
  readonly kind: 'account' | 'client' | 'endpoint' | 'person';
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
  const callers = report.accounts.flatMap((account) => LAST_PART.exec(account.caller)?.[1] ?? []);
  const waivers = engagement?.waivers ?? [];
  const attestations = engagement?.attestations ?? [];
  const people = [
    ...[engagement?.author, engagement?.reviewer, engagement?.approver].flatMap((person) => person?.name ?? []),
    ...(engagement?.distribution ?? []).map((person) => person.name),
    ...(engagement?.versions ?? []).map((version) => version.author),
    ...waivers.flatMap((waiver) => [waiver.owner, waiver.approver]),
    ...attestations.map((attestation) => attestation.by),
    ...callers,
  ];
  const all: readonly Name[] = [
    ...aliases.map((text): Name => ({ kind: 'account', text })),
    ...[engagement?.client ?? []].flat().map((text): Name => ({ kind: 'client', text })),
    ...endpoints.map((text): Name => ({ kind: 'endpoint', text })),
    ...people.map((text): Name => ({ kind: 'person', text })),
  ];
  const unique = new Map(all.filter((name) => name.text.length > 2).map((name) => [name.text, name]));
  return [...unique.values()].sort((a, b) => b.text.length - a.text.length);
}

function valuesOf({ before, after }: FieldChange): readonly string[] {
  return [before, after].flat().filter((value) => typeof value === 'string');
}

/** Members whose strings are words of ours, whoever is called by one of them. */
const OURS: ReadonlySet<string> = new Set([
  ...['slug', 'control', 'controls', 'closes', 'benchmark', 'code', 'outcome', 'kind', 'state', 'basis', 'effect'],
  ...['link', 'lostAt', 'matches', 'condition', 'operation', 'assessment', 'decisions'],
]);

/** And of a control: somebody called Network changes no title. */
const OURS_OF_CONTROLS: ReadonlySet<string> = new Set([...OURS, 'title', 'shortTitle', 'asks', 'rationale']);

/** Members that hold what AWS said, under whatever names. */
const THEIRS = new Set(['input', 'witness']);

/** The same value with every string in it changed. Keys, words of ours and the digests of files stay. */
function walk<T>(value: T, change: (text: string) => string): T;
function walk(value: unknown, change: (text: string) => string): unknown {
  return walkMember(value, change, OURS, '');
}

function walkMember(
  value: unknown,
  change: (text: string) => string,
  ours: ReadonlySet<string>,
  member: string,
): unknown {
  if (typeof value === 'string') return ours.has(member) || /^[0-9a-f]{64}$/.test(value) ? value : change(value);
  if (Array.isArray(value)) return value.map((one) => walkMember(one, change, ours, member));
  if (typeof value !== 'object' || value === null) return value;
  const theirs = ours.size === 0 || THEIRS.has(member);
  const words = theirs ? new Set<string>() : 'slug' in value ? OURS_OF_CONTROLS : OURS;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, walkMember(one, change, words, key)]));
}
