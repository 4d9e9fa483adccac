import { BENCHMARKS, DEFAULT_BENCHMARK } from '../../report/benchmarks/benchmarks.js';
import type { Control } from '../../report/controls/control.js';
import { CONTROLS } from '../../report/controls/controls.js';
import { explainControl } from '../../report/controls/explain-control.js';
import { inEnglish } from '../../report/language/phrase.js';
import { UsageError } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';

export interface ControlsCommandOptions {
  readonly json?: boolean;
}

/** Lists the controls with their numbers in every version, or explains one. */
export async function runControls(
  slug: string | undefined,
  options: ControlsCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (slug === undefined) list(options, terminal);
  else explain(slug, options, terminal);
  return EXIT.ok;
}

function list(options: ControlsCommandOptions, terminal: Terminal): void {
  if (options.json === true) {
    terminal.out(JSON.stringify(CONTROLS.map(facts), null, 2));
    return;
  }
  const versions = BENCHMARKS.map((benchmark) => benchmark.version);
  const width = Math.max(...CONTROLS.map((control) => control.slug.length)) + 2;
  terminal.out(terminal.paint('dim', `${''.padEnd(width)}${versions.map((version) => version.padEnd(7)).join('')}`));
  for (const { slug } of CONTROLS) {
    const numbers = versions.map((version) => (numberIn(slug, version) ?? '-').padEnd(7));
    terminal.out(`${slug.padEnd(width)}${numbers.join('')}`.trimEnd());
  }
  terminal.out('');
  terminal.out(
    `Reports are made under ${DEFAULT_BENCHMARK} unless --benchmark says otherwise. More on one: trailproof controls <slug>`,
  );
}

function explain(name: string, options: ControlsCommandOptions, terminal: Terminal): void {
  // A number is taken too, in the default version: it is what an auditor has at hand.
  const control = CONTROLS.find(({ slug }) => slug === name || numberIn(slug, DEFAULT_BENCHMARK) === name);
  if (control === undefined) {
    throw new UsageError(`unknown control ${name}: known are ${CONTROLS.map((one) => one.slug).join(', ')}.`);
  }
  if (options.json === true) terminal.out(JSON.stringify(facts(control), null, 2));
  else terminal.out(explainControl(control, BENCHMARKS).trimEnd());
}

function facts({ slug, title, asks, rationale, pitfalls, needs }: Control) {
  const benchmarks = BENCHMARKS.flatMap(({ version, controls }) => {
    const entry = controls.find((one) => one.slug === slug);
    if (entry === undefined) return [];
    const { id, level, assessment, patterns } = entry;
    return [{ version, id, title: entry.title, level, assessment, patterns }];
  });
  return {
    slug,
    title: inEnglish(title),
    asks: inEnglish(asks),
    rationale: inEnglish(rationale),
    pitfalls,
    needs,
    benchmarks,
  };
}

function numberIn(slug: string, version: string): string | null {
  const benchmark = BENCHMARKS.find((one) => one.version === version);
  return benchmark?.controls.find((one) => one.slug === slug)?.id ?? null;
}
