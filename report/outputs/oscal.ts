import { canonicalJson } from '../../snapshot/canonical-json.js';
import type { Lang } from '../language/languages.js';
import type { AccountSummary, BenchmarkVersion, ControlResult, Outcome, Remediation, Report } from '../model.js';
import { asciiJson } from './common/ascii-json.js';
import { explain, overlay, waiverText } from './common/explanation.js';
import { callName, type Judgement, judgements, nameOf, resourcesOf, snapshotName, utc } from './common/judgements.js';
import { md, mdBlock } from './common/markdown-text.js';
import { sha256Of, uuidOf } from './common/uuid.js';
import { visible } from './html/text.js';

const VERSION = '1.2.1';
const NAMESPACE = 'urn:trailproof:oscal';

/**
 * A finding must say `satisfied` or `not-satisfied`. Where we say neither, there is an observation and no finding:
 * missing evidence is not a failure, and a control that a person must judge is not judged.
 */
const STATES = {
  pass: { state: 'satisfied', reason: 'pass' },
  fail: { state: 'not-satisfied', reason: 'fail' },
  'not-assessed': null,
  'not-applicable': null,
  manual: null,
} satisfies Record<Outcome, { readonly state: string; readonly reason: string } | null>;

type UuidOf = (...parts: readonly string[]) => string;

/** OSCAL 1.2.1 assessment results: a result for each account and version, an observation for each control. */
export function renderOscal(report: Report): string {
  // Another report is another document; what stands in it is named after it.
  const content = sha256Of(canonicalJson(report));
  const uuid: UuidOf = (...parts) => uuidOf('oscal', content, ...parts);
  const time = utc(report.generatedAt);
  return asciiJson({
    'assessment-results': {
      uuid: uuid(),
      metadata: {
        title: line(`Monitoring controls of the ${nameOf(report.benchmark)}`),
        'last-modified': time,
        version: word(report.engagement?.reportVersion ?? time),
        'oscal-version': VERSION,
        props: [prop('tool', `${report.tool.name} ${report.tool.version}`), prop('lens', report.lens)],
      },
      'import-ap': {
        href: `#${uuid('plan')}`,
        remarks: 'There is no assessment plan in OSCAL: the plan is the monitoring section of the benchmark.',
      },
      results: judgements(report).map((judgement) => result(report, judgement, uuid)),
      'back-matter': {
        resources: [
          ...report.benchmarks.map((benchmark, index) => ({
            uuid: index === 0 ? uuid('plan') : uuid('benchmark', benchmark.version),
            title: line(nameOf(benchmark)),
            description: md(`Section ${benchmark.section}, Monitoring.`),
            citation: { text: line(`Center for Internet Security, ${nameOf(benchmark)}`) },
          })),
          ...report.accounts.map((account) => snapshotResource(account, uuid)),
        ],
      },
    },
  });
}

function snapshotResource(account: AccountSummary, uuid: UuidOf): object {
  return {
    uuid: uuid('snapshot', account.id),
    title: line(`Snapshot of account ${account.id}`),
    description: md(
      `The answers of AWS from ${account.startedAt} to ${account.endedAt}, read as ${account.caller}. The file is the one with this digest, whatever its name.`,
    ),
    rlinks: [
      {
        href: encodeURIComponent(visible(snapshotName(account))),
        'media-type': 'application/json',
        hashes: [{ algorithm: 'SHA-256', value: word(account.digest) }],
      },
    ],
  };
}

function result(report: Report, { account, benchmark, controls }: Judgement, uuidIn: UuidOf): object {
  const uuid: UuidOf = (...parts) => uuidIn(account.id, benchmark.version, ...parts);
  const findings = controls.flatMap((control) => finding(control, uuid, report.language));
  const risks = controls.flatMap((control) => risk(control, uuid, report.language));
  return {
    uuid: uuid('result'),
    title: line(`Account ${account.id}, ${nameOf(benchmark)}`),
    description: md(unfound(controls)),
    start: utc(account.startedAt),
    end: utc(report.generatedAt),
    props: [prop('account', account.id), prop('benchmark', benchmark.version)],
    'local-definitions': {
      components: [
        component(uuid('account'), 'system', `AWS account ${account.id}`, account.alias ?? 'It has no alias.'),
      ],
      'assessment-assets': {
        components: [
          component(
            uuid('tool'),
            'software',
            `${report.tool.name} ${report.tool.version}`,
            'Follows each event that a control names from the trail to the subscriber.',
          ),
        ],
        'assessment-platforms': [{ uuid: uuid('platform'), 'uses-components': [{ 'component-uuid': uuid('tool') }] }],
      },
    },
    'reviewed-controls': {
      'control-selections': [
        controls.length === 0
          ? { 'include-all': {} }
          : { 'include-controls': controls.map(({ slug }) => ({ 'control-id': token(slug) })) },
      ],
    },
    ...(controls.length === 0
      ? {}
      : {
          observations: controls.map((control) =>
            observation(account, benchmark, control, uuid, uuidIn, report.language),
          ),
        }),
    ...(risks.length === 0 ? {} : { risks }),
    ...(findings.length === 0 ? {} : { findings }),
  };
}

/** What a reader of findings alone would not learn. */
function unfound(controls: readonly ControlResult[]): string {
  const without = controls.filter(({ outcome }) => STATES[outcome] === null);
  if (without.length === 0) return 'Every control has a finding.';
  const names = without.map(({ id, slug, outcome }) => `${id} ${slug} (${outcome})`);
  return `${without.length} of ${controls.length} controls have an observation and no finding: ${names.join(', ')}.`;
}

function observation(
  account: AccountSummary,
  benchmark: BenchmarkVersion,
  control: ControlResult,
  uuid: UuidOf,
  uuidIn: UuidOf,
  language: Lang,
): object {
  const href = `#${uuidIn('snapshot', account.id)}`;
  return {
    uuid: uuid('observation', control.slug),
    title: line(`${control.id} ${control.shortTitle}`),
    description: markup(explain(control, language)),
    props: [
      prop('outcome', control.outcome),
      prop('control', control.slug),
      prop('number', control.id),
      prop('benchmark', benchmark.version),
      ...control.reasons.map(({ code }) => prop('reason', code)),
      ...resourcesOf(control).map(({ kind, id }) => ({ ...prop('resource', id), class: token(kind) })),
    ],
    // A manual control is not looked at by the tool.
    methods: [control.outcome === 'manual' ? 'UNKNOWN' : 'EXAMINE'],
    types: ['control-objective'],
    origins: [{ actors: [{ type: 'tool', 'actor-uuid': uuid('tool') }] }],
    subjects: [{ 'subject-uuid': uuid('account'), type: 'component' }],
    ...(control.evidence.length === 0
      ? {}
      : {
          // Evidence may be from another account, whose snapshot is a resource of its own.
          'relevant-evidence': control.evidence.map((ref) => ({
            href: ref.account === account.id ? href : `#${uuidIn('snapshot', ref.account)}`,
            description: md(callName(ref)),
          })),
        }),
    collected: utc(account.endedAt),
  };
}

function finding(control: ControlResult, uuid: UuidOf, language: Lang): readonly object[] {
  const status = STATES[control.outcome];
  if (status === null) return [];
  const laid = overlay(control, language);
  return [
    {
      uuid: uuid('finding', control.slug),
      title: line(control.title),
      description: md(control.headline),
      target: {
        type: 'objective-id',
        'target-id': token(control.slug),
        title: line(control.title),
        status: {
          ...status,
          ...(control.remediation === null ? {} : { remarks: recommendation(control.remediation) }),
        },
      },
      'related-observations': [{ 'observation-uuid': uuid('observation', control.slug) }],
      ...(control.waiver === undefined ? {} : { 'related-risks': [{ 'risk-uuid': uuid('risk', control.slug) }] }),
      ...(laid.length === 0 ? {} : { remarks: markup(laid) }),
    },
  ];
}

/** A waiver is a risk whose deviation somebody has approved. The finding under it stays what it is. */
function risk(control: ControlResult, uuid: UuidOf, language: Lang): readonly object[] {
  const { waiver } = control;
  if (waiver === undefined) return [];
  return [
    {
      uuid: uuid('risk', control.slug),
      title: line(control.title),
      description: md(control.headline),
      statement: md(waiverText(waiver, language)),
      status: 'deviation-approved',
      props: [prop('waiver-owner', waiver.owner), prop('waiver-approver', waiver.approver)],
      ...deadline(waiver.expires),
      'related-observations': [{ 'observation-uuid': uuid('observation', control.slug) }],
    },
  ];
}

function deadline(day: string): { readonly deadline?: string } {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? { deadline: `${day}T23:59:59Z` } : {};
}

function component(uuid: string, type: string, title: string, description: string): object {
  return { uuid, type, title: line(title), description: md(description), status: { state: 'operational' } };
}

function prop(name: string, value: string): { readonly name: string; readonly ns: string; readonly value: string } {
  return { name, ns: NAMESPACE, value: word(value) };
}

/** OSCAL's StringDatatype: not empty, on one line, no blank at either end. */
function word(text: string): string {
  const shown = visible(text).replace(/^ +| +$/g, (blanks) => '[U+0020]'.repeat(blanks.length));
  return shown === '' ? '(empty)' : shown;
}

/** OSCAL's MarkupLineDatatype: one line of Markdown, not empty. */
function line(text: string): string {
  return md(text) || '(empty)';
}

/** OSCAL's TokenDatatype, an XML name without colon. Slugs and kinds are that already. */
function token(text: string): string {
  const name = visible(text).replace(/[^\p{L}\p{N}._-]/gu, '_');
  return /^[\p{L}_]/u.test(name) ? name : `_${name}`;
}

function recommendation({ summary, script }: Remediation): string {
  return [md(summary), ...(script === null ? [] : [mdBlock('sh', script)])].join('\n\n');
}

/** Lines of text as Markdown paragraphs. */
function markup(lines: readonly string[]): string {
  return lines.map(md).join('\n\n');
}
