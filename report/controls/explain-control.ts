import type { Benchmark } from '../benchmarks/benchmark.js';
import { requiredEvents } from '../filter-pattern/cover.js';
import { print } from '../filter-pattern/print.js';
import { inEnglish } from '../language/phrase.js';
import type { Control, EventControl } from './control.js';
import { requirementOf } from './requirement-of.js';

/**
 * All there is to know of a control, as Markdown: what is asked, why, how it is judged, and what can fool the judgement.
 *
 * @param benchmarks every version, oldest first.
 */
export function explainControl(control: Control, benchmarks: readonly Benchmark[]): string {
  const blocks = [
    `# ${inEnglish(control.title)}`,
    `\`${control.slug}\``,
    inEnglish(control.asks),
    inEnglish(control.rationale),
    '## In the benchmark',
    versionTable(control, benchmarks),
    ...(control.kind === 'events' ? howEventsAreJudged(control, benchmarks) : HOW_SECURITY_HUB_IS_JUDGED),
    '## What can fool the judgement',
    bullets([...control.pitfalls, ...(control.kind === 'events' ? COMMON_PITFALLS : [])]),
    '## Evidence it needs',
    bullets(control.needs.map((operation) => `\`${operation}\``)),
    'Where one of these calls was denied, failed or is missing, and its answer could matter, the control is not assessed.',
  ];
  return `${blocks.join('\n\n')}\n`;
}

function versionTable(control: Control, benchmarks: readonly Benchmark[]): string {
  const rows = benchmarks.map(({ version, controls }) => {
    const entry = controls.find((one) => one.slug === control.slug);
    return entry === undefined
      ? `| ${version} | - | | | |`
      : `| ${version} | ${entry.id} | ${entry.level} | ${entry.assessment} | ${entry.title} |`;
  });
  return ['| version | number | level | assessment | title |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

function howEventsAreJudged(control: EventControl, benchmarks: readonly Benchmark[]): readonly string[] {
  const versions = new Map<string, string[]>();
  const events = new Map<string, string[]>();
  for (const { version, controls } of benchmarks) {
    const entry = controls.find((one) => one.slug === control.slug);
    if (entry === undefined) continue;
    const requirement = requirementOf(control, entry);
    for (const pattern of new Set(requirement.alternatives.map(print))) push(versions, pattern, version);
    push(
      events,
      requiredEvents(requirement)
        .map((event) => event.id)
        .join(', '),
      version,
    );
  }
  const source =
    control.eventSource === null
      ? 'Events of any service are meant.'
      : `Only events of \`${control.eventSource}\` are meant.`;
  return [
    '## How it is judged',
    `Each of these events is followed along every chain: trail, log group, metric filter, alarm, action, subscription. The control is met when the filters on chains of which every link holds see all of them. ${source}`,
    bullets([...events].map(([names, of]) => `${names} (${span(of)})`)),
    versions.size > 1
      ? 'A filter is judged by what it matches. To see what any one of these matches is enough in the versions named:'
      : 'A filter is judged by what it matches. What this one matches has to be seen:',
    [...versions].map(([pattern, of]) => `${span(of)}:\n\n    ${pattern}`).join('\n\n'),
  ];
}

const HOW_SECURITY_HUB_IS_JUDGED = [
  '## How it is judged',
  'Every enabled region is asked. One region in which Security Hub is off makes the control not met. It is met when every region has answered with the time since which it is on.',
];

const COMMON_PITFALLS = [
  'The alarm must watch the metric in its own namespace, region and dimensions, and one event must be enough to ring it. The audit steps ask for the name of the metric only; the rest is marked as going beyond the benchmark.',
  'A subscription that was never confirmed tells nobody. A confirmed one may still go to a mailbox that nobody reads: that cannot be seen from here.',
  'A group in another account, a log transformer, a metric that computes with several others: what cannot be decided is said, and is not guessed.',
];

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** "1.2.0 to 7.0.0", or the one version. */
function span(versions: readonly string[]): string {
  const first = versions[0] ?? '';
  const last = versions.at(-1) ?? '';
  return first === last ? first : `${first} to ${last}`;
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
