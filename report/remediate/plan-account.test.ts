import { describe, expect, it } from 'vitest';
import { buildSnapshot, type Json, type AccountPlan as Plan } from '../../samples/account-builder.js';
import { goodAccount, SAMPLES } from '../../samples/accounts.js';
import { BROKEN_ACCOUNTS } from '../../test/closed-loop-broken.js';
import { BENCHMARKS, DEFAULT_BENCHMARK, findBenchmark } from '../benchmarks/benchmarks.js';
import { CONTROLS } from '../controls/controls.js';
import { requirementOf } from '../controls/requirement-of.js';
import { buildAccount } from '../evaluate/account.js';
import { makeEstate } from '../evaluate/estate.js';
import { cover } from '../filter-pattern/cover.js';
import { parse } from '../filter-pattern/parser.js';
import { print } from '../filter-pattern/print.js';
import { inEnglish } from '../language/phrase.js';
import { applySteps } from './apply.js';
import { type AccountPlan, planAccount } from './plan-account.js';
import { prescribedPattern, replacesPublished } from './prescribed-pattern.js';
import { summaryOf } from './remediate-findings.js';
import { renderShellScript } from './shell-script.js';
import { outcomesOf, type Situation } from './situation.js';
import type { Step } from './step.js';

const ID = '111122223333';
const GOOD = goodAccount(ID, null, '2026-11-03T09:14:02.000Z');

async function planned(
  change: Partial<Plan>,
  version = DEFAULT_BENCHMARK,
): Promise<AccountPlan & { readonly failed: readonly string[]; readonly situation: Situation }> {
  const snapshot = await buildSnapshot({ ...GOOD, ...change });
  const benchmark = findBenchmark(version);
  if (benchmark === null) throw new Error('no benchmark');
  const situation: Situation = { estate: makeEstate([buildAccount(snapshot)]), benchmark, lens: 'effective' };
  const failed = [...outcomesOf(snapshot, situation)].flatMap(([slug, outcome]) => (outcome === 'fail' ? [slug] : []));
  return { ...planAccount(snapshot, situation), failed, situation };
}

const alarms = (change: (alarm: Json) => Json): Partial<Plan> => ({ metricAlarms: GOOD.metricAlarms.map(change) });
const only = (name: string, change: Json) => (one: Json) =>
  one['AlarmName'] === name || one['filterName'] === name ? { ...one, ...change } : one;
const kinds = (steps: readonly Step[]): readonly string[] => steps.map((step) => step.kind);

describe('a plan', () => {
  it.each(BROKEN_ACCOUNTS)('closes $title, and leaves what passed', async ({ change, benchmark }) => {
    const { failed, closed, blocked, after, situation, steps } = await planned(change(GOOD), benchmark);
    expect(blocked).toEqual([]);
    expect(closed).toEqual(failed);
    expect(new Set(outcomesOf(after, situation).values())).toEqual(new Set(['pass']));
    // Taken again, it changes nothing that matters: the account stays closed.
    expect(new Set(outcomesOf(applySteps(after, steps), situation).values())).toEqual(new Set(['pass']));
  });

  it.each(BENCHMARKS.map(({ version }) => version))(
    'closes everything in an empty account under %s',
    async (version) => {
      const { blocked, closed, failed } = await planned(
        { trails: [], logGroups: [], metricFilters: [], metricAlarms: [], topics: [], securityHub: [] },
        version,
      );
      expect(blocked).toEqual([]);
      expect(closed).toEqual(failed);
    },
  );

  it.each(SAMPLES)('is made for sample $name, or it says what stands in the way', async ({ plan }) => {
    const { failed, closed, blocked } = await planned(plan);
    expect([...closed, ...blocked.map(({ slug }) => slug)].sort()).toEqual([...failed].sort());
  });

  it('says first that a trail records one region', async () => {
    const trails = GOOD.trails.map((one) => ({
      ...one,
      status: { ...one.status, IsLogging: false },
      trail: { ...one.trail, IsMultiRegionTrail: false },
    }));
    const { steps } = await planned({ trails });
    expect(kinds(steps)).toEqual(['make-trail-multi-region', 'start-logging']);
    expect(inEnglish(summaryOf(steps))).toMatch(
      /^2 changes close it, in this order: let trail audit record every region;/,
    );
  });

  it('changes only the threshold of an alarm, and keeps the rest of it', async () => {
    const rest = { Threshold: 5, AlarmDescription: 'Ours', OKActions: ['arn:aws:sns:eu-west-1:111122223333:ok'] };
    const { steps } = await planned(alarms(only('cis-4-6', rest)));
    expect(steps).toHaveLength(1);
    const [step] = steps;
    if (step?.kind !== 'put-alarm') throw new Error('no alarm is put');
    expect(step.alarm).toEqual({ ...step.before, Threshold: 1 });
    expect(step.alarm).toMatchObject({ AlarmDescription: 'Ours', OKActions: rest.OKActions });
  });

  it('switches the actions of an alarm on by the step that changes it', async () => {
    const { steps, after, situation } = await planned(
      alarms(only('cis-4-4', { ActionsEnabled: false, AlarmActions: [] })),
    );
    expect(steps).toMatchObject([
      { kind: 'put-alarm', alarm: { ActionsEnabled: true }, before: { ActionsEnabled: false } },
    ]);
    expect(inEnglish(summaryOf(steps))).toContain('change the actions of alarm cis-4-4, and switch its actions on.');
    expect(new Set(outcomesOf(after, situation).values())).toEqual(new Set(['pass']));
  });

  it('leaves an alarm of the same metric name in another namespace alone: it may be in use', async () => {
    const { steps } = await planned(alarms(only('cis-4-3', { Namespace: 'AWS/Lambda' })));
    expect(steps).toMatchObject([{ kind: 'put-alarm', before: null, alarm: { AlarmName: 'cis-root-account-usage' } }]);
  });

  it('uses the topic that somebody hears of and most alarms use', async () => {
    const { steps } = await planned(alarms(only('cis-4-4', { AlarmActions: [] })));
    expect(steps).toMatchObject([{ kind: 'put-alarm', alarm: { AlarmActions: [GOOD.topics[0]?.arn] } }]);
    // Another topic is heard of as well, and comes first by name, but one alarm uses it.
    const arn = `arn:aws:sns:eu-west-1:${ID}:another`;
    const among = await planned({
      metricAlarms: GOOD.metricAlarms
        .map(only('cis-4-4', { AlarmActions: [] }))
        .map(only('cis-4-3', { AlarmActions: [arn] })),
      topics: [...GOOD.topics.map((one) => ({ ...one, arn })), ...GOOD.topics],
    });
    expect(among.failed).toEqual(['iam-policy-changes']);
    expect(among.steps).toMatchObject([{ kind: 'put-alarm', alarm: { AlarmActions: [GOOD.topics[0]?.arn] } }]);
  });

  it('uses no topic that alarms cannot write to, nor its name', async () => {
    const { steps, failed, closed } = await planned({
      topics: GOOD.topics.map((one) => ({
        ...one,
        attributes: { ...one.attributes, KmsMasterKeyId: 'alias/aws/sns' },
      })),
    });
    expect(closed).toEqual(failed);
    expect(closed).toHaveLength(15);
    expect(new Set(kinds(steps))).toEqual(new Set(['create-topic', 'subscribe', 'put-alarm']));
    expect(steps[0]).toMatchObject({ name: 'cis-monitoring' });
    const named = (arn: string): string => arn.replace(/[^:]+$/, 'cis-monitoring');
    const again = await planned({
      ...alarms((one) => ({ ...one, AlarmActions: (one['AlarmActions'] as readonly string[]).map(named) })),
      topics: GOOD.topics.map((one) => ({
        ...one,
        arn: named(one.arn),
        attributes: { KmsMasterKeyId: 'alias/aws/sns' },
      })),
    });
    expect(again.closed).toHaveLength(15);
    expect(again.steps[0]).toMatchObject({ name: 'cis-monitoring-2' });
  });

  it('makes a topic that people can subscribe to in the place of a FIFO topic that is gone', async () => {
    const { steps } = await planned({
      ...alarms((one) => ({ ...one, AlarmActions: [`arn:aws:sns:eu-west-1:${ID}:gone.fifo`] })),
      topics: [],
    });
    expect(steps[0]).toMatchObject({ kind: 'create-topic', name: 'cis-monitoring' });
  });

  it('never changes a filter that another control rests on', async () => {
    // One filter was made for two controls, and misses an event of the second.
    const shared = GOOD.metricFilters.find((one) => one['filterName'] === 'cis-4-14');
    const pattern = String(shared?.['filterPattern']).replace(/\}\s*$/, '|| ($.eventName = CreateTrail) }');
    const metricFilters = GOOD.metricFilters
      .filter((one) => one['filterName'] !== 'cis-4-5')
      .map(only('cis-4-14', { filterPattern: pattern }));
    const { steps, failed } = await planned({ metricFilters });
    expect(failed).toEqual(['cloudtrail-config-changes']);
    expect(kinds(steps)).toEqual(['put-filter', 'put-alarm']);
    expect(steps[0]).toMatchObject({ before: null });
  });

  it('takes names that are free', async () => {
    const metricFilters = GOOD.metricFilters.map(
      only('cis-4-14', { filterName: 'cis-vpc-changes', filterPattern: '{ $.eventName = "Else" }' }),
    );
    const { steps } = await planned({ metricFilters });
    expect(steps[0]).toMatchObject({
      filter: { filterName: 'cis-vpc-changes-2', metricTransformations: [{ metricName: 'VpcChanges-2' }] },
    });
  });

  it('keeps the data events that a trail records', async () => {
    const data = [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::kept/'] }];
    const selector = { ReadWriteType: 'WriteOnly', IncludeManagementEvents: true, DataResources: data };
    const trails = GOOD.trails.map((one) => ({ ...one, selectors: { EventSelectors: [selector] } }));
    const { steps } = await planned({ trails });
    expect(steps).toMatchObject([
      { kind: 'put-event-selectors', selectors: { EventSelectors: [selector, { ReadWriteType: 'All' }] } },
    ]);
  });

  it('gives a trail another log group where metric filters do not work in its own', async () => {
    const logGroups = GOOD.logGroups.map((one) => ({ ...one, logGroupClass: 'INFREQUENT_ACCESS' }));
    const { steps, blocked } = await planned({ logGroups, metricFilters: [] });
    expect(blocked).toEqual([]);
    expect(kinds(steps).slice(0, 2)).toEqual(['create-log-group', 'deliver-to-log-group']);
    expect(steps[1]).toMatchObject({ before: GOOD.trails[0]?.trail['CloudWatchLogsLogGroupArn'] });
  });

  it('makes a log group that is gone again, under its name, and asks for no other role', async () => {
    const trails = GOOD.trails.map((one) => ({
      ...one,
      status: { ...one.status, LatestCloudWatchLogsDeliveryError: 'LogGroupNotFound' },
    }));
    const { steps, blocked } = await planned({ trails, logGroups: [], metricFilters: [] });
    expect(blocked).toEqual([]);
    expect(steps[0]).toEqual({ kind: 'create-log-group', region: 'eu-west-1', name: 'org/audit/cloudtrail' });
    expect(kinds(steps)).not.toContain('deliver-to-log-group');
  });

  it('asks for another role where the trail cannot deliver to a log group that is there', async () => {
    const trails = GOOD.trails.map((one) => ({
      ...one,
      status: { ...one.status, LatestCloudWatchLogsDeliveryError: 'AccessDenied' },
    }));
    const { steps, blocked } = await planned({ trails });
    expect(blocked).toEqual([]);
    expect(kinds(steps)).toEqual(['deliver-to-log-group']);
  });

  it('leaves a composite alarm that does nothing as it is, and makes an alarm of its own', async () => {
    const below = GOOD.metricAlarms.find((one) => one['AlarmName'] === 'cis-4-4');
    const composite = {
      AlarmName: 'all',
      AlarmArn: `arn:aws:cloudwatch:eu-west-1:${ID}:alarm:all`,
      AlarmRule: 'ALARM("cis-4-4")',
      ActionsEnabled: true,
      AlarmActions: [],
    };
    const { steps, failed } = await planned({
      ...alarms((one) => (one === below ? { ...one, AlarmActions: [] } : one)),
      compositeAlarms: [composite],
    });
    expect(failed).toEqual(['iam-policy-changes']);
    expect(steps).toMatchObject([{ kind: 'put-alarm', before: null, alarm: { AlarmName: 'cis-iam-policy-changes' } }]);
  });

  it('counts another control in when the same change closes it', async () => {
    const { steps, closed } = await planned({ topics: GOOD.topics.map((one) => ({ ...one, subscriptions: [] })) });
    expect(kinds(steps)).toEqual(['subscribe']);
    expect(closed).toHaveLength(15);
  });

  it('is not made for what would not close: it says what stands in the way', async () => {
    const foreign = GOOD.trails.map((one) => ({
      ...one,
      status: { ...one.status, IsLogging: false },
      trail: { ...one.trail, TrailARN: one.trail.TrailARN.replace(ID, '999999999999') },
    }));
    const { steps, blocked, closed } = await planned({ trails: foreign });
    expect(steps).toEqual([]);
    expect(closed).toEqual([]);
    expect(blocked).toHaveLength(15);
    expect(blocked.map(({ why }) => inEnglish(why))[0]).toBe(
      'Trail audit belongs to account 999999999999; it has to be mended there.',
    );
  });

  it('is not made on the strength of what could not be seen', async () => {
    const { blocked, failed } = await planned({
      securityHub: ['eu-west-1'],
      faults: [
        { operation: 'securityhub:DescribeHub', region: 'us-west-2', name: 'AccessDeniedException', message: 'no' },
      ],
    });
    expect(failed).toEqual(['security-hub-enabled']);
    expect(blocked.map(({ why }) => inEnglish(why))[0]).toContain('AWS refused securityhub:DescribeHub in us-west-2');
  });
});

describe('the prescribed pattern', () => {
  const cases = BENCHMARKS.flatMap(({ version, controls }) =>
    controls.flatMap((entry) => {
      const control = CONTROLS.find(({ slug }) => slug === entry.slug);
      return control?.kind === 'events' ? [{ version, slug: entry.slug, control, entry }] : [];
    }),
  );

  it.each(cases)(
    'of $slug in $version is canonical, closes the control, and is not overbroad',
    ({ control, entry }) => {
      const text = prescribedPattern(control, entry);
      const parsed = parse(text);
      expect(parsed.kind === 'parsed' ? print(parsed.pattern) : '').toBe(text);
      const facts = { account: ID, partition: 'aws', region: 'eu-west-1', time: '2026-11-03T09:14:02.000Z' };
      const result = cover({ requirement: requirementOf(control, entry), filters: [{ id: 'it', parsed }], facts });
      expect(result.verdict).toBe('covers');
      expect(result.overbroad).toBeNull();
    },
  );

  it('is the published one, but for unauthorized calls in 1.3.0 to 1.5.0', () => {
    const replaced = cases.filter(({ control, entry }) => replacesPublished(control, entry));
    expect(replaced.map(({ version, slug }) => `${version} ${slug}`)).toEqual(
      ['1.3.0', '1.4.0', '1.5.0'].map((version) => `${version} unauthorized-api-calls`),
    );
  });
});

describe('the script', () => {
  it('asks for what has to be decided, and for nothing else', async () => {
    const asked = async (change: Partial<Plan>): Promise<readonly string[]> => {
      const { steps, after } = await planned(change);
      const script = renderShellScript({ account: ID, time: '', purpose: '', steps, before: after, after });
      return [...script.matchAll(/^: "\$\{([A-Z_]+):\?export it first: /gm)].map(([, name]) => name ?? '');
    };
    expect(await asked({ topics: [] })).toEqual(['SUBSCRIPTION_PROTOCOL', 'SUBSCRIPTION_ENDPOINT']);
    expect(await asked({ securityHub: [] })).toEqual([]);
    const nothing = { trails: [], logGroups: [], metricFilters: [], metricAlarms: [], topics: [] };
    expect(await asked(nothing)).toEqual([
      'TRAIL_BUCKET',
      'CLOUDTRAIL_LOGS_ROLE_ARN',
      'SUBSCRIPTION_PROTOCOL',
      'SUBSCRIPTION_ENDPOINT',
    ]);
  });
});
