// Accounts whose names are made to run, to break out of quotes, and to be taken for something else.
import type { AccountPlan, Json } from '../samples/account-builder.js';
import { goodAccount } from '../samples/accounts.js';
import { BROKEN_ACCOUNTS } from './closed-loop-broken.js';

/** Where a name that runs would leave its trace, relative to the folder that a script is run in. */
export const CANARY = 'canary';

const PARTS = [
  `$(touch ${CANARY})`,
  `\`touch ${CANARY}\``,
  `'; touch ${CANARY}; '`,
  `"; touch ${CANARY}; "`,
  `\${HOME}`,
  '$HOME',
  '$$',
  '%{ for x in y }',
  '%%{x}',
  '$$\u007by}',
  '{{resolve:x}}',
  '$\u007bAWS::Region}',
  '\n',
  `\ntouch ${CANARY}\n`,
  '\r\n',
  '\t',
  '\u0000',
  '\u001b[31m',
  '\u202e',
  '\u2028',
  '\u2019',
  '\u201c',
  '\ud83d\ude00',
  '\\',
  '\\\\"',
  "\\'",
  "'",
  '"',
  '`',
  '--region=x',
  '-',
  'file://x',
  'fileb:///etc/passwd',
  'http://127.0.0.1:1/',
  ',Key=Value',
  '#',
  '!',
  '*?[a-z]~',
  '&& exit 0',
  '|| true',
  '> /dev/null',
  'EOF',
  ' ',
  'a',
  'Z9_-./',
  '*/',
  '//',
  '<script>',
];

/** A small generator, so that every run sees the same accounts. */
function generator(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 374_761_393) >>> 0;
    return state % below;
  };
}

function hostileName(pick: (below: number) => number): string {
  const parts = Array.from({ length: 1 + pick(4) }, () => PARTS[pick(PARTS.length)] ?? '');
  return parts.join('').slice(0, 120) || '-';
}

/** One of the broken accounts in which names and descriptions are hostile, the same for the same number. */
export function hostileAccount(number: number): AccountPlan {
  const pick = generator(number + 1);
  const good = goodAccount('111122223333', null, '2026-11-03T09:14:02.000Z');
  const broken = BROKEN_ACCOUNTS[number % BROKEN_ACCOUNTS.length];
  if (broken === undefined) throw new Error('there are broken accounts');
  const renamed = new Map<string, string>();
  const name = (old: unknown): string => {
    const known = renamed.get(String(old)) ?? `${hostileName(pick)}${renamed.size}`;
    renamed.set(String(old), known);
    return known;
  };
  const plan: AccountPlan = { ...good, ...broken.change(good) };
  // A log group's name ends an ARN, in which a colon would end the name.
  const group = (old: unknown): string => name(old).replaceAll(':', ';');
  const topic = (arn: string): string => arn.replace(/[^:]+$/, () => name(arn).replaceAll(':', ';'));
  const actions = (alarm: Json): Json =>
    Array.isArray(alarm['AlarmActions'])
      ? { AlarmActions: alarm['AlarmActions'].map((arn) => topic(String(arn))) }
      : {};
  return {
    ...plan,
    trails: plan.trails.map((one) => {
      const Name = name(one.trail.Name);
      const arn = one.trail['CloudWatchLogsLogGroupArn'];
      const place = typeof arn === 'string' ? arn.replace(/log-group:.*/, () => `log-group:${group('group')}:*`) : arn;
      return {
        ...one,
        trail: {
          ...one.trail,
          Name,
          TrailARN: `arn:aws:cloudtrail:eu-west-1:111122223333:trail/${Name}`,
          CloudWatchLogsLogGroupArn: place,
          S3KeyPrefix: hostileName(pick),
        },
      };
    }),
    logGroups: plan.logGroups.map((one) => ({ ...one, logGroupName: group('group') })),
    metricFilters: plan.metricFilters.map((one) => ({
      ...one,
      logGroupName: group('group'),
      filterName: name(`filter ${String(one['filterName'])}`),
      metricTransformations: (one['metricTransformations'] as readonly Json[]).map((each) => ({
        ...each,
        metricName: name(`metric ${String(each['metricName'])}`),
        metricNamespace: name('namespace'),
      })),
    })),
    metricAlarms: plan.metricAlarms.map((one) => {
      const AlarmName = name(`alarm ${String(one['AlarmName'])}`);
      return {
        ...one,
        ...actions(one),
        AlarmName,
        AlarmArn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${AlarmName}`,
        AlarmDescription: hostileName(pick),
        MetricName: name(`metric ${String(one['MetricName'])}`),
        Namespace: one['Namespace'] === 'CISBenchmark' ? name('namespace') : one['Namespace'],
        Unit: hostileName(pick),
      };
    }),
    topics: plan.topics.map((one) => {
      const arn = topic(one.arn);
      const subscriptions = one.subscriptions.map((each) => ({ ...each, SubscriptionArn: `${arn}:x`, TopicArn: arn }));
      return { ...one, arn, subscriptions };
    }),
  };
}
