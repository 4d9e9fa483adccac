import { parseArn } from '../../snapshot/arn.js';
import type { Answer } from '../../snapshot/operations.js';
import type { Phrase } from '../language/phrase.js';
import type { EvidenceRef, Reason, Resource } from '../model.js';
import type { Account, Hole } from './account.js';
import { accountOf, type Estate } from './estate.js';
import { holeReason } from './hole-reason.js';
import { type JudgedLink, judgeLink, notReached, unseenLink } from './judged-link.js';
import { REASONS } from './reasons.js';
import { actionResource, type CompositeAlarm, type MetricAlarm } from './resources.js';

/** The last two links of a chain: what the alarm does, and who hears of it. */
export interface ActionPath {
  readonly action: JudgedLink;
  readonly subscription: JudgedLink;
}

/** Services whose alarm actions hand the alarm on to something that may tell people (CloudWatch user guide, alarm actions). */
const MAY_TELL: readonly string[] = ['lambda', 'ssm', 'ssm-incidents', 'ssm-contacts', 'aiops'];

/** One path for each action of the alarm; never empty. */
export function actionPaths(
  account: Account,
  estate: Estate,
  alarm: MetricAlarm | CompositeAlarm,
  resource: Resource,
): readonly ActionPath[] {
  const disabled = alarm.ActionsEnabled === false ? [REASONS.actionsDisabled(resource)] : [];
  const actions = alarm.AlarmActions ?? [];
  if (actions.length === 0) {
    const link = judgeLink('action', null, [REASONS.noAction(resource), ...disabled], []);
    return [{ action: link, subscription: notReached('subscription') }];
  }
  return actions.map((action) => actionPath(account, estate, action, disabled));
}

function actionPath(account: Account, estate: Estate, action: string, disabled: readonly Reason<Phrase>[]): ActionPath {
  const resource = actionResource(action);
  const arn = parseArn(action);
  if (arn?.service !== 'sns') {
    const tells = MAY_TELL.includes(arn?.service ?? '');
    const reason = tells ? REASONS.actionNotATopic(resource) : REASONS.actionTellsNobody(resource);
    const link = judgeLink('action', resource, [reason, ...disabled], []);
    return {
      action: link,
      subscription: tells ? judgeLink('subscription', resource, [], []) : notReached('subscription'),
    };
  }

  // A topic of another account may not let us look; that account's own snapshot may have.
  const owner = accountOf(arn.account, account, estate) ?? account;
  const here = account.ask('sns:ListSubscriptionsByTopic', arn.region, { TopicArn: action });
  const answer =
    here.kind === 'unseen' ? owner.ask('sns:ListSubscriptionsByTopic', arn.region, { TopicArn: action }) : here;
  if (answer.kind === 'unseen') {
    const hole = here.kind === 'unseen' ? here.hole : answer.hole;
    return {
      action: judgeLink('action', resource, disabled, []),
      subscription: unseenLink('subscription', null, hole),
    };
  }
  if (answer.kind === 'absent') {
    const link = judgeLink('action', resource, [REASONS.topicMissing(resource), ...disabled], [answer.ref]);
    return { action: link, subscription: notReached('subscription') };
  }

  const subscriptions = answer.value.Subscriptions;
  // Until it is confirmed, and once it is deleted, a subscription bears a word where its ARN would be.
  const [confirmed] = subscriptions.filter((one) => one.SubscriptionArn.startsWith('arn:'));
  const reasons: Reason<Phrase>[] = [];
  if (subscriptions.length === 0) reasons.push(REASONS.noSubscription(resource));
  else if (confirmed === undefined) reasons.push(REASONS.subscriptionsUnconfirmed(resource, subscriptions.length));
  else reasons.push(...repeated(subscriptions, resource));
  const who: Resource | null =
    confirmed === undefined
      ? null
      : {
          kind: 'subscription',
          id: confirmed.SubscriptionArn,
          name: `${confirmed.Protocol}: ${confirmed.Endpoint ?? ''}`,
          region: arn.region,
        };
  const own = topicKey(account, action);
  const key = own.kind === 'unseen' ? topicKey(owner, action) : own;
  // The audit steps of the benchmark do not ask for the key: under them alone, what is not known of it hides nothing.
  const locked: readonly Reason<Phrase>[] =
    key.kind === 'closed'
      ? [REASONS.topicClosedToAlarms(resource)]
      : key.kind === 'unseen'
        ? [{ ...holeReason(key.hole, 'action'), basis: 'effectiveness' }]
        : [];
  return {
    action: judgeLink(
      'action',
      resource,
      [...locked, ...disabled],
      [answer.ref, ...(key.ref === null ? [] : [key.ref])],
    ),
    subscription: judgeLink('subscription', who, reasons, [answer.ref]),
  };
}

type TopicKey =
  | { readonly kind: 'open' | 'closed'; readonly ref: EvidenceRef }
  | { readonly kind: 'unseen'; readonly ref: EvidenceRef | null; readonly hole: Hole };

/**
 * Whether the topic is encrypted with the key that AWS manages for SNS: `closed`. The policy of that key lets CloudWatch alarms neither encrypt nor decrypt, and cannot be changed: their actions fail (AWS
 * Knowledge Center, "How do I configure a CloudWatch alarm that includes an encrypted SNS topic?").
 */
export function topicKey(account: Account, topicArn: string): TopicKey {
  const answer = account.ask('sns:GetTopicAttributes', parseArn(topicArn)?.region ?? '', { TopicArn: topicArn });
  if (answer.kind === 'unseen') return { kind: 'unseen', ref: answer.hole.ref, hole: answer.hole };
  if (answer.kind === 'absent') return { kind: 'open', ref: answer.ref };
  // SNS gives the key back as it was set: an alias, by its name or as an ARN.
  const key = answer.value.Attributes['KmsMasterKeyId'] ?? '';
  const closed = /^(?:arn:[^:]*:kms:[^:]*:[^:]*:)?alias\/aws\/sns$/.test(key);
  return { kind: closed ? 'closed' : 'open', ref: answer.ref };
}

type Subscriptions = Answer<'sns:ListSubscriptionsByTopic'>['Subscriptions'];

/** An endpoint that is subscribed twice is one person, not two. */
function repeated(subscriptions: Subscriptions, topic: Resource): readonly Reason<Phrase>[] {
  const counts = new Map<string, number>();
  for (const { Protocol, Endpoint = '' } of subscriptions) {
    const who = `${Protocol}: ${Endpoint}`;
    counts.set(who, (counts.get(who) ?? 0) + 1);
  }
  return [...counts].flatMap(([who, count]) => (count > 1 ? [REASONS.subscribedTwice(topic, who, count)] : []));
}
