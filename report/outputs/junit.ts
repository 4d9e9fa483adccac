import type { Lang } from '../language/languages.js';
import { fill, localeOf } from '../language/locale.js';
import type { ControlResult, Outcome, Report } from '../model.js';
import { explain } from './common/explanation.js';
import { type Judgement, judgements, nameOf, utc } from './common/judgements.js';
import { visible } from './html/text.js';

/**
 * `not-assessed` is an error, so that a build whose evidence is missing is as red as one that fails. The two outcomes
 * that nothing was expected of are skipped. A waived failure stays a failure, and says that it is waived.
 */
const ELEMENTS = {
  pass: null,
  fail: 'failure',
  'not-assessed': 'error',
  'not-applicable': 'skipped',
  manual: 'skipped',
} satisfies Record<Outcome, string | null>;

/** JUnit XML, valid under the schemas of Ant (windyroad) and of Jenkins: a suite for each account and version. */
export function renderJunit(report: Report): string {
  const suites = judgements(report).map((judgement, index) => suite(report, judgement, index));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', {}, suites)}\n`;
}

function suite(report: Report, { account, benchmark, controls }: Judgement, index: number): string {
  const counted = (name: string) => controls.filter(({ outcome }) => ELEMENTS[outcome] === name).length;
  const properties = {
    tool: `${report.tool.name} ${report.tool.version}`,
    account: account.id,
    alias: account.alias ?? '',
    benchmark: nameOf(benchmark),
    lens: report.lens,
    generatedAt: report.generatedAt,
    collectedAt: account.endedAt,
    snapshotSha256: account.digest,
  };
  return element(
    'testsuite',
    {
      name: `${nameOf(benchmark)}: account ${account.id}`,
      id: String(index),
      package: `cis-${benchmark.version}`,
      tests: String(controls.length),
      failures: String(counted('failure')),
      errors: String(counted('error')),
      time: '0',
      // The schema of Ant allows neither a zone nor parts of a second. The time is UTC.
      timestamp: utc(report.generatedAt).slice(0, 19),
      hostname: 'localhost',
    },
    [
      element(
        'properties',
        {},
        Object.entries(properties).map(([name, value]) => element('property', { name, value })),
      ),
      ...controls.map((control) => testcase(control, `cis-${benchmark.version}.${account.id}`, report.language)),
      element('system-out', {}),
      element('system-err', {}),
    ],
  );
}

function testcase(control: ControlResult, classname: string, language: Lang): string {
  const name = ELEMENTS[control.outcome];
  const attributes = { name: `${control.id} ${control.slug}: ${control.shortTitle}`, classname, time: '0' };
  return element('testcase', attributes, name === null ? [] : [problem(name, control, language)]);
}

function problem(name: string, control: ControlResult, language: Lang): string {
  const code = control.reasons.find(({ effect }) => effect !== 'remark')?.code;
  const { plain, outcomes } = localeOf(language);
  const words = control.waiver === undefined ? plain.outcome : plain.waivedOutcome;
  const message = fill(words, { outcome: outcomes[control.outcome], headline: control.headline });
  // What to do in words; a script of a hundred lines belongs into no log.
  const fix = control.remediation === null ? [] : [visible(control.remediation.summary)];
  const text = [...explain(control, language), ...fix].join('\n');
  // `skipped` has no type in the schema of Ant.
  return element(name, name === 'skipped' ? { message } : { message, type: code ?? control.outcome }, text);
}

/** @param content elements, or text that is escaped here. */
function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  content: readonly string[] | string = [],
): string {
  const head = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(visible(value))}"`);
  const inside = typeof content === 'string' ? escaped(content) : content.map((child) => `\n${child}`).join('');
  if (inside === '') return `<${name}${head.join('')}/>`;
  return `<${name}${head.join('')}>${inside}${typeof content === 'string' ? '' : '\n'}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Escapes what is `visible` already: no character is left that XML 1.0 does not know. */
function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
}
