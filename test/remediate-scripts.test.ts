// What is written for people to run: shells parse it, linters find nothing, and no name in it runs.
import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_BENCHMARK, findBenchmark } from '../report/benchmarks/benchmarks.js';
import { buildAccount } from '../report/evaluate/account.js';
import { makeEstate } from '../report/evaluate/estate.js';
import { renderCloudFormation } from '../report/remediate/cloudformation.js';
import { taskOf } from '../report/remediate/commands.js';
import { planAccount } from '../report/remediate/plan-account.js';
import type { PlanToRender } from '../report/remediate/plan-to-render.js';
import { renderPowershellScript } from '../report/remediate/powershell-script.js';
import { renderShellScript, renderShellSnippet } from '../report/remediate/shell-script.js';
import type { AlarmInput, Step } from '../report/remediate/step.js';
import { renderTerraform } from '../report/remediate/terraform.js';
import { type AccountPlan, buildSnapshot } from '../samples/account-builder.js';
import { goodAccount, SAMPLES } from '../samples/accounts.js';
import { BROKEN_ACCOUNTS } from './closed-loop-broken.js';
import { CANARY, hostileAccount } from './remediate-accounts.js';
import { pythonEnvironment } from './server/python-environment.js';

const run = promisify(execFile);
const HOSTILE = 200;

interface Case {
  readonly name: string;
  readonly plan: PlanToRender;
}

const cases: Case[] = [];
let folder: string;
let python: string | null = null;

async function planOf(account: AccountPlan): Promise<PlanToRender> {
  const snapshot = await buildSnapshot(account);
  const benchmark = findBenchmark(DEFAULT_BENCHMARK);
  if (benchmark === null) throw new Error('no benchmark');
  const situation = { estate: makeEstate([buildAccount(snapshot)]), benchmark, lens: 'effective' } as const;
  const { steps, after } = planAccount(snapshot, situation);
  return {
    account: snapshot.account.id,
    time: snapshot.startedAt,
    purpose: 'Closes what failed.',
    steps,
    before: snapshot,
    after,
  };
}

/** A trail that has every member there is, and is switched off. */
function trailOfOrganization(good: AccountPlan): Partial<AccountPlan> {
  const members = {
    S3KeyPrefix: 'trails',
    SnsTopicARN: 'arn:aws:sns:eu-west-1:111122223333:files',
    KmsKeyId: 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555',
    IsOrganizationTrail: true,
    HasInsightSelectors: true,
    LogFileValidationEnabled: false,
  };
  const trails = good.trails.map((one) => ({
    ...one,
    trail: { ...one.trail, ...members },
    status: { IsLogging: false },
  }));
  return { trails };
}

/** A filter that misses events, and an alarm that waits for five, with what else they may have. */
function wholeFilterAndAlarm(good: AccountPlan): Partial<AccountPlan> {
  const topic = (name: string): string => `arn:aws:sns:eu-west-1:111122223333:${name}`;
  const more = {
    Threshold: 5,
    AlarmDescription: 'Ours',
    OKActions: [topic('fine'), topic('security-alarms')],
    InsufficientDataActions: ['arn:aws:lambda:eu-west-1:111122223333:function:unknown'],
    DatapointsToAlarm: 1,
    Unit: 'Count',
  };
  return {
    metricFilters: good.metricFilters.map((one) => {
      if (one['filterName'] !== 'cis-4-5') return one;
      const metricTransformations = (one['metricTransformations'] as readonly Loose[]).map((each) => ({
        ...each,
        unit: 'Count',
        defaultValue: 0,
      }));
      return { ...one, filterPattern: '{ $.eventName = CreateTrail }', metricTransformations };
    }),
    metricAlarms: good.metricAlarms.map((one) => (one['AlarmName'] === 'cis-4-6' ? { ...one, ...more } : one)),
  };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trailproof-scripts-'));
  const environment = await pythonEnvironment();
  python = environment.kind === 'ready' && environment.aws.length > 1 ? environment.aws[0] : null;
  const good = goodAccount('111122223333', null, '2026-11-03T09:14:02.000Z');
  const named: readonly (readonly [string, AccountPlan])[] = [
    ...SAMPLES.map(({ name, plan }) => [name, plan] as const),
    ...BROKEN_ACCOUNTS.map(
      ({ title, change }, index) => [`broken ${index} ${title}`, { ...good, ...change(good) }] as const,
    ),
    ['a filter and an alarm that have every member', { ...good, ...wholeFilterAndAlarm(good) }],
    ['the trail of an organization', { ...good, ...trailOfOrganization(good) }],
    ...Array.from({ length: HOSTILE }, (_, index) => [`hostile ${index}`, hostileAccount(index)] as const),
  ];
  for (const [name, account] of named) {
    const plan = await planOf(account);
    if (plan.steps.length > 0) cases.push({ name, plan });
  }
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes one file for each case; gives their paths. */
function write(render: (plan: PlanToRender) => string, suffix: string): readonly string[] {
  return cases.map(({ plan }, index) => {
    const path = join(folder, `${index}${suffix}`);
    writeFileSync(path, render(plan));
    return path;
  });
}

function terraformOf(plan: PlanToRender): string {
  const made = renderTerraform(plan);
  if (made.kind === 'refused') throw new Error(made.why);
  return made.text;
}

/** What the commands for a page hand to a shell of their own. */
function handedOn(plan: PlanToRender): string {
  const [first, ...lines] = renderShellSnippet(plan).trimEnd().split('\n');
  const end = lines.pop();
  expect(first).toBe(`sh <<'${end}'`);
  expect(lines).not.toContain(end);
  return `${lines.join('\n')}\n`;
}

function needed(what: string): boolean {
  if (python !== null) return false;
  if (process.env['TRAILPROOF_REQUIRE_SERVER']) throw new Error(`${what} needs the Python environment of the tests`);
  process.stderr.write(`\n*** SKIPPED: ${what}: there is no Python environment\n\n`);
  return true;
}

describe('the scripts', () => {
  it('are made for most accounts, each step of every kind among them', () => {
    expect(cases.filter(({ name }) => name.startsWith('hostile')).length).toBeGreaterThan(HOSTILE * 0.8);
    const kinds = new Set(cases.flatMap(({ plan }) => plan.steps.map((step) => step.kind)));
    expect(kinds.size).toBe(12);
  });

  it('are ASCII throughout, and bear no placeholders', () => {
    for (const { name, plan } of cases) {
      for (const render of [renderShellScript, renderPowershellScript, terraformOf]) {
        const text = render(plan);
        expect(text).not.toMatch(/[^\n\x20-\x7e]/);
      }
      if (!name.startsWith('hostile'))
        expect(renderShellScript(plan)).not.toMatch(/<[A-Za-z_-]+>|YOUR_|REPLACE|CHANGE_?ME/);
    }
  });

  it.each(['sh', 'bash', 'dash'])('are parsed by %s', async (shell) => {
    if (spawnSync(shell, ['-c', ':']).status !== 0) {
      process.stderr.write(`*** SKIPPED: there is no ${shell}\n`);
      return;
    }
    for (const path of write(renderShellScript, '.sh')) await run(shell, ['-n', path]);
    for (const path of write(handedOn, '.snippet')) await run(shell, ['-n', path]);
  });

  it('give shellcheck nothing to say', async () => {
    if (needed('shellcheck') || python === null) return;
    // Those for a page bear no remarks to linters: that what is quoted is not for the shell is said here.
    const snippets = write((plan) => `#!/bin/sh\n# shellcheck disable=SC2016\n${handedOn(plan)}`, '.snippet.sh');
    const paths = [...write(renderShellScript, '.sh'), ...snippets];
    for (let at = 0; at < paths.length; at += 60) {
      const part = paths.slice(at, at + 60);
      const shellcheck = join(dirname(python), 'shellcheck');
      const { status, stdout, stderr } = spawnSync(shellcheck, part, { encoding: 'utf8', maxBuffer: 1 << 26 });
      expect({ status, said: `${stdout}${stderr}` }).toEqual({ status: 0, said: '' });
    }
  }, 240_000);

  it('run nothing that stands in a name, whatever AWS answers', async () => {
    const bin = join(folder, 'bin');
    const place = join(folder, 'place');
    mkdirSync(bin);
    mkdirSync(place);
    // An `aws` that notes every word it is given, and says that everything is as the snapshot has it, then right.
    writeFileSync(
      join(bin, 'aws'),
      `#!/bin/sh
case $1 in
  sts) echo 111122223333; exit ;;
esac
printf '%s\\0' "$@" >> '${folder}/words'; printf '\\0' >> '${folder}/words'
case $2 in
  describe-* | get-* | list-*) if [ -e '${folder}/changed' ]; then rm '${folder}/changed'; echo "\${ANSWER:-\\"right\\"}"; else echo '"before"'; fi ;;
  *) touch '${folder}/changed' ;;
esac
`,
    );
    chmodSync(join(bin, 'aws'), 0o755);
    const decisions = {
      SUBSCRIPTION_PROTOCOL: 'email',
      SUBSCRIPTION_ENDPOINT: `$(touch ${CANARY})`,
      TRAIL_BUCKET: `\`touch ${CANARY}\``,
      CLOUDTRAIL_LOGS_ROLE_ARN: 'right',
    };
    for (const { plan } of cases.filter(({ name }) => name.startsWith('hostile')).slice(0, 60)) {
      rmSync(join(folder, 'words'), { force: true });
      rmSync(join(folder, 'changed'), { force: true });
      const steps = plan.steps.filter((step) => step.kind !== 'enable-security-hub').slice(0, 6);
      if (steps.length === 0) continue;
      const script = renderShellScript({ ...plan, steps });
      const env = { PATH: `${bin}:${process.env['PATH']}`, ...decisions };
      const ran = spawnSync('sh', ['-s'], { input: script, cwd: place, env, encoding: 'utf8' });
      expect(ran.status, `${ran.stdout}${ran.stderr}`).toBe(0);
      expect(existsSync(join(place, CANARY))).toBe(false);
      // Every input arrived as it was meant, word for word.
      const words = readFileSync(join(folder, 'words'), 'utf8').split('\0');
      const inputs = words.flatMap((word, index) =>
        words[index - 1] === '--cli-input-json' ? [JSON.parse(word)] : [],
      );
      const meant = steps.flatMap((step) => {
        const { look, change } = taskOf(step);
        const hasInput = Object.keys(look.call.input).length > 0;
        const looks = hasInput ? [look.call.input] : [];
        return [...looks, ...change.map((call) => call.input), ...looks];
      });
      expect(inputs).toEqual(JSON.parse(JSON.stringify(meant)));
    }
  }, 120_000);

  it('stop before anything is changed when something is not decided', () => {
    const nothing = cases.find(({ name }) => name.includes('nothing at all'));
    const script = nothing === undefined ? '' : renderShellScript(nothing.plan);
    const ran = spawnSync('/bin/sh', ['-s'], { input: script, env: { PATH: '/nowhere' }, encoding: 'utf8' });
    expect(ran.status).not.toBe(0);
    expect(ran.stderr).toMatch(/TRAIL_BUCKET: export it first|CLOUDTRAIL_LOGS_ROLE_ARN: export it first/);
    expect(ran.stdout).toBe('');
  });
});

describe('PowerShell', () => {
  it('has every word from AWS between single quotes, doubled within', () => {
    for (const { plan } of cases) {
      const text = renderPowershellScript(plan);
      for (const line of text.split('\n')) {
        const call = /^ {2}(?:\$answer = )?aws /.test(line);
        if (!call) continue;
        // Less its quoted words, a call is options, names of commands and of decisions only.
        const bare = line.replace(/'(?:[^']|'')*'/g, "''").replace(/"--[a-z0-9-]+=\$env:[A-Z_]+"/g, '""');
        expect(bare).toMatch(
          /^ {2}(?:\$answer = )?aws [a-z]+ [a-z-]+(?: (?:''|""|--cli-input-json ''|--output=json|2>&1|\|) ?(?:Out-String)?)*$/,
        );
      }
    }
  });
});

describe('Terraform', () => {
  it('is read by a parser, and says the same as the script, attribute by attribute', async () => {
    if (needed('python-hcl2') || python === null) return;
    const paths = write(terraformOf, '.tf');
    const program = `
import json, sys, hcl2
for path in sys.argv[1:]:
    with open(path) as file:
        print(json.dumps(hcl2.load(file)))
`;
    const { stdout } = await run(python, ['-c', program, ...paths], { maxBuffer: 1 << 28 });
    const parsed = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(parsed).toHaveLength(cases.length);
    parsed.forEach((file, index) => {
      const plan = cases[index]?.plan;
      if (plan === undefined) throw new Error('no plan');
      const resources = resourcesOf(file);
      const filters = putOf(plan.steps, 'put-filter').map((step) => step.filter);
      expect(
        resources('aws_cloudwatch_log_metric_filter').map((one) => filterOf(one, file)),
        cases[index]?.name,
      ).toEqual(
        filters.map(({ logGroupName, filterName, filterPattern, metricTransformations: [one] }) => ({
          name: filterName,
          pattern: filterPattern,
          group: logGroupName,
          otherwise: one?.['defaultValue'],
          unit: one?.['unit'],
          dimensions: Object.entries(one?.['dimensions'] ?? {}),
          metric: one?.['metricName'],
          namespace: one?.['metricNamespace'],
          value: one?.['metricValue'],
        })),
      );
      const alarms = putOf(plan.steps, 'put-alarm').map((step) => step.alarm);
      const rendered = resources('aws_cloudwatch_metric_alarm').map((one) => alarmOf(one, file));
      for (const alarm of alarms) expect(rendered).toContainEqual(alarmFacts(alarm));
      const trails = resources('aws_cloudtrail');
      for (const step of plan.steps) {
        if (!('trail' in step)) continue;
        const trail = trails.find((one) => textOf(one['name']) === step.trail.name);
        expect(trailOf(trail ?? {})).toEqual(trailFacts(plan, step.trail.arn));
        if (step.kind !== 'put-event-selectors') continue;
        const { EventSelectors, AdvancedEventSelectors } = step.selectors;
        expect(trail?.['event_selector'] ?? []).toHaveLength(EventSelectors.length);
        expect(trail?.['advanced_event_selector'] ?? []).toHaveLength(AdvancedEventSelectors.length);
      }
      expect(new Set(trails.map((one) => textOf(one['name'])))).toEqual(
        new Set(plan.steps.flatMap((step) => ('trail' in step ? [step.trail.name] : []))),
      );
      expect(resources('aws_sns_topic').map((one) => textOf(one['name']))).toEqual(
        putOf(plan.steps, 'create-topic').map((step) => step.name),
      );
      expect(resources('aws_cloudwatch_log_group').map((one) => textOf(one['name']))).toEqual(
        putOf(plan.steps, 'create-log-group').map((step) => step.name),
      );
      expect(resources('aws_sns_topic')).toHaveLength(kindsOf(plan.steps, 'create-topic'));
      expect(resources('aws_sns_topic_subscription')).toHaveLength(kindsOf(plan.steps, 'subscribe'));
      expect(resources('aws_cloudwatch_log_group')).toHaveLength(kindsOf(plan.steps, 'create-log-group'));
      expect(resources('aws_securityhub_account')).toHaveLength(kindsOf(plan.steps, 'enable-security-hub'));
    });
  }, 240_000);
});

describe('Terraform, which knows less of a metric filter than AWS', () => {
  it('is not made where the provider would take what a filter selects from it', async () => {
    const good = goodAccount('111122223333', null, '2026-11-03T09:14:02.000Z');
    const fewer = {
      filterPattern: '{ $.eventName = CreateTrail }',
      fieldSelectionCriteria: '@aws.account = "111122223333"',
    };
    const metricFilters = good.metricFilters.map((one) =>
      one['filterName'] === 'cis-4-5' ? { ...one, ...fewer } : one,
    );
    const plan = await planOf({ ...good, metricFilters });
    expect(plan.steps).toMatchObject([{ kind: 'put-filter', before: fewer }]);
    expect(renderTerraform(plan)).toEqual({
      kind: 'refused',
      why: 'The provider would take fieldSelectionCriteria from metric filter cis-4-5, without its plan showing it.',
    });
    expect(renderCloudFormation(plan).kind).toBe('templates');
  });
});

describe('CloudFormation', () => {
  it('gives cfn-lint nothing to say, and says the same as the script, property by property', async () => {
    const paths: string[] = [];
    for (const [index, { name, plan }] of cases.entries()) {
      const made = renderCloudFormation(plan);
      if (made.kind === 'refused') {
        expect(terraformOf(plan), name).toContain('{{resolve:');
        continue;
      }
      const changes = made.templates.filter(({ kind }) => kind === 'change');
      const resources = changes.flatMap(({ text }) =>
        Object.values<{ Type: string; Properties: Record<string, unknown> }>(JSON.parse(text).Resources),
      );
      const of = (type: string) => resources.filter((one) => one.Type === type).map((one) => one.Properties);
      for (const { filter } of putOf(plan.steps, 'put-filter')) {
        const { filterName: FilterName, filterPattern: FilterPattern } = filter;
        expect(of('AWS::Logs::MetricFilter')).toContainEqual(expect.objectContaining({ FilterName, FilterPattern }));
      }
      for (const { alarm } of putOf(plan.steps, 'put-alarm')) {
        const { AlarmActions: _, ...rest } = alarm;
        expect(of('AWS::CloudWatch::Alarm')).toContainEqual(expect.objectContaining(rest));
      }
      for (const step of plan.steps) {
        if (!('trail' in step)) continue;
        const { EventSelectors = [], AdvancedEventSelectors = [] } = selectorsAfter(plan, step.trail.arn);
        const trail = of('AWS::CloudTrail::Trail').find((one) => one['TrailName'] === step.trail.name) ?? {};
        expect(propertiesOf(trail)).toEqual(trailFacts(plan, step.trail.arn));
        expect(trail['EventSelectors'] ?? []).toEqual(EventSelectors);
        expect(trail['AdvancedEventSelectors'] ?? []).toEqual(AdvancedEventSelectors);
      }
      // Names that AWS would refuse are refused by the linter, too.
      if (name.startsWith('hostile')) continue;
      for (const { region, kind, text } of made.templates) {
        const path = join(folder, `${index}-${region}.${kind}.template.json`);
        writeFileSync(path, text);
        paths.push(path);
      }
    }
    expect(paths.length).toBeGreaterThan(15);
    if (needed('cfn-lint') || python === null) return;
    // Its program bears the path that it was installed under, and the module cannot be run by its name.
    const lint = ['-c', 'from cfnlint.runner import main; main()', '--', ...paths];
    const { status, stdout, stderr } = spawnSync(python, lint, { encoding: 'utf8', maxBuffer: 1 << 26 });
    expect({ status, said: `${stdout}${stderr}` }).toEqual({ status: 0, said: '' });
  }, 240_000);
});

describe('the import into a stack', () => {
  it('takes in what exists as the snapshot has it, under the names of the template that changes it', () => {
    let imported = 0;
    for (const { name, plan } of cases) {
      const made = renderCloudFormation(plan);
      if (made.kind === 'refused') continue;
      const existing = plan.steps.filter(
        (step) => ('before' in step && step.before !== null) || ('trail' in step && !madeBy(plan, step.trail.arn)),
      );
      const imports = made.templates.filter(({ kind }) => kind === 'import').map(({ text }) => JSON.parse(text));
      const changes = made.templates.filter(({ kind }) => kind === 'change').map(({ text }) => JSON.parse(text));
      expect(imports.length > 0, name).toBe(
        existing.length > 0 || plan.steps.some(({ kind }) => kind === 'enable-alarm-actions'),
      );
      for (const change of changes) expect(change.Metadata).toBeUndefined();
      for (const { Resources, Metadata } of imports) {
        imported += 1;
        const ids = Metadata.ResourcesToImport.map((one: Loose) => one['LogicalResourceId']);
        expect(ids).toEqual(Object.keys(Resources));
        for (const id of ids) expect(changes.filter((one) => id in one.Resources)).toHaveLength(1);
      }
      const was = imports.flatMap(({ Resources }) =>
        Object.values<{ Type: string; Properties: Record<string, unknown> }>(Resources),
      );
      const of = (type: string) => was.filter((one) => one.Type === type).map((one) => one.Properties);
      for (const { before } of putOf(plan.steps, 'put-filter')) {
        if (before === null) continue;
        const { filterName: FilterName, filterPattern: FilterPattern } = before;
        expect(of('AWS::Logs::MetricFilter')).toContainEqual(expect.objectContaining({ FilterName, FilterPattern }));
      }
      for (const { before } of putOf(plan.steps, 'put-alarm')) {
        if (before !== null) expect(of('AWS::CloudWatch::Alarm')).toContainEqual(before);
      }
      for (const { alarmName } of putOf(plan.steps, 'enable-alarm-actions')) {
        const off = expect.objectContaining({ AlarmName: alarmName, ActionsEnabled: false });
        expect([...of('AWS::CloudWatch::Alarm'), ...of('AWS::CloudWatch::CompositeAlarm')]).toContainEqual(off);
      }
      for (const trail of of('AWS::CloudTrail::Trail')) {
        const step = plan.steps.find((one) => 'trail' in one && one.trail.name === trail['TrailName']);
        const arn = step !== undefined && 'trail' in step ? step.trail.arn : '';
        expect(propertiesOf(trail)).toEqual(trailFacts({ ...plan, after: plan.before }, arn));
      }
    }
    expect(imported).toBeGreaterThan(100);
  });
});

function madeBy(plan: PlanToRender, arn: string): boolean {
  return putOf(plan.steps, 'create-trail').some(({ trail }) => trail.arn === arn);
}

function putOf<Kind extends Step['kind']>(
  steps: readonly Step[],
  kind: Kind,
): readonly Extract<Step, { kind: Kind }>[] {
  return steps.flatMap((step) => (isKind(step, kind) ? [step] : []));
}

function isKind<Kind extends Step['kind']>(step: Step, kind: Kind): step is Extract<Step, { kind: Kind }> {
  return step.kind === kind;
}

function kindsOf(steps: readonly Step[], kind: Step['kind']): number {
  return steps.filter((step) => step.kind === kind).length;
}

type Loose = Record<string, unknown>;

/** What python-hcl2 gives: strings as they are written, blocks as lists. */
function resourcesOf(file: Parsed): (type: string) => readonly Loose[] {
  return (type) =>
    (file.resource ?? []).flatMap((one) => {
      const found = (one[type] ?? one[`"${type}"`]) as Loose | undefined;
      return found === undefined
        ? []
        : Object.entries(found)
            .filter(([key]) => key !== '__is_block__')
            .map(([, body]) => body as Loose);
    });
}

/** The text of an HCL string, by the rules of the language: a template in it would stay one. */
function textOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (!value.startsWith('"')) return value;
  return value
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/g, (_, four, eight, one) =>
      four !== undefined || eight !== undefined
        ? String.fromCodePoint(Number.parseInt(four ?? eight, 16))
        : ({ n: '\n', r: '\r', t: '\t' }[String(one)] ?? String(one)),
    );
}

interface Parsed {
  readonly resource?: readonly Loose[];
  readonly data?: readonly Loose[];
}

/** What a value names: the name of the resource or the data source that it refers to, or its own text, an ARN's last part. */
function nameOf(value: unknown, file: Parsed): unknown {
  const text = textOf(value);
  const referred = /^\$\{(data\.)?(\w+)\.(\w+)\.(?:name|arn)\}$/.exec(String(text));
  if (referred === null || text !== value) return String(text).startsWith('arn:') ? lastOf(text) : text;
  const [, isData, type = '', label = ''] = referred;
  const blocks = (isData === undefined ? file.resource : file.data) ?? [];
  const found = blocks.flatMap((one): readonly Loose[] => {
    const bodies = (one[type] ?? one[`"${type}"`] ?? {}) as Record<string, Loose>;
    const body = bodies[label] ?? bodies[`"${label}"`];
    return body === undefined ? [] : [body];
  });
  return textOf(found[0]?.['name']);
}

function lastOf(arn: unknown): string {
  return String(arn).split(':').slice(5).join(':');
}

function namesOf(list: unknown, file: Parsed): readonly unknown[] {
  return Array.isArray(list) ? list.map((one) => nameOf(one, file)) : [];
}

function mapOf(value: unknown): readonly (readonly [unknown, unknown])[] {
  return Object.entries((value ?? {}) as Loose).map(([key, one]) => [textOf(key), textOf(one)] as const);
}

function filterOf(body: Loose, file: Parsed) {
  const [one] = body['metric_transformation'] as readonly Loose[];
  return {
    name: textOf(body['name']),
    pattern: textOf(body['pattern']),
    group: nameOf(body['log_group_name'], file),
    otherwise: one?.['default_value'],
    unit: textOf(one?.['unit']),
    dimensions: mapOf(one?.['dimensions']),
    metric: textOf(one?.['name']),
    namespace: textOf(one?.['namespace']),
    value: textOf(one?.['value']),
  };
}

/** The answer that a collection after the script gets about a trail. */
function answerAfter({ after }: PlanToRender, operation: string, fits: (input: Loose) => boolean): readonly Loose[] {
  return after.calls.flatMap((call) =>
    call.operation === operation && call.outcome.kind === 'ok' && fits(call.input) ? [call.outcome.answer] : [],
  );
}

function selectorsAfter(plan: PlanToRender, arn: string): Record<string, readonly Loose[]> {
  const [answer] = answerAfter(plan, 'GetEventSelectors', (input) => input['TrailName'] === arn);
  return (answer ?? {}) as Record<string, readonly Loose[]>;
}

/** The trail as it is after the script; what a person decides is null. */
function trailFacts(plan: PlanToRender, arn: string) {
  const lists = answerAfter(plan, 'DescribeTrails', () => true).map((one) => one['trailList'] as readonly Loose[]);
  const found = lists.flat().find((one) => one['TrailARN'] === arn) ?? {};
  const [status] = answerAfter(plan, 'GetTrailStatus', (input) => input['Name'] === arn);
  return {
    name: found['Name'],
    bucket: found['S3BucketName'] ?? null,
    prefix: found['S3KeyPrefix'],
    topic: found['SnsTopicARN'],
    key: found['KmsKeyId'],
    everywhere: found['IsMultiRegionTrail'],
    global: found['IncludeGlobalServiceEvents'],
    organization: found['IsOrganizationTrail'] === true,
    validation: found['LogFileValidationEnabled'] !== false,
    logging: status?.['IsLogging'],
  };
}

function trailOf(body: Loose) {
  const bucket = textOf(body['s3_bucket_name']);
  return {
    name: textOf(body['name']),
    bucket: bucket === '$\u007bvar.trail_bucket}' ? null : bucket,
    prefix: textOf(body['s3_key_prefix']),
    topic: textOf(body['sns_topic_name']),
    key: textOf(body['kms_key_id']),
    everywhere: body['is_multi_region_trail'],
    global: body['include_global_service_events'],
    organization: body['is_organization_trail'] === true,
    validation: body['enable_log_file_validation'],
    logging: body['enable_logging'],
  };
}

function propertiesOf(trail: Loose) {
  const bucket = trail['S3BucketName'];
  return {
    name: trail['TrailName'],
    bucket: typeof bucket === 'string' ? bucket : null,
    prefix: trail['S3KeyPrefix'],
    topic: trail['SnsTopicName'],
    key: trail['KMSKeyId'],
    everywhere: trail['IsMultiRegionTrail'],
    global: trail['IncludeGlobalServiceEvents'],
    organization: trail['IsOrganizationTrail'] === true,
    validation: trail['EnableLogFileValidation'],
    logging: trail['IsLogging'],
  };
}

function alarmOf(body: Loose, file: Parsed) {
  return {
    name: textOf(body['alarm_name']),
    description: textOf(body['alarm_description']),
    namespace: textOf(body['namespace']),
    metric: textOf(body['metric_name']),
    threshold: body['threshold'],
    comparison: textOf(body['comparison_operator']),
    periods: body['evaluation_periods'],
    period: body['period'],
    statistic: textOf(body['statistic']),
    missing: textOf(body['treat_missing_data']),
    actions: namesOf(body['alarm_actions'], file),
    fine: namesOf(body['ok_actions'], file),
    unknown: namesOf(body['insufficient_data_actions'], file),
    enabled: body['actions_enabled'],
    unit: textOf(body['unit']),
    extended: textOf(body['extended_statistic']),
    datapoints: body['datapoints_to_alarm'],
    dimensions: mapOf(body['dimensions']),
    queries: ((body['metric_query'] ?? []) as readonly unknown[]).length,
  };
}

function alarmFacts(alarm: AlarmInput) {
  return {
    name: alarm.AlarmName,
    description: alarm['AlarmDescription'],
    namespace: alarm['Namespace'],
    metric: alarm['MetricName'],
    threshold: alarm['Threshold'],
    comparison: alarm['ComparisonOperator'],
    periods: alarm['EvaluationPeriods'],
    period: alarm['Period'],
    statistic: alarm['Statistic'],
    missing: alarm['TreatMissingData'],
    actions: ((alarm['AlarmActions'] ?? []) as readonly unknown[]).map(lastOf),
    fine: ((alarm['OKActions'] ?? []) as readonly unknown[]).map(lastOf),
    unknown: ((alarm['InsufficientDataActions'] ?? []) as readonly unknown[]).map(lastOf),
    enabled: alarm['ActionsEnabled'],
    unit: alarm['Unit'],
    extended: alarm['ExtendedStatistic'],
    datapoints: alarm['DatapointsToAlarm'],
    dimensions: ((alarm['Dimensions'] ?? []) as readonly Loose[]).map((one) => [one['Name'], one['Value']]),
    queries: ((alarm['Metrics'] ?? []) as readonly unknown[]).length,
  };
}
