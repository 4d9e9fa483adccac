import { canonicalLine } from '../../snapshot/canonical-json.js';
import type { OperationName } from '../../snapshot/operations.js';
import { ANSWERS } from '../../snapshot/operations.js';
import type { Account, Asked } from '../evaluate/account.js';
import type { CallStatus, ResourceRef } from './diff.js';
import { isObject, settled } from './volatile.js';

type Fields = Readonly<Record<string, unknown>>;

/** What one answer says of a resource. */
export interface Part {
  /** Key of the call that was asked for it. */
  readonly call: string;
  /** Without what is volatile. */
  readonly fields: Fields;
}

export interface ConfiguredResource extends ResourceRef {
  /** Calls that would show it if it were there; the first that was made counts. */
  readonly calls: readonly string[];
  /** The resource without which it cannot be: a filter's log group, a subscription's topic. */
  readonly parent: string | null;
  /** Identifiers under which a chain of the report names it. */
  readonly aliases: readonly string[];
  /** By the name that leads the paths of their fields; the main part's is empty. */
  readonly parts: Readonly<Record<string, Part>>;
}

export interface AskedCall {
  readonly operation: OperationName;
  readonly region: string;
  readonly input: Fields;
  readonly status: CallStatus;
  /** Items that were read and not stored, by list. */
  readonly omitted: Readonly<Record<string, number>>;
}

/** What is set up in an account, as far as its snapshot shows it. */
export interface Configuration {
  /** By kind and id. */
  readonly resources: ReadonlyMap<string, ConfiguredResource>;
  readonly calls: ReadonlyMap<string, AskedCall>;
}

/** The members of an input that say what is asked about, a thing of another account too; the others say how. */
const ASKS_ABOUT = ['Name', 'TrailName', 'logGroupNamePrefix', 'logGroupName', 'TopicArn', 'accountId'];

/** The same for two calls that ask the same, page sizes and the like aside. */
export function callKey(operation: string, region: string, input: Fields): string {
  const about = ASKS_ABOUT.flatMap((name) => (Object.hasOwn(input, name) ? [canonicalLine(input[name])] : []));
  return [operation, region, ...about].join('|');
}

export function resourceKey({ kind, id }: Pick<ResourceRef, 'kind' | 'id'>): string {
  return `${kind}|${id}`;
}

/** Lists the resources of an account with the fields that are configuration. */
export function configurationOf(account: Account): Configuration {
  const calls = callsOf(account);
  const resources = new Map<string, ConfiguredResource>();
  const add = (resource: ConfiguredResource): void => {
    const key = resourceKey(resource);
    const known = resources.get(key);
    // A trail of many regions is told of by each of them.
    resources.set(key, known === undefined ? resource : { ...known, calls: [...known.calls, ...resource.calls] });
  };
  for (const resource of [
    ...accountItself(account),
    ...regionsOf(account),
    ...trailsOf(account),
    ...logGroupsOf(account),
    ...filtersOf(account),
    ...alarmsOf(account),
    ...topicsOf(account),
    ...subscriptionsOf(account),
    ...hubsOf(account),
  ]) {
    add(resource);
  }
  return { resources, calls };
}

function callsOf(account: Account): ReadonlyMap<string, AskedCall> {
  const calls = new Map<string, AskedCall>();
  for (const operation of operationNames()) {
    const omitted = account.snapshot.calls
      .filter((call) => `${call.service}:${call.operation}` === operation)
      .map(({ outcome }) => (outcome.kind === 'ok' ? (outcome.omitted ?? {}) : {}));
    account.all(operation).forEach(({ region, input, seen }, index) => {
      const status: CallStatus = seen.kind === 'seen' ? 'ok' : seen.kind === 'absent' ? 'absent' : seen.hole.kind;
      const key = callKey(operation, region, input);
      const known = calls.get(key);
      // Should a call stand twice (a run that was taken up again), the one that was answered counts.
      if (known !== undefined && isAnswer(known.status)) return;
      calls.set(key, { operation, region, input, status, omitted: omitted[index] ?? {} });
    });
  }
  return calls;
}

export function isAnswer(status: CallStatus): boolean {
  return status === 'ok' || status === 'absent';
}

function operationNames(): readonly OperationName[] {
  // The keys of a constant are its own.
  return Object.keys(ANSWERS) as OperationName[];
}

interface Answered {
  readonly region: string;
  readonly input: Fields;
  readonly call: string;
  readonly answer: Fields;
}

/** The answers to an operation, without what is volatile in them. */
function answers(account: Account, operation: OperationName): readonly Answered[] {
  return account.all(operation).flatMap(({ region, input, seen }: Asked<OperationName>): Answered[] => {
    if (seen.kind !== 'seen') return [];
    return [{ region, input, call: callKey(operation, region, input), answer: settled(operation, { ...seen.value }) }];
  });
}

function items({ answer }: Answered, list: string): readonly Fields[] {
  const found = answer[list];
  return Array.isArray(found) ? found.filter(isObject) : [];
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

interface Plain extends ResourceRef {
  readonly call: string;
  readonly fields: Fields;
  readonly parent?: string;
  readonly aliases?: readonly string[];
}

function plain({ call, fields, parent, aliases, ...ref }: Plain): ConfiguredResource {
  return { ...ref, calls: [call], parent: parent ?? null, aliases: aliases ?? [], parts: { '': { call, fields } } };
}

function accountItself(account: Account): readonly ConfiguredResource[] {
  const own: ConfiguredResource[] = answers(account, 'iam:ListAccountAliases').map(({ call, answer }) =>
    plain({
      kind: 'account',
      id: account.id,
      name: account.id,
      region: null,
      call,
      fields: { AccountAliases: answer['AccountAliases'] },
    }),
  );
  const organizations = answers(account, 'organizations:DescribeOrganization').flatMap(({ call, answer }) => {
    const fields = answer['Organization'];
    if (!isObject(fields)) return [];
    const id = text(fields, 'Id');
    return [plain({ kind: 'organization', id, name: id, region: null, call, fields })];
  });
  return [...own, ...organizations];
}

function regionsOf(account: Account): readonly ConfiguredResource[] {
  return answers(account, 'ec2:DescribeRegions').flatMap((one) =>
    items(one, 'Regions').map((fields) => {
      const id = text(fields, 'RegionName');
      return plain({ kind: 'region', id, name: id, region: id, call: one.call, fields });
    }),
  );
}

function trailsOf(account: Account): readonly ConfiguredResource[] {
  const statuses = answers(account, 'cloudtrail:GetTrailStatus');
  const selectors = answers(account, 'cloudtrail:GetEventSelectors');
  return answers(account, 'cloudtrail:DescribeTrails').flatMap((one) =>
    items(one, 'trailList').map((fields): ConfiguredResource => {
      const id = text(fields, 'TrailARN');
      const home = text(fields, 'HomeRegion');
      const status = statuses.find(({ input }) => input['Name'] === id);
      const selected = selectors.find(({ input }) => input['TrailName'] === id);
      const main = plain({ kind: 'trail', id, name: text(fields, 'Name'), region: home, call: one.call, fields });
      return {
        ...main,
        // The home region knows best; another one may tell only of trails of all regions.
        calls: [callKey('cloudtrail:DescribeTrails', home, {}), one.call],
        parts: {
          ...main.parts,
          ...(status === undefined ? {} : { status: { call: status.call, fields: status.answer } }),
          ...(selected === undefined ? {} : { selectors: { call: selected.call, fields: selected.answer } }),
        },
      };
    }),
  );
}

function logGroupsOf(account: Account): readonly ConfiguredResource[] {
  return answers(account, 'logs:DescribeLogGroups').flatMap((one) =>
    items(one, 'logGroups').map((fields) => {
      const { region, call } = one;
      const name = text(fields, 'logGroupName');
      const group = plain({ kind: 'log-group', id: `${region}:${name}`, name, region, call, fields });
      // Asked for by its name, or found among others: with its name as the prefix of another's, or where all were asked for.
      const key = (input: Fields): string => callKey('logs:DescribeLogGroups', region, input);
      return { ...group, calls: [key({ logGroupNamePrefix: name }), call, key({})] };
    }),
  );
}

function filtersOf(account: Account): readonly ConfiguredResource[] {
  return answers(account, 'logs:DescribeMetricFilters').flatMap((one) =>
    items(one, 'metricFilters').map((fields) => {
      const group = `${one.region}:${text(fields, 'logGroupName')}`;
      const name = text(fields, 'filterName');
      const parent = resourceKey({ kind: 'log-group', id: group });
      return plain({
        kind: 'metric-filter',
        id: `${group}:${name}`,
        name,
        region: one.region,
        call: one.call,
        fields,
        parent,
      });
    }),
  );
}

function alarmsOf(account: Account): readonly ConfiguredResource[] {
  return answers(account, 'cloudwatch:DescribeAlarms').flatMap((one) =>
    [...items(one, 'MetricAlarms'), ...items(one, 'CompositeAlarms')].map((fields) =>
      plain({
        kind: 'alarm',
        id: text(fields, 'AlarmArn'),
        name: text(fields, 'AlarmName'),
        region: one.region,
        call: one.call,
        fields,
      }),
    ),
  );
}

function topicsOf(account: Account): readonly ConfiguredResource[] {
  const of = (operation: OperationName): readonly ConfiguredResource[] =>
    answers(account, operation).map(({ region, input, call, answer }) => {
      const id = text(input, 'TopicArn');
      const attributes = answer['Attributes'];
      const fields = isObject(attributes) ? attributes : {};
      const topic = plain({ kind: 'topic', id, name: id.split(':').at(-1) ?? id, region, call, fields });
      return isObject(attributes) ? topic : { ...topic, parts: {} };
    });
  return [...of('sns:GetTopicAttributes'), ...of('sns:ListSubscriptionsByTopic')];
}

/** A subscription is who is told, and how: its ARN comes with the confirmation. */
function subscriptionsOf(account: Account): readonly ConfiguredResource[] {
  return answers(account, 'sns:ListSubscriptionsByTopic').flatMap((one) => {
    const topic = text(one.input, 'TopicArn');
    const taken = new Map<string, number>();
    return items(one, 'Subscriptions').map((fields) => {
      const arn = text(fields, 'SubscriptionArn');
      const who = `${text(fields, 'Protocol')}: ${text(fields, 'Endpoint')}`;
      const base = `${topic} ${who}`;
      const count = (taken.get(base) ?? 0) + 1;
      taken.set(base, count);
      return plain({
        kind: 'subscription',
        id: count === 1 ? base : `${base} #${count}`,
        name: who,
        region: one.region,
        call: one.call,
        fields,
        parent: resourceKey({ kind: 'topic', id: topic }),
        aliases: arn.startsWith('arn:') ? [arn] : [],
      });
    });
  });
}

function hubsOf(account: Account): readonly ConfiguredResource[] {
  const hubs = answers(account, 'securityhub:DescribeHub').map(({ region, call, answer }) =>
    plain({ kind: 'security-hub', id: region, name: region, region, call, fields: answer }),
  );
  const standards = answers(account, 'securityhub:GetEnabledStandards').flatMap((one) =>
    items(one, 'StandardsSubscriptions').map((fields) => {
      const arn = text(fields, 'StandardsArn');
      const id = text(fields, 'StandardsSubscriptionArn') || `${one.region}: ${arn}`;
      const name = arn.split('/').slice(-3).join('/');
      return plain({ kind: 'standard', id, name, region: one.region, call: one.call, fields });
    }),
  );
  return [...hubs, ...standards];
}
