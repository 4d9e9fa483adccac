// A folder of files named after CLI commands, as clients send them: describe-trails.json, eu-west-1/describe-alarms.json,
// describe-alarms-eu-west-1.json. What such files do not say for certain is taken as not exported.

import { parseArn } from '../../snapshot/arn.js';
import type { OperationName } from '../../snapshot/operations.js';
import type { Plain } from '../plain-answer.js';
import { type Item, itemsOf, textOf, textsOf } from '../read-answer.js';
import { type Exported, type ExportedFile, jsonObject, type Recorded } from './exported.js';

/** The command of each operation. The order matters: a command that begins as another does comes first. */
const COMMANDS: Readonly<Record<string, OperationName>> = {
  'get-caller-identity': 'sts:GetCallerIdentity',
  'list-account-aliases': 'iam:ListAccountAliases',
  'describe-organization': 'organizations:DescribeOrganization',
  'describe-regions': 'ec2:DescribeRegions',
  'describe-trails': 'cloudtrail:DescribeTrails',
  'get-trail-status': 'cloudtrail:GetTrailStatus',
  'get-event-selectors': 'cloudtrail:GetEventSelectors',
  'describe-log-groups': 'logs:DescribeLogGroups',
  'describe-metric-filters': 'logs:DescribeMetricFilters',
  'describe-alarms': 'cloudwatch:DescribeAlarms',
  'list-subscriptions-by-topic': 'sns:ListSubscriptionsByTopic',
  'list-subscriptions': 'sns:ListSubscriptionsByTopic',
  'get-topic-attributes': 'sns:GetTopicAttributes',
  'describe-hub': 'securityhub:DescribeHub',
  'get-enabled-standards': 'securityhub:GetEnabledStandards',
};

/** Commands of which the name begins as that of one of ours does, and which answer another question. */
const OTHERS = /describe-alarms-for-metric|describe-organization-configuration|describe-organizational-unit/;

const REGION = /(?<![a-z0-9])((?:af|ap|ca|cn|eu|il|me|mx|sa|us)(?:-[a-z]+){1,2}-[0-9])(?![0-9])/;

interface Document {
  readonly operation: OperationName;
  /** Null when neither name nor folder says it, nor what it holds: things of one region, and of no other. */
  readonly region: string | null;
  /** Regions of the things that it holds. */
  readonly regions: readonly string[];
  /** What the name says beside command and region: a trail, a group, a topic. */
  readonly about: readonly string[];
  /** It lists all there are, not those of one topic. */
  readonly all: boolean;
  readonly answer: Plain;
  readonly changed: Date;
}

/** Files that bear the name of no command are left aside. `region`: that of files that name none. */
export function handMadeExport(files: readonly ExportedFile[], region: string | null): Exported {
  const documents = files.flatMap((file) => documentOf(file));
  const trails = documents
    .filter(({ operation }) => operation === 'cloudtrail:DescribeTrails')
    .flatMap(({ answer }) => itemsOf(answer, 'trailList'));
  const arns = new Set(trails.flatMap((trail) => textOf(trail, 'TrailARN') ?? []));
  const homes = [...new Set(trails.flatMap((trail) => textOf(trail, 'HomeRegion') ?? []))];
  const startRegion = region ?? (homes.length === 1 ? homes[0] : null) ?? 'us-east-1';
  const named = documents.flatMap((one) => one.region ?? []);
  return {
    look: (operation, where, input) => {
      const fitting = documents.filter((one) => one.operation === operation);
      return look(operation, fitting, where, input, { startRegion, trails: [...arns] });
    },
    startRegion,
    regions: [...new Set([startRegion, ...named])].sort(),
    accounts: [...new Set(documents.flatMap(({ answer }) => accountsOf(answer)))].sort(),
    logGroups: [],
  };
}

function documentOf(file: ExportedFile): readonly Document[] {
  const parts = file.path.split('/');
  const name = (parts.at(-1) ?? '').toLowerCase();
  const [command, operation] = Object.entries(COMMANDS).find(([one]) => name.includes(one)) ?? [];
  if (!name.endsWith('.json') || command === undefined || operation === undefined || OTHERS.test(name)) return [];
  const rest = name.replace(/\.json$/, '').replace(command, '');
  const folders = parts.slice(0, -1).join('/');
  const answer = jsonObject(file);
  const regions = regionsOf(answer);
  const [only = null] = regions.length === 1 ? regions : [];
  const named = REGION.exec(rest)?.[1] ?? REGION.exec(folders)?.[1] ?? null;
  const words = `${folders}/${rest}`
    .toLowerCase()
    .replace(named ?? '', '')
    .split('/');
  const about = words.map((word) => word.replace(/^[-_. ]+|[-_. ]+$/g, ''));
  return [
    {
      operation,
      region: named ?? only,
      regions,
      about,
      all: command === 'list-subscriptions',
      answer,
      changed: file.changed,
    },
  ];
}

interface Around {
  /** The region of files that name none, where what they hold does not tell. */
  readonly startRegion: string;
  /** ARNs. */
  readonly trails: readonly string[];
}

function look(
  operation: OperationName,
  documents: readonly Document[],
  region: string,
  input: Plain,
  around: Around,
): Recorded | null {
  const here = documents.filter((one) => one.region === region);
  const bare = documents.filter((one) => one.region === null);
  const inStart = region === around.startRegion ? bare.filter(({ regions }) => regions.length === 0) : [];
  switch (operation) {
    case 'sts:GetCallerIdentity':
    case 'iam:ListAccountAliases':
    case 'organizations:DescribeOrganization':
    case 'ec2:DescribeRegions':
      return joined(documents.slice(0, 1));
    case 'cloudtrail:DescribeTrails':
      return joined([...here, ...inStart], 'trailList');
    case 'cloudtrail:GetTrailStatus':
      return joined(ofTrail(documents, region, input['Name'], around));
    case 'cloudtrail:GetEventSelectors':
      return joined(documents.filter(({ answer }) => answer['TrailARN'] === input['TrailName']).slice(0, 1));
    case 'logs:DescribeLogGroups': {
      const wanted = textOf(input, 'logGroupNamePrefix');
      const regionOf = (group: Item) => parseArn(textOf(group, 'arn') ?? '')?.region;
      const found = documents.filter((one) =>
        itemsOf(one.answer, 'logGroups').some(
          (group) =>
            textOf(group, 'logGroupName') === wanted &&
            (regionOf(group) ?? one.region ?? around.startRegion) === region,
        ),
      );
      return joined(found, 'logGroups', (group) => (regionOf(group) ?? region) === region);
    }
    case 'logs:DescribeMetricFilters':
      return filtersOf(here.length > 0 ? here : inStart, input);
    case 'cloudwatch:DescribeAlarms':
      return alarmsOf([...here, ...bare], here.length > 0 || inStart.length > 0, region);
    case 'sns:ListSubscriptionsByTopic':
      return subscriptionsOf([...here, ...inStart], bare, input);
    case 'sns:GetTopicAttributes':
      return joined(
        documents
          .filter(({ answer }) => {
            const attributes = answer['Attributes'];
            return typeof attributes === 'object' && attributes !== null && 'TopicArn' in attributes
              ? attributes.TopicArn === input['TopicArn']
              : false;
          })
          .slice(0, 1),
      );
    case 'securityhub:DescribeHub':
    case 'securityhub:GetEnabledStandards': {
      return joined([...here, ...inStart].slice(0, 1));
    }
  }
}

/**
 * A status does not say of which trail it is: its name does, or there is but one of each. Trails in several regions may
 * bear the same name: then the region must be told as well.
 */
function ofTrail(
  documents: readonly Document[],
  region: string,
  arn: unknown,
  { trails }: Around,
): readonly Document[] {
  const nameOf = (text: string) => (text.split('/').at(-1) ?? '').toLowerCase();
  const name = typeof arn === 'string' ? nameOf(arn) : '';
  const namesakes = trails.filter((trail) => nameOf(trail) === name).length;
  const named = documents.filter(
    (one) =>
      name !== '' && one.about.includes(name) && (one.region === region || (one.region === null && namesakes === 1)),
  );
  if (named.length === 1) return named;
  return documents.length === 1 && trails.length === 1 ? documents : [];
}

/** A list without filters of the group may be that of another group: then it says nothing of ours. */
function filtersOf(documents: readonly Document[], input: Plain): Recorded | null {
  const group = textOf(input, 'logGroupName');
  const ours = (filter: Item) => textOf(filter, 'logGroupName') === group;
  const filters = documents.flatMap(({ answer }) => itemsOf(answer, 'metricFilters'));
  const groups = new Set(filters.map((filter) => textOf(filter, 'logGroupName')));
  if (!filters.some(ours) && groups.size === 1) return null;
  return joined(documents, 'metricFilters', ours);
}

const NO_COMPOSITES =
  'The list has no composite alarm, and an alarm that leaves acting to others: export it with --alarm-types MetricAlarm CompositeAlarm.';

/** Without being asked for composite alarms, AWS leaves them out of the list. */
function alarmsOf(documents: readonly Document[], sure: boolean, region: string): Recorded | null {
  const here = (alarm: Item) => parseArn(textOf(alarm, 'AlarmArn') ?? '')?.region === region;
  const relevant = documents.filter(
    (one) =>
      one.region === region || ['MetricAlarms', 'CompositeAlarms'].some((list) => itemsOf(one.answer, list).some(here)),
  );
  if (relevant.length === 0 && !sure) return null;
  const found = joined(relevant.length > 0 ? relevant : documents, 'MetricAlarms', here, 'CompositeAlarms');
  if (found?.said.kind !== 'answer') return found;
  const silent = itemsOf(found.said.answer, 'MetricAlarms').some(
    (alarm) => textsOf(alarm, 'AlarmActions').length === 0 || alarm['ActionsEnabled'] === false,
  );
  if (!silent || itemsOf(found.said.answer, 'CompositeAlarms').length > 0) return found;
  return { ...found, said: { kind: 'error', name: 'ExportIncomplete', message: NO_COMPOSITES } };
}

/** A list that may be of another region says nothing of a topic that it does not name. */
function subscriptionsOf(documents: readonly Document[], bare: readonly Document[], input: Plain): Recorded | null {
  const topic = textOf(input, 'TopicArn') ?? '';
  const name = (topic.split(':').at(-1) ?? '').toLowerCase();
  const ours = (subscription: Item) => textOf(subscription, 'TopicArn') === topic;
  const found = [...new Set([...documents, ...bare])].filter(
    (one) =>
      itemsOf(one.answer, 'Subscriptions').some(ours) ||
      (documents.includes(one) && (one.all || (one.about.includes(name) && isEmpty(one.answer, 'Subscriptions')))),
  );
  return joined(found, 'Subscriptions', ours);
}

function isEmpty(answer: Plain, list: string): boolean {
  const value = answer[list];
  return Array.isArray(value) && value.length === 0;
}

/** The documents as one answer: of the lists, the items that fit. */
function joined(
  documents: readonly Document[],
  list: string | null = null,
  fits: (item: Item) => boolean = () => true,
  secondList: string | null = null,
): Recorded | null {
  const [first] = documents;
  if (first === undefined) return null;
  const times = documents.map(({ changed }) => changed.getTime());
  const startedAt = new Date(Math.min(...times));
  const endedAt = new Date(Math.max(...times));
  const torn = documents.find(({ answer }) => textOf(answer, 'NextToken') ?? textOf(answer, 'nextToken'));
  if (torn !== undefined) {
    const message = 'The file holds a page only: export it without --max-items and --no-paginate.';
    return { said: { kind: 'error', name: 'ExportIncomplete', message }, startedAt, endedAt };
  }
  const lists = [list, secondList].filter((one) => one !== null);
  const whole = lists.map((one): [string, unknown] => [
    one,
    documents.flatMap(({ answer }) => itemsOf(answer, one)).filter(fits),
  ]);
  return { said: { kind: 'answer', answer: { ...first.answer, ...Object.fromEntries(whole) } }, startedAt, endedAt };
}

/** Regions in the ARNs of things that a command shows in their own region only. Trails are shown in every region. */
function regionsOf(answer: Plain): readonly string[] {
  const arns = [
    textOf(answer, 'HubArn'),
    ...itemsOf(answer, 'logGroups').map((group) => textOf(group, 'arn')),
    ...itemsOf(answer, 'MetricAlarms').map((alarm) => textOf(alarm, 'AlarmArn')),
    ...itemsOf(answer, 'CompositeAlarms').map((alarm) => textOf(alarm, 'AlarmArn')),
    ...itemsOf(answer, 'Subscriptions').map((subscription) => textOf(subscription, 'TopicArn')),
    ...itemsOf(answer, 'StandardsSubscriptions').map((standard) => textOf(standard, 'StandardsSubscriptionArn')),
  ];
  return [...new Set(arns.flatMap((arn) => (arn === null ? [] : (parseArn(arn)?.region ?? []))))];
}

/** Accounts in the ARNs of things that lie in the account itself. */
function accountsOf(answer: Plain): readonly string[] {
  const arns = [
    ...itemsOf(answer, 'logGroups').map((group) => textOf(group, 'arn')),
    ...itemsOf(answer, 'MetricAlarms').map((alarm) => textOf(alarm, 'AlarmArn')),
    ...itemsOf(answer, 'trailList')
      .filter((trail) => trail['IsOrganizationTrail'] !== true)
      .map((trail) => textOf(trail, 'TrailARN')),
  ];
  return arns.flatMap((arn) => (arn === null ? [] : (parseArn(arn)?.account ?? [])));
}
