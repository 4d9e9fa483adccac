import { join } from 'node:path';
import type { Benchmark } from '../../report/benchmarks/benchmark.js';
import { BENCHMARKS, findBenchmark } from '../../report/benchmarks/benchmarks.js';
import { CONTROLS } from '../../report/controls/controls.js';
import { buildAccount } from '../../report/evaluate/account.js';
import { makeEstate } from '../../report/evaluate/estate.js';
import type { Lens } from '../../report/evaluate/lens.js';
import { inEnglish } from '../../report/language/phrase.js';
import { renderCloudFormation } from '../../report/remediate/cloudformation.js';
import { planAccount } from '../../report/remediate/plan-account.js';
import type { PlanToRender } from '../../report/remediate/plan-to-render.js';
import { renderPowershellScript } from '../../report/remediate/powershell-script.js';
import { summaryOf } from '../../report/remediate/remediate-findings.js';
import { renderShellScript } from '../../report/remediate/shell-script.js';
import { outcomesOf } from '../../report/remediate/situation.js';
import { decisionsOf } from '../../report/remediate/step.js';
import { renderTerraform } from '../../report/remediate/terraform.js';
import { titleOf } from '../../report/remediate/titles.js';
import type { ReadSnapshot } from '../../snapshot/parse-snapshot.js';
import { InputError, UsageError } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { readSnapshots } from '../read-snapshots.js';
import { printable, type Terminal } from '../terminal.js';
import { ensureAbsent, writeWhole } from '../write-file.js';

const FORMATS = ['cli', 'terraform', 'cloudformation'] as const;
type Format = (typeof FORMATS)[number];

export interface RemediateCommandOptions {
  readonly out: string;
  readonly format: string;
  readonly shell: 'posix' | 'powershell';
  readonly benchmark: string;
  readonly lens: Lens;
  /** Slugs or numbers; every failed control when empty. */
  readonly control: readonly string[];
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

/** Plans what closes the failed controls of each account, writes it as scripts or templates, and says what cannot be closed. */
export async function runRemediate(
  sources: readonly string[],
  options: RemediateCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const formats = parseFormats(options.format);
  const benchmark = parseBenchmark(options.benchmark);
  const only = options.control.length === 0 ? undefined : options.control.map((name) => slugOf(name, benchmark));
  const snapshots = await readSnapshots(sources);
  refuseTwice(snapshots);
  const estate = makeEstate(snapshots.map(({ snapshot }) => buildAccount(snapshot)));

  const planned = snapshots.map(({ snapshot }) => {
    const situation = { estate, benchmark, lens: options.lens };
    const plan = planAccount(snapshot, situation, only);
    const outcomes = outcomesOf(snapshot, situation);
    const account = snapshot.account.id;
    const render = {
      account,
      time: snapshot.startedAt,
      purpose: `Closes ${plan.closed.map((slug) => `${numberOf(slug, benchmark)} ${slug}`).join(', ')} of CIS ${benchmark.version}.`,
      steps: plan.steps,
      before: snapshot,
      after: plan.after,
    };
    const files =
      plan.steps.length === 0 ? [] : formats.flatMap((format) => filesOf(format, options, render, terminal));
    const unclear = [...outcomes].flatMap(([slug, outcome]) =>
      (only?.includes(slug) ?? true) && outcome === 'not-assessed' ? [slug] : [],
    );
    return {
      account,
      plan,
      outcomes,
      unclear,
      files: files.map((file) => ({ ...file, path: join(options.out, file.name) })),
    };
  });

  const files = planned.flatMap((one) => one.files);
  const overwrite = options.overwrite === true;
  if (!overwrite) for (const { path } of files) await ensureAbsent(path);
  for (const { path, content } of files) await writeWhole(path, content, { overwrite });

  if (options.json === true) {
    terminal.out(JSON.stringify({ benchmark: benchmark.version, accounts: planned.map(asJson) }, null, 2));
  } else {
    for (const { account, plan, unclear, files: written } of planned) {
      for (const { path } of written) terminal.out(path);
      if (plan.steps.length > 0) terminal.out(printable(`${account}: ${inEnglish(summaryOf(plan.steps))}`));
      for (const { slug, why } of plan.blocked) {
        terminal.out(printable(`${account}: ${slug} stays open. ${inEnglish(why)}`));
      }
      if (unclear.length > 0) {
        terminal.out(`${account}: not assessed, so that nothing is planned for it: ${unclear.join(', ')}.`);
      } else if (plan.steps.length === 0 && plan.blocked.length === 0) {
        terminal.out(`${account}: nothing to close.`);
      }
    }
  }
  const findings = planned.some(
    ({ outcomes, unclear }) =>
      unclear.length > 0 ||
      [...outcomes].some(([slug, outcome]) => (only?.includes(slug) ?? true) && outcome === 'fail'),
  );
  return findings ? EXIT.findings : EXIT.ok;
}

type Planned = {
  readonly account: string;
  readonly plan: ReturnType<typeof planAccount>;
  readonly unclear: readonly string[];
  readonly files: readonly { readonly path: string }[];
};

function asJson({ account, plan, unclear, files }: Planned) {
  return {
    account,
    files: files.map(({ path }) => path),
    closes: plan.closed,
    blocked: plan.blocked.map(({ slug, why }) => ({ slug, why: inEnglish(why) })),
    notAssessed: unclear,
    decisions: decisionsOf(plan.steps),
    steps: plan.steps.map((step) => ({ kind: step.kind, title: inEnglish(titleOf(step)) })),
  };
}

interface File {
  readonly name: string;
  readonly content: string;
}

function filesOf(
  format: Format,
  { shell }: RemediateCommandOptions,
  plan: PlanToRender,
  terminal: Terminal,
): readonly File[] {
  const base = `${plan.account}-remediation`;
  switch (format) {
    case 'cli':
      return shell === 'posix'
        ? [{ name: `${base}.sh`, content: renderShellScript(plan) }]
        : [{ name: `${base}.ps1`, content: renderPowershellScript(plan) }];
    case 'terraform':
      return filesOfTerraform(`${base}.tf`, plan, terminal);
    case 'cloudformation': {
      const made = renderCloudFormation(plan);
      if (made.kind === 'refused') {
        terminal.error(printable(`${plan.account}: no CloudFormation. ${made.why}`));
        return [];
      }
      return made.templates.map(({ region, kind, text }) => ({
        name: `${base}-${region}${kind === 'import' ? '.import' : ''}.template.json`,
        content: text,
      }));
    }
  }
}

function filesOfTerraform(name: string, plan: PlanToRender, terminal: Terminal): readonly File[] {
  const made = renderTerraform(plan);
  if (made.kind === 'file') return [{ name, content: made.text }];
  terminal.error(printable(`${plan.account}: no Terraform. ${made.why}`));
  return [];
}

function refuseTwice(snapshots: readonly ReadSnapshot[]): void {
  const seen = new Set<string>();
  for (const { snapshot } of snapshots) {
    const { id } = snapshot.account;
    if (seen.has(id)) throw new InputError(`more than one snapshot of account ${id}: give the one to start from.`);
    seen.add(id);
  }
}

function parseFormats(list: string): readonly Format[] {
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) throw new UsageError(`--format names no format: known are ${FORMATS.join(', ')}.`);
  return [...new Set(names)].map((name) => {
    const format = FORMATS.find((one) => one === name);
    if (format === undefined) throw new UsageError(`unknown format ${name}: known are ${FORMATS.join(', ')}.`);
    return format;
  });
}

function parseBenchmark(version: string): Benchmark {
  const benchmark = findBenchmark(version);
  if (benchmark === null) {
    const known = BENCHMARKS.map((one) => one.version).join(', ');
    throw new UsageError(`unknown benchmark version ${version}: known are ${known}.`);
  }
  return benchmark;
}

function slugOf(name: string, { controls, version }: Benchmark): string {
  const entry = controls.find(({ slug, id }) => slug === name || id === name);
  if (entry !== undefined) return entry.slug;
  if (CONTROLS.some(({ slug }) => slug === name)) {
    throw new UsageError(`control ${name} is not in benchmark ${version}.`);
  }
  throw new UsageError(`unknown control ${name}: known are ${controls.map(({ slug }) => slug).join(', ')}.`);
}

function numberOf(slug: string, { controls }: Benchmark): string {
  return controls.find((entry) => entry.slug === slug)?.id ?? '';
}
