// Pieces of reports made by hand: resources, chains, events and calls of one invented account.
import {
  type Chain,
  type EvidenceRef,
  type LedgerEntry,
  LINK_KINDS,
  type Link,
  type LinkKind,
  type LinkState,
  type MissedEvent,
  type Reason,
  type RequiredEvent,
  type Resource,
} from '../../model.js';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

export const GROUP = 'org/audit/cloudtrail';
export const LONG_GROUP =
  '/aws/cloudtrail/organisation/landing-zone/production/security-and-compliance/centralised-audit-trail-logs';

export function resource(kind: Resource['kind'], name: string, id: string = name): Resource {
  return { kind, id, name, region: REGION };
}

export const trail = resource('trail', 'audit', `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/audit`);
export const group = resource('log-group', GROUP, `${REGION}:${GROUP}`);
export const longGroup = resource('log-group', LONG_GROUP, `${REGION}:${LONG_GROUP}`);
const topic = resource('topic', 'sec-alarms', `arn:aws:sns:${REGION}:${ACCOUNT}:sec-alarms`);
const subscriber = resource('subscription', 'soc@example.com', `arn:aws:sns:${REGION}:${ACCOUNT}:sec-alarms:0b1c`);

export function alarm(name: string): Resource {
  return resource('alarm', name, `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${name}`);
}

export function reason(code: string, link: LinkKind | null, message: string, parts: Partial<Reason> = {}): Reason {
  return { code, basis: 'benchmark', effect: 'breaks', link, resources: [], message, ...parts };
}

type Step = readonly [LinkState, Resource | null, ...Reason[]];

export function chain(
  state: Chain['state'],
  matches: readonly string[],
  steps: Partial<Record<LinkKind, Step>>,
): Chain {
  const links = LINK_KINDS.map((kind): Link => {
    const [linkState, what, ...reasons] = steps[kind] ?? ['not-reached', null];
    return { kind, state: linkState, resource: what, reasons };
  });
  return { links, state, matches };
}

export function working(filter: string, matches: readonly string[]): Chain {
  return chain('working', matches, {
    event: ['holds', null],
    trail: ['holds', trail],
    'log-group': ['holds', group],
    'metric-filter': ['holds', resource('metric-filter', filter)],
    alarm: ['holds', alarm(`${filter}-alarm`)],
    action: ['holds', topic],
    subscription: ['holds', subscriber],
  });
}

export function required(names: readonly string[]): readonly RequiredEvent[] {
  return names.map((id) => ({ id, eventName: id, condition: `{ $.eventName = ${id} }` }));
}

export function missed(
  event: RequiredEvent,
  lostAt: LinkKind,
  state: MissedEvent['state'],
  source: string,
): MissedEvent {
  return {
    ...event,
    lostAt,
    state,
    witness: {
      eventVersion: '1.09',
      eventTime: '2026-11-03T09:14:00Z',
      eventSource: source,
      eventName: event.eventName ?? 'ConsoleLogin',
      awsRegion: REGION,
      userIdentity: { type: 'IAMUser', userName: 'ops-user' },
      requestParameters: { name: `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/audit` },
    },
  };
}

export function refs(...indexes: readonly number[]): readonly EvidenceRef[] {
  return indexes.map((index) => {
    const call = CALLS[index];
    return { account: ACCOUNT, index, operation: call?.operation ?? '', region: call?.region ?? '' };
  });
}

function call(index: number, operation: string, region: string, parts: Partial<LedgerEntry> = {}): LedgerEntry {
  const startedAt = `2026-11-03T09:14:${String(index % 60).padStart(2, '0')}.120Z`;
  return {
    index,
    operation,
    region,
    input: {},
    outcome: 'ok',
    answered: (parts.outcome ?? 'ok') === 'ok',
    error: null,
    pages: 1,
    items: 1,
    startedAt,
    durationMs: 142,
    ...parts,
  };
}

export const REGIONS = [
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-central-1',
  'eu-north-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'sa-east-1',
  'ap-south-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-southeast-1',
  'ap-southeast-2',
];

const DENIED_TEXT = `User: arn:aws:sts::${ACCOUNT}:assumed-role/auditor/trailproof is not authorized to perform: cloudwatch:DescribeAlarms because no identity-based policy allows the cloudwatch:DescribeAlarms action`;

export const CALLS: readonly LedgerEntry[] = [
  call(0, 'sts:GetCallerIdentity', REGION),
  call(1, 'iam:ListAccountAliases', 'us-east-1'),
  call(2, 'ec2:DescribeRegions', REGION, { items: 17 }),
  ...REGIONS.map((region, index) =>
    call(3 + index, 'cloudtrail:DescribeTrails', region, { input: { includeShadowTrails: true } }),
  ),
  call(20, 'cloudtrail:GetTrailStatus', REGION, { input: { Name: trail.id }, items: 0 }),
  call(21, 'cloudtrail:GetEventSelectors', REGION, { input: { TrailName: trail.id } }),
  call(22, 'logs:DescribeLogGroups', REGION, { input: { logGroupNamePrefix: GROUP } }),
  call(23, 'logs:DescribeMetricFilters', REGION, { input: { logGroupName: GROUP }, items: 14 }),
  call(24, 'cloudwatch:DescribeAlarms', REGION, {
    pages: 2,
    items: 131,
    input: { AlarmTypes: ['CompositeAlarm', 'MetricAlarm'] },
  }),
  call(25, 'sns:ListSubscriptionsByTopic', REGION, { input: { TopicArn: topic.id }, items: 2 }),
  call(26, 'cloudwatch:DescribeAlarms', 'ap-southeast-1', {
    outcome: 'denied',
    pages: 0,
    items: 0,
    error: { name: 'AccessDenied', message: DENIED_TEXT },
  }),
  call(27, 'logs:DescribeMetricFilters', 'ap-southeast-2', {
    outcome: 'failed',
    pages: 0,
    items: 0,
    input: { logGroupName: LONG_GROUP },
    error: { name: 'ThrottlingException', message: 'Rate exceeded' },
  }),
  ...REGIONS.map((region, index) => call(28 + index, 'securityhub:DescribeHub', region)),
];
