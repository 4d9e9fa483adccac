// A report made by hand: every outcome, a broken, a partial, an unseen and a missing path, names of every length.
import { BENCHMARKS } from '../../benchmarks/benchmarks.js';
import type { AccountSummary, ControlResult, Report, RequiredEvent } from '../../model.js';
import {
  ACCOUNT,
  alarm,
  CALLS,
  chain,
  GROUP,
  group,
  LONG_GROUP,
  longGroup,
  missed,
  REGION,
  REGIONS,
  reason,
  refs,
  required,
  resource,
  trail,
  working,
} from './report-parts.js';

interface Draft extends Partial<ControlResult> {
  readonly slug: string;
  readonly id: string;
  readonly shortTitle: string;
}

function control(draft: Draft): ControlResult {
  return {
    account: ACCOUNT,
    benchmark: '5.0.0',
    title: `Ensure ${draft.shortTitle.toLowerCase()} are monitored`,
    level: 1,
    assessment: 'Manual',
    outcome: 'pass',
    headline: `${draft.shortTitle} reach a person.`,
    asks: `Somebody is told of ${draft.shortTitle.toLowerCase()}.`,
    rationale: 'A change here opens a door. Somebody should look at it the same day.',
    reasons: [],
    chains: [],
    coverage: null,
    remediation: null,
    evidence: refs(23, 24, 25),
    ...draft,
  };
}

function met(id: string, slug: string, shortTitle: string, events: readonly string[]): ControlResult {
  const all = required(events);
  return control({
    id,
    slug,
    shortTitle,
    chains: [working(`cis-${id.replace('.', '-')}`, events)],
    coverage: { required: all, covered: all, missed: [], notes: [] },
  });
}

const TRAIL_EVENTS = required(['CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging']);
const filterMisses = reason(
  'filter-misses-events',
  'metric-filter',
  'Metric filter cis-4-5 sees 3 of 5 kinds of event in full.',
  { resources: [resource('metric-filter', 'cis-4-5')] },
);

const cloudtrail = control({
  id: '4.5',
  slug: 'cloudtrail-config-changes',
  shortTitle: 'CloudTrail configuration changes',
  outcome: 'fail',
  headline:
    'Changes to CloudTrail itself are not fully watched. Of the 5 kinds of event, 2 reach nobody: DeleteTrail and StopLogging.',
  rationale: 'Whoever wants to act unseen turns the log off first. After that call there may be no further trace.',
  reasons: [
    filterMisses,
    reason('alarm-actions-disabled', 'action', 'The actions of alarm ct-changes-old are switched off.', {
      basis: 'effectiveness',
      resources: [alarm('ct-changes-old')],
    }),
    reason('alarm-through-composite', 'alarm', 'Alarm cis-4-5-alarm rings through composite alarm all-of-it.', {
      effect: 'remark',
    }),
  ],
  chains: [
    {
      ...working('cis-4-5', ['CreateTrail', 'UpdateTrail', 'StartLogging']),
      links: working('cis-4-5', []).links.map((link) =>
        link.kind === 'metric-filter' ? { ...link, state: 'partial', reasons: [filterMisses] } : link,
      ),
    },
    chain('broken', ['StopLogging'], {
      event: ['holds', null],
      trail: ['holds', trail],
      'log-group': ['holds', longGroup],
      'metric-filter': ['holds', resource('metric-filter', 'stop-logging-only')],
      alarm: ['holds', alarm('ct-changes-old')],
      action: ['broken', null],
    }),
  ],
  coverage: {
    required: TRAIL_EVENTS,
    covered: TRAIL_EVENTS.filter(({ id }) => id !== 'DeleteTrail' && id !== 'StopLogging'),
    missed: TRAIL_EVENTS.flatMap((event) => {
      if (event.id === 'StopLogging') return [missed(event, 'action', 'lost', 'cloudtrail.amazonaws.com')];
      if (event.id === 'DeleteTrail') return [missed(event, 'metric-filter', 'lost', 'cloudtrail.amazonaws.com')];
      return [];
    }),
    notes: ['Event names are taken to be written as AWS writes them.'],
  },
  remediation: {
    summary: 'Let the filter see all five events. The alarm, topic and subscriber behind it can stay.',
    script: `#!/bin/sh\nset -eu\n\naws logs put-metric-filter --region ${REGION} \\\n  --log-group-name '${GROUP}' --filter-name 'cis-4-5' \\\n  --metric-transformations metricName=CloudTrailChanges,metricNamespace=CISBenchmark,metricValue=1 \\\n  --filter-pattern '{ $.eventName = CreateTrail || $.eventName = UpdateTrail || $.eventName = DeleteTrail || $.eventName = StartLogging || $.eventName = StopLogging }'\n`,
  },
  evidence: refs(3, 20, 21, 22, 23, 24, 25),
});

const ROOT_EVENT: RequiredEvent = {
  id: 'root user',
  eventName: null,
  condition:
    '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
};

const root = control({
  id: '4.3',
  slug: 'root-account-usage',
  shortTitle: 'Use of the root user',
  title: "Ensure usage of the 'root' account is monitored",
  outcome: 'fail',
  headline: 'Use of the root user would go unnoticed. Nobody would be told.',
  rationale:
    'The root user can do everything, and no policy holds it back. Its use should be rare enough to be looked at each time.',
  reasons: [
    reason(
      'subscriptions-unconfirmed',
      'subscription',
      'SNS topic sec-alarms-root has 2 subscriptions, none of them confirmed.',
      {
        resources: [resource('topic', 'sec-alarms-root', `arn:aws:sns:${REGION}:${ACCOUNT}:sec-alarms-root`)],
      },
    ),
  ],
  chains: [
    chain('broken', ['root user'], {
      event: ['holds', null],
      trail: ['holds', trail],
      'log-group': ['holds', longGroup],
      'metric-filter': ['holds', resource('metric-filter', 'RootAccountUsageMetricFilter-LandingZone-Production')],
      alarm: ['holds', alarm('RootAccountUsageAlarm-LandingZone-Production')],
      action: ['holds', resource('topic', 'sec-alarms-root', `arn:aws:sns:${REGION}:${ACCOUNT}:sec-alarms-root`)],
      subscription: ['broken', null],
    }),
  ],
  coverage: {
    required: [ROOT_EVENT],
    covered: [],
    missed: [missed(ROOT_EVENT, 'subscription', 'lost', 'signin.amazonaws.com')],
    notes: [],
  },
  remediation: {
    summary:
      'Have the two addresses confirm their subscription, or subscribe one that will. The confirmation mail expires after three days.',
    script: null,
  },
});

const ORG_EVENTS = required(
  'AcceptHandshake AttachPolicy CreateAccount CreateOrganizationalUnit CreatePolicy DeclineHandshake DeleteOrganization DeleteOrganizationalUnit DeletePolicy DetachPolicy DisablePolicyType EnablePolicyType InviteAccountToOrganization LeaveOrganization MoveAccount RemoveAccountFromOrganization UpdatePolicy UpdateOrganizationalUnit'.split(
    ' ',
  ),
);

const organizations = control({
  id: '4.15',
  slug: 'organizations-changes',
  shortTitle: 'AWS Organizations changes',
  outcome: 'fail',
  headline: 'Changes to the organisation would go unnoticed. Of the 18 kinds of event, none reaches a person.',
  reasons: [
    reason(
      'no-filter-matches',
      'metric-filter',
      `None of the 14 metric filters on log group ${GROUP} sees any of these events.`,
    ),
  ],
  chains: [
    chain('broken', [], {
      event: ['holds', null],
      trail: ['holds', trail],
      'log-group': ['holds', group],
      'metric-filter': ['broken', null],
    }),
  ],
  coverage: {
    required: ORG_EVENTS,
    covered: [],
    missed: ORG_EVENTS.map((event) => missed(event, 'metric-filter', 'lost', 'organizations.amazonaws.com')),
    notes: [],
  },
  remediation: {
    summary: 'Create the filter and its alarm. They can use the topic that the other alarms use.',
    script: `aws logs put-metric-filter --region ${REGION} --log-group-name '${GROUP}' --filter-name 'cis-4-15' --filter-pattern '{ $.eventSource = "organizations.amazonaws.com" }'\n`,
  },
});

const ROUTE_EVENTS = required(
  'CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute DisassociateRouteTable'.split(
    ' ',
  ),
);

const routes = control({
  id: '4.13',
  slug: 'route-table-changes',
  shortTitle: 'Route table changes',
  level: 1,
  outcome: 'not-assessed',
  headline:
    'Whether anybody would be told could not be seen. AWS refused cloudwatch:DescribeAlarms in ap-southeast-1 (AccessDenied).',
  reasons: [
    reason('call-denied', 'alarm', 'AWS refused cloudwatch:DescribeAlarms in ap-southeast-1 (AccessDenied).', {
      effect: 'hides',
      resources: [resource('call', 'cloudwatch:DescribeAlarms', 'call 26')],
    }),
  ],
  chains: [
    chain(
      'unseen',
      ROUTE_EVENTS.map(({ id }) => id),
      {
        event: ['holds', null],
        trail: ['holds', trail],
        'log-group': ['holds', group],
        'metric-filter': ['holds', resource('metric-filter', 'routes')],
        alarm: ['unseen', null],
      },
    ),
  ],
  coverage: {
    required: ROUTE_EVENTS,
    covered: [],
    missed: ROUTE_EVENTS.map((event) => ({ ...missed(event, 'alarm', 'unseen', 'ec2.amazonaws.com'), witness: null })),
    notes: [],
  },
  evidence: refs(22, 23, 26),
});

const account: AccountSummary = {
  id: ACCOUNT,
  alias: 'example-prod',
  partition: 'aws',
  caller: `arn:aws:sts::${ACCOUNT}:assumed-role/auditor/trailproof`,
  startedAt: '2026-11-03T09:13:58.000Z',
  endedAt: '2026-11-03T09:14:41.000Z',
  imported: null,
  collectedBy: { name: 'trailproof', version: '0.1.0' },
  digest: '9f2c41d07be355aa0c1e98f42d67b310a7d463c911ef80b25e4a7f06c8d93b21',
  regions: { asked: REGIONS, read: REGIONS.filter((region) => !region.startsWith('ap-southeast')) },
  calls: CALLS,
  filters: [
    {
      name: 'cis-4-5',
      logGroup: GROUP,
      region: REGION,
      pattern: '{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = StartLogging) }',
      error: null,
    },
    {
      name: 'routes',
      logGroup: GROUP,
      region: REGION,
      pattern:
        '{ ($.eventSource = ec2.amazonaws.com) && (($.eventName = CreateRoute) || ($.eventName = CreateRouteTable) || ($.eventName = ReplaceRoute) || ($.eventName = ReplaceRouteTableAssociation) || ($.eventName = DeleteRouteTable) || ($.eventName = DeleteRoute) || ($.eventName = DisassociateRouteTable)) }',
      error: null,
    },
    { name: 'everything', logGroup: LONG_GROUP, region: REGION, pattern: '', error: null },
    {
      name: 'vpc-old',
      logGroup: GROUP,
      region: REGION,
      pattern: '{ ($.eventName = CreateVpc) || $.eventName = }',
      error:
        'Expected a value, found "}" at column 45.\n\n{ ($.eventName = CreateVpc) || $.eventName = }\n                                             ^',
    },
  ],
  plan: {
    steps: [
      {
        kind: 'put-filter',
        title: 'Change the pattern of metric filter cis-4-5',
        region: REGION,
        controls: ['cloudtrail-config-changes'],
        decisions: [],
      },
      {
        kind: 'put-filter',
        title: `Create metric filter cis-4-15 on log group ${GROUP}`,
        region: REGION,
        controls: ['organizations-changes'],
        decisions: [],
      },
      {
        kind: 'subscribe',
        title: 'Subscribe somebody to SNS topic sec-alarms',
        region: REGION,
        controls: ['cloudtrail-config-changes', 'organizations-changes'],
        decisions: ['SUBSCRIPTION_PROTOCOL', 'SUBSCRIPTION_ENDPOINT'],
      },
    ],
    closes: ['cloudtrail-config-changes', 'organizations-changes'],
    blocked: [{ control: 'root-account-usage', why: 'SNS topic sec-alarms-root belongs to account 999999999999.' }],
  },
};

const controls: readonly ControlResult[] = [
  met('4.1', 'unauthorized-api-calls', 'Unauthorized API calls', ['refused call']),
  met('4.2', 'console-signin-without-mfa', 'Console sign-in without MFA', ['sign-in without MFA']),
  root,
  met(
    '4.4',
    'iam-policy-changes',
    'IAM policy changes',
    'DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy'.split(
      ' ',
    ),
  ),
  cloudtrail,
  met('4.6', 'console-authentication-failures', 'Console authentication failures', ['failed sign-in']),
  met('4.7', 'cmk-disable-or-scheduled-deletion', 'KMS keys disabled or scheduled for deletion', [
    'DisableKey',
    'ScheduleKeyDeletion',
  ]),
  met(
    '4.8',
    's3-bucket-policy-changes',
    'S3 bucket policy changes',
    'PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication'.split(
      ' ',
    ),
  ),
  met('4.9', 'aws-config-changes', 'AWS Config changes', [
    'StopConfigurationRecorder',
    'DeleteDeliveryChannel',
    'PutDeliveryChannel',
    'PutConfigurationRecorder',
  ]),
  met('4.10', 'security-group-changes', 'Security group changes', [
    'AuthorizeSecurityGroupIngress',
    'AuthorizeSecurityGroupEgress',
    'RevokeSecurityGroupIngress',
    'RevokeSecurityGroupEgress',
    'CreateSecurityGroup',
    'DeleteSecurityGroup',
  ]),
  met('4.11', 'nacl-changes', 'Network ACL changes', [
    'CreateNetworkAcl',
    'CreateNetworkAclEntry',
    'DeleteNetworkAcl',
    'DeleteNetworkAclEntry',
    'ReplaceNetworkAclEntry',
    'ReplaceNetworkAclAssociation',
  ]),
  met('4.12', 'network-gateway-changes', 'Network gateway changes', [
    'CreateCustomerGateway',
    'DeleteCustomerGateway',
    'AttachInternetGateway',
    'CreateInternetGateway',
    'DeleteInternetGateway',
    'DetachInternetGateway',
  ]),
  routes,
  met('4.14', 'vpc-changes', 'VPC changes', [
    'CreateVpc',
    'DeleteVpc',
    'ModifyVpcAttribute',
    'AcceptVpcPeeringConnection',
    'CreateVpcPeeringConnection',
    'DeleteVpcPeeringConnection',
  ]),
  organizations,
  control({
    id: '4.16',
    slug: 'security-hub-enabled',
    shortTitle: 'Security Hub enabled',
    title: 'Ensure AWS Security Hub is enabled',
    level: 2,
    assessment: 'Automated',
    headline: 'Security Hub is on in every region.',
    evidence: refs(28, 29, 30, 31, 32),
  }),
];

const summary = { total: controls.length, pass: 12, fail: 3, 'not-assessed': 1, 'not-applicable': 0, manual: 0 };
const version = { name: 'CIS AWS Foundations Benchmark', version: '5.0.0', section: '4', summary };
const OTHERS = BENCHMARKS.filter((one) => one.version !== version.version);

/** One account in which eleven controls are met, four or so are not, and one cannot be told. */
export const MIXED_REPORT: Report = {
  schemaVersion: 1,
  tool: { name: 'trailproof', version: '0.1.0' },
  generatedAt: '2026-11-04T08:00:00.000Z',
  language: 'en',
  lens: 'effective',
  benchmark: version,
  benchmarks: [version],
  accounts: [account],
  controls,
  summary,
};

/** The same account twice under two names, as a report on several. */
export const TWO_ACCOUNTS: Report = {
  ...MIXED_REPORT,
  accounts: [account, { ...account, id: '444455556666', alias: null }],
  controls: [...controls, ...controls.map((one) => ({ ...one, account: '444455556666' }))],
};

/** The account judged under two versions, of which the older does not know Security Hub. */
export const TWO_VERSIONS: Report = {
  ...MIXED_REPORT,
  benchmarks: [version, { ...version, version: '1.4.0' }],
  controls: [
    ...controls,
    ...controls
      .filter((one) => one.slug !== 'security-hub-enabled')
      .map((one) => ({ ...one, benchmark: '1.4.0', assessment: 'Automated' as const })),
  ],
};

/** The account judged under every version that there is, the report's own first. */
export const EVERY_VERSION: Report = {
  ...MIXED_REPORT,
  benchmarks: [version, ...OTHERS.map((one) => ({ ...version, version: one.version }))],
  controls: [
    ...controls,
    ...OTHERS.flatMap((one) => controls.map((control) => ({ ...control, benchmark: one.version }))),
  ],
};
