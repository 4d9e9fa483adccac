import { parseArn } from '../../snapshot/arn.js';
import type { Account } from '../evaluate/account.js';
import { topicKey } from '../evaluate/action-link.js';
import { freeName } from './free-name.js';
import type { Step } from './step.js';

/** What a topic that has to be made is called. */
export const NEW_TOPIC = 'cis-monitoring';

export interface ChosenTopic {
  readonly arn: string;
  /** What makes it one that somebody hears; nothing where somebody does. */
  readonly steps: readonly Step[];
}

/**
 * The topic to tell people through in a region: one that a confirmed subscriber hears of and most alarms use; else one
 * of the account's that nobody hears of yet; else a new one.
 */
export function topicFor(account: Account, region: string): ChosenTopic {
  const known = knownTopics(account, region);
  const heard = known.find((topic) => topic.heard);
  if (heard !== undefined) return { arn: heard.arn, steps: [] };
  const own = known.find((topic) => parseArn(topic.arn)?.account === account.id);
  if (own !== undefined) return { arn: own.arn, steps: [{ kind: 'subscribe', region, topicArn: own.arn }] };
  // One of that name may be there, and be of no use.
  const name = freeName(
    NEW_TOPIC,
    new Set(seenTopics(account, region).map(({ arn }) => parseArn(arn)?.resource ?? '')),
  );
  const arn = `arn:${account.partition}:sns:${region}:${account.id}:${name}`;
  return {
    arn,
    steps: [
      { kind: 'create-topic', region, name, arn },
      { kind: 'subscribe', region, topicArn: arn },
    ],
  };
}

interface KnownTopic {
  readonly arn: string;
  readonly heard: boolean;
}

/** The topics that exist and that an alarm can reach people by, those that most alarms use first. */
function knownTopics(account: Account, region: string): readonly KnownTopic[] {
  const alarms = account.ask('cloudwatch:DescribeAlarms', region);
  const uses = new Map<string, number>();
  for (const alarm of alarms.kind === 'seen' ? alarms.value.MetricAlarms : []) {
    for (const action of alarm.AlarmActions ?? []) uses.set(action, (uses.get(action) ?? 0) + 1);
  }
  return seenTopics(account, region)
    .filter(({ arn }) => !arn.endsWith('.fifo') && topicKey(account, arn).kind === 'open')
    .sort((a, b) => (uses.get(b.arn) ?? 0) - (uses.get(a.arn) ?? 0));
}

function seenTopics(account: Account, region: string): readonly KnownTopic[] {
  const topics = new Map<string, KnownTopic>();
  for (const { input, seen } of account.all('sns:ListSubscriptionsByTopic')) {
    const arn = input['TopicArn'];
    if (seen.kind !== 'seen' || typeof arn !== 'string' || parseArn(arn)?.region !== region) continue;
    topics.set(arn, { arn, heard: seen.value.Subscriptions.some((one) => one.SubscriptionArn.startsWith('arn:')) });
  }
  return [...topics.values()];
}
