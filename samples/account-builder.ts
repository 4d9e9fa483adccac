// Makes snapshots of invented accounts by running the real collector against an AWS that answers from a table, so
// that they have the very shape that a collection has.
import { COLLECTORS } from '../collect/collectors.js';
import { runCollectors } from '../collect/run-collectors.js';
import type { Sent } from '../collect/send-patiently.js';
import { enabledRegions } from '../collect/services/ec2.js';
import type { OperationName } from '../snapshot/operations.js';
import { type Call, SCHEMA_VERSION, SNAPSHOT_KIND, type Snapshot } from '../snapshot/schema.js';

export type Json = Readonly<Record<string, unknown>>;

/** An account as a table of what AWS would answer. */
export interface AccountPlan {
  readonly id: string;
  readonly alias: string | null;
  readonly regions: readonly string[];
  /** ISO 8601, when the collection began. */
  readonly at: string;
  readonly trails: readonly TrailPlan[];
  readonly logGroups: readonly Json[];
  /** ARNs of log groups that the auditor named, beside those of trails. */
  readonly namedLogGroups?: readonly string[];
  readonly metricFilters: readonly Json[];
  readonly metricAlarms: readonly Json[];
  readonly compositeAlarms: readonly Json[];
  readonly topics: readonly TopicPlan[];
  /** Regions in which Security Hub is on. */
  readonly securityHub: readonly string[];
  /** Calls that go wrong; the first that fits counts. */
  readonly faults: readonly Fault[];
}

export interface TrailPlan {
  readonly trail: Json & { readonly Name: string; readonly TrailARN: string; readonly HomeRegion: string };
  readonly status: Json;
  readonly selectors: Json;
}

export interface TopicPlan {
  readonly arn: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly subscriptions: readonly Json[];
}

export interface Fault {
  readonly operation: OperationName;
  /** Every region when absent. */
  readonly region?: string;
  /** Every input when absent; else those with these members. */
  readonly input?: Json;
  /** A name such as AccessDeniedException; whether that is a denial is for the collector to say. */
  readonly name: string;
  readonly message: string;
}

/** The snapshot that a collection of such an account would have written. */
export async function buildSnapshot(plan: AccountPlan): Promise<Snapshot> {
  const start = Date.parse(plan.at);
  const startRegion = plan.regions[0] ?? 'us-east-1';
  const about = {
    account: plan.id,
    partition: 'aws',
    startRegion,
    otherwiseRegions: [startRegion],
    logGroups: plan.namedLogGroups ?? [],
  };
  const before = { made: [], earlier: [] };
  const calls = await runCollectors(COLLECTORS, about, before, {
    fetch: async (collector, job) => lookUp(plan, collector.name, job.region, { ...job.input }),
    clock: () => new Date(start),
    scrub: (text) => text,
    full: false,
    run: 1,
    onCall: () => {},
    onPlanned: () => {},
  });
  const identity = calls.find((call) => call.operation === 'GetCallerIdentity');
  const aliases = calls.find((call) => call.operation === 'ListAccountAliases');
  const tool = { name: 'trailproof', version: '0.1.0' };
  const startedAt = new Date(start).toISOString();
  const endedAt = new Date(start + 4_200).toISOString();
  return {
    kind: SNAPSHOT_KIND,
    schemaVersion: SCHEMA_VERSION,
    tool,
    account: { id: plan.id, partition: 'aws', alias: aliases?.outcome.kind === 'ok' ? plan.alias : null },
    caller: { arn: identity?.outcome.kind === 'ok' ? String(identity.outcome.answer['Arn']) : callerArn(plan) },
    startedAt,
    endedAt,
    runs: [{ startedAt, endedAt, tool }],
    scope: 'needed',
    logGroups: plan.namedLogGroups ?? [],
    regions: enabledRegions({
      otherwiseRegions: [startRegion],
      calls: (name) => calls.filter((call) => `${call.service}:${call.operation}` === name),
    }),
    calls: calls.map((call, index) => ({ ...call, trace: inventedTrace(call, start, index) })),
  };
}

function inventedTrace({ outcome }: Call, start: number, index: number): Call['trace'] {
  const startedAt = new Date(start + index * 40).toISOString();
  if (outcome.kind === 'skipped') return { startedAt, durationMs: 0, attempts: 0, throttles: 0, run: 1 };
  const httpStatus = outcome.kind === 'ok' ? 200 : outcome.kind === 'denied' ? 403 : 400;
  return { startedAt, durationMs: 80 + ((index * 37) % 90), attempts: 1, throttles: 0, run: 1, httpStatus };
}

function callerArn(plan: AccountPlan): string {
  return `arn:aws:sts::${plan.id}:assumed-role/auditor/collection`;
}

/** What the table says to one request. */
function lookUp(plan: AccountPlan, operation: OperationName, region: string, input: Json): Sent {
  const attempts = { attempts: 1, throttles: 0 };
  try {
    const fault = plan.faults.find((one) => fits(one, operation, region, input));
    if (fault !== undefined) throw awsError(fault.name, fault.message);
    return { kind: 'answer', answer: answer(plan, operation, region, input), ...attempts };
  } catch (thrown) {
    return { kind: 'thrown', thrown, ...attempts };
  }
}

function fits(fault: Fault, operation: OperationName, region: string, input: Json): boolean {
  if (fault.operation !== operation || (fault.region ?? region) !== region) return false;
  return Object.entries(fault.input ?? {}).every(([key, value]) => input[key] === value);
}

function awsError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name, $metadata: {} });
}

function answer(plan: AccountPlan, operation: OperationName, region: string, input: Json): Json {
  const inRegion = (arn: unknown): boolean => String(arn).split(':')[3] === region;
  switch (operation) {
    case 'sts:GetCallerIdentity':
      return { Account: plan.id, Arn: callerArn(plan), UserId: 'AROAEXAMPLEEXAMPLE:collection' };
    case 'iam:ListAccountAliases':
      return { AccountAliases: plan.alias === null ? [] : [plan.alias], IsTruncated: false };
    case 'organizations:DescribeOrganization':
      throw awsError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
    case 'ec2:DescribeRegions':
      return {
        Regions: plan.regions.map((name) => ({
          Endpoint: `ec2.${name}.amazonaws.com`,
          OptInStatus: 'opt-in-not-required',
          RegionName: name,
        })),
      };
    case 'cloudtrail:DescribeTrails':
      return {
        trailList: plan.trails
          .map(({ trail }) => trail)
          .filter((trail) => trail.HomeRegion === region || trail['IsMultiRegionTrail'] === true),
      };
    case 'cloudtrail:GetTrailStatus':
      return trailPlan(plan, input['Name']).status;
    case 'cloudtrail:GetEventSelectors':
      return { TrailARN: input['TrailName'], ...trailPlan(plan, input['TrailName']).selectors };
    case 'logs:DescribeLogGroups':
      return {
        logGroups: plan.logGroups.filter(
          (group) =>
            inRegion(group['arn']) && String(group['logGroupName']).startsWith(String(input['logGroupNamePrefix'])),
        ),
      };
    case 'logs:DescribeMetricFilters':
      return { metricFilters: plan.metricFilters.filter((filter) => filter['logGroupName'] === input['logGroupName']) };
    case 'cloudwatch:DescribeAlarms':
      return {
        MetricAlarms: plan.metricAlarms.filter((alarm) => inRegion(alarm['AlarmArn'])),
        CompositeAlarms: plan.compositeAlarms.filter((alarm) => inRegion(alarm['AlarmArn'])),
      };
    case 'sns:ListSubscriptionsByTopic':
      return { Subscriptions: topicPlan(plan, input).subscriptions };
    case 'sns:GetTopicAttributes':
      return { Attributes: topicPlan(plan, input).attributes };
    case 'securityhub:DescribeHub':
      if (!plan.securityHub.includes(region)) throw hubOff(plan);
      return {
        AutoEnableControls: true,
        ControlFindingGenerator: 'SECURITY_CONTROL',
        HubArn: `arn:aws:securityhub:${region}:${plan.id}:hub/default`,
        SubscribedAt: '2025-02-03T10:15:00.000Z',
      };
    case 'securityhub:GetEnabledStandards': {
      if (!plan.securityHub.includes(region)) throw hubOff(plan);
      const standard = 'aws-foundational-security-best-practices/v/1.0.0';
      return {
        StandardsSubscriptions: [
          {
            StandardsArn: `arn:aws:securityhub:${region}::standards/${standard}`,
            StandardsInput: {},
            StandardsStatus: 'READY',
            StandardsSubscriptionArn: `arn:aws:securityhub:${region}:${plan.id}:subscription/${standard}`,
          },
        ],
      };
    }
  }
}

function hubOff(plan: AccountPlan): Error {
  return awsError('InvalidAccessException', `Account ${plan.id} is not subscribed to AWS Security Hub`);
}

function trailPlan(plan: AccountPlan, arn: unknown): TrailPlan {
  const found = plan.trails.find(({ trail }) => trail.TrailARN === arn);
  if (found === undefined) throw awsError('TrailNotFoundException', `Unknown trail: ${String(arn)}`);
  return found;
}

function topicPlan(plan: AccountPlan, input: Json): TopicPlan {
  const found = plan.topics.find((topic) => topic.arn === input['TopicArn']);
  if (found === undefined) throw awsError('NotFoundException', 'Topic does not exist');
  return found;
}
