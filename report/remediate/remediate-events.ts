import type { BenchmarkEntry } from '../benchmarks/benchmark.js';
import type { EventControl } from '../controls/control.js';
import type { Candidate } from '../evaluate/judge-events.js';
import type { LogGroupPlace } from '../evaluate/resources.js';
import { logGroupOf } from '../evaluate/resources.js';
import { parse } from '../filter-pattern/parser.js';
import { print } from '../filter-pattern/print.js';
import type { LinkKind, Remediation } from '../model.js';
import { awsCommand, requireDecision } from './shell.js';

const SUBSCRIBE_DECISIONS = [
  requireDecision('SUBSCRIPTION_PROTOCOL', 'email, sms, https or another protocol of SNS'),
  requireDecision('SUBSCRIPTION_ENDPOINT', 'the address, number or URL that is to be told'),
];

/** The metric that a new filter feeds; the namespace is the one of the benchmark's remediation steps. */
const NAMESPACE = 'CISBenchmark';

const NEEDS_TRAIL: Remediation = {
  summary:
    'The account needs a trail that records every region and delivers to a log group of CloudWatch Logs. Make one first, then collect again: the remaining commands depend on it.',
  script: null,
};

/**
 * Commands that close the finding on the path that leads furthest, with the account's own names.
 *
 * @param candidates the paths of the account, best first.
 * @param partition of the account, for ARNs that are still to be made.
 */
export function remediateEvents(
  control: EventControl,
  entry: BenchmarkEntry,
  candidates: readonly Candidate[],
  account: { readonly id: string; readonly partition: string },
): Remediation {
  const best = candidates[0];
  if (best === undefined || (best.trail === null && stateOf(best, 'trail') === 'broken')) return NEEDS_TRAIL;
  const trail = stateOf(best, 'trail');
  if (best.trail === null && best.filter === null) return NEEDS_TRAIL;
  const {
    TrailARN = '',
    HomeRegion = best.filter?.group.region ?? '',
    CloudWatchLogsLogGroupArn,
  } = best.trail?.trail ?? {};
  const onTrail = { region: HomeRegion, name: TrailARN };
  const steps: string[] = [];
  const decisions: string[] = [];

  if (trail === 'broken') {
    for (const { code, message } of best.links.flatMap((link) => (link.kind === 'trail' ? link.reasons : []))) {
      if (code === 'trail-not-logging') steps.push(awsCommand('cloudtrail start-logging', onTrail));
      else if (code === 'trail-single-region') {
        steps.push(`${awsCommand('cloudtrail update-trail', onTrail)} \\\n  --is-multi-region-trail`);
      } else if (code.startsWith('trail-')) {
        return {
          summary: `${message} Correct the trail's event selectors or its delivery first; what else they record must be kept, and that is for the owner of the trail to decide.`,
          script: null,
        };
      }
    }
  }

  let group: LogGroupPlace | null = best.filter?.group ?? logGroupOf(CloudWatchLogsLogGroupArn ?? '');
  if (stateOf(best, 'log-group') === 'broken') {
    if (group !== null) {
      return {
        summary: `Log group ${group.name} cannot hold metric filters as it is. Let the trail deliver to a log group of class STANDARD, then collect again.`,
        script: null,
      };
    }
    group = { account: account.id, region: HomeRegion, name: 'cloudtrail' };
    decisions.push(
      requireDecision('CLOUDTRAIL_LOGS_ROLE_ARN', 'the ARN of the role with which CloudTrail writes to the log group'),
    );
    steps.push(
      awsCommand('logs create-log-group', { region: group.region, 'log-group-name': group.name }),
      `${awsCommand('cloudtrail update-trail', {
        ...onTrail,
        'cloud-watch-logs-log-group-arn': `arn:${account.partition}:logs:${group.region}:${account.id}:log-group:${group.name}:*`,
      })} \\\n  --cloud-watch-logs-role-arn="$CLOUDTRAIL_LOGS_ROLE_ARN"`,
    );
  }
  if (group === null || group.account !== account.id) {
    return {
      summary: 'The log group of the trail lies in another account; the filter and the alarm belong there.',
      script: null,
    };
  }

  const transformation = best.filter?.filter.metricTransformations[0];
  const keepsFilter = best.filter !== null && best.covers !== null && stateOf(best, 'metric-filter') === 'holds';
  // Only a filter that was made for this control may be changed: another control may rest on any other.
  const changesFilter = !keepsFilter && best.relation === 'own' && transformation !== undefined;
  const metric =
    (keepsFilter || changesFilter) && transformation !== undefined
      ? { namespace: transformation.metricNamespace, name: transformation.metricName }
      : { namespace: NAMESPACE, name: control.metricName };
  if (!keepsFilter) {
    steps.push(
      awsCommand('logs put-metric-filter', {
        region: group.region,
        'log-group-name': group.name,
        'filter-name': changesFilter && best.filter !== null ? best.filter.filter.filterName : `cis-${control.slug}`,
        'filter-pattern': prescribedPattern(control, entry),
        'metric-transformations': JSON.stringify([
          { metricName: metric.name, metricNamespace: metric.namespace, metricValue: '1' },
        ]),
      }),
    );
  }

  const alarmWorks =
    (keepsFilter || changesFilter) && stateOf(best, 'alarm') === 'holds' && stateOf(best, 'action') === 'holds';
  if (alarmWorks && stateOf(best, 'subscription') === 'holds') return script(control, decisions, steps);
  const ownTopic = stateOf(best, 'action') === 'holds' ? topicOf(best) : null;
  const heard = candidates.find(
    (one) => topicOf(one)?.region === group?.region && stateOf(one, 'subscription') === 'holds',
  );
  let topicArn = heard === undefined ? (ownTopic?.arn ?? null) : (topicOf(heard)?.arn ?? null);
  if (alarmWorks && ownTopic !== null) topicArn = ownTopic.arn;
  if (topicArn === null) {
    const name = 'cis-monitoring';
    topicArn = `arn:${account.partition}:sns:${group.region}:${account.id}:${name}`;
    steps.push(awsCommand('sns create-topic', { region: group.region, name }));
  }
  if (heard === undefined || (alarmWorks && ownTopic !== null)) {
    decisions.push(...SUBSCRIBE_DECISIONS);
    steps.push(
      `${awsCommand('sns subscribe', { region: group.region, 'topic-arn': topicArn })} \\\n  --protocol="$SUBSCRIPTION_PROTOCOL" \\\n  --notification-endpoint="$SUBSCRIPTION_ENDPOINT"`,
    );
  }
  if (!alarmWorks) {
    steps.push(
      awsCommand('cloudwatch put-metric-alarm', {
        region: group.region,
        'alarm-name': `cis-${control.slug}`,
        namespace: metric.namespace,
        'metric-name': metric.name,
        statistic: 'Sum',
        period: '300',
        'evaluation-periods': '1',
        threshold: '1',
        'comparison-operator': 'GreaterThanOrEqualToThreshold',
        'treat-missing-data': 'notBreaching',
        'alarm-actions': topicArn,
      }),
    );
  }
  return script(control, decisions, steps);
}

/** The pattern to put in: that of the remediation steps where it differs, in our one spelling. */
export function prescribedPattern(control: EventControl, entry: BenchmarkEntry): string {
  const text =
    control.requires ??
    (entry.patterns.find((pattern) => pattern.role === 'remediation') ?? entry.patterns[0])?.text ??
    '';
  const parsed = parse(text);
  return parsed.kind === 'parsed' ? print(parsed.pattern) : text;
}

function script(control: EventControl, decisions: readonly string[], steps: readonly string[]): Remediation {
  const confirm = steps.some((step) => step.startsWith('aws sns subscribe'));
  return {
    summary: `These commands close the path for ${control.title.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())}.${
      confirm ? ' Whoever is subscribed has to confirm it: until then nobody is told.' : ''
    }`,
    script: `${['set -eu', ...decisions, ...steps].join('\n')}\n`,
  };
}

function stateOf(one: Candidate, kind: LinkKind): string {
  return one.links.find((link) => link.kind === kind)?.state ?? 'not-reached';
}

function topicOf(one: Candidate): { readonly arn: string; readonly region: string | null } | null {
  const action = one.links.find((link) => link.kind === 'action');
  if (action?.state !== 'holds' || action.resource?.kind !== 'topic') return null;
  return { arn: action.resource.id, region: action.resource.region };
}
