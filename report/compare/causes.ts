// Why an outcome, or what is seen, is not what it was: the changes that bear on the links at which events came or went.
import { type DeliveryAge, deliveryAge } from '../evaluate/delivery-age.js';
import { LINK_KINDS, type LinkKind } from '../model.js';
import type { AccountState, ControlState } from './account-state.js';
import { isAnswer } from './configuration.js';
import type {
  CallChange,
  Cause,
  ControlChange,
  EventChange,
  ResourceChange,
  ResourceKind,
  UnsettledEvent,
} from './diff.js';

export interface Circumstances {
  readonly before: AccountState;
  readonly after: AccountState;
  /** The earlier snapshot under the later benchmark version, where the two differ. */
  readonly rejudged: ReadonlyMap<string, ControlState> | null;
  readonly resources: readonly ResourceChange[];
  readonly calls: readonly CallChange[];
  /** Identifiers under which chains name a resource that changed, by its key. */
  readonly aliases: (change: ResourceChange) => readonly string[];
  /** The same of other accounts, into which chains may lead; worked out when it is asked for. */
  readonly elsewhere: () => readonly Pick<Circumstances, 'resources' | 'aliases'>[];
}

type Events = ControlChange['events'];

/** Causes of a change of one control, the surest first; empty only where none of what is known explains it. */
export function causesOf(
  was: ControlState | null,
  is: ControlState | null,
  events: Events,
  about: Circumstances,
): readonly Cause[] {
  const { before, after, rejudged } = about;
  const versions: Cause = { kind: 'benchmark', before: before.benchmark, after: after.benchmark };
  if (was === null || is === null) return before.benchmark === after.benchmark ? [] : [versions];
  const causes: Cause[] = [];
  const again = rejudged?.get(was.slug);
  if (again !== undefined && !alike(was, again)) {
    if (alike(again, is)) return [versions];
    causes.push(versions);
  }
  causes.push(...callCauses(was, is, about));
  causes.push(...configurationCauses(was, is, events, about));
  if (causes.length === 0)
    causes.push(...about.elsewhere().flatMap((one) => configurationCauses(was, is, events, one, true)));
  causes.push(...stateCauses(was, is, events, about, causes));
  if (causes.length === 0 && toolOf(before) !== toolOf(after)) {
    causes.push({ kind: 'tool', before: toolOf(before), after: toolOf(after) });
  }
  return causes;
}

function toolOf({ side }: AccountState): string {
  return `${side.collectedBy.name} ${side.collectedBy.version}`;
}

function alike(one: ControlState, other: ControlState): boolean {
  const told = ({ outcome, events }: ControlState): string =>
    JSON.stringify([outcome, events.map(({ id, standing, link }) => [id, standing, link])]);
  return told(one) === told(other);
}

function callCauses(was: ControlState, is: ControlState, { calls, before, after }: Circumstances): readonly Cause[] {
  const missing = [...was.holes, ...is.holes];
  const concerns = (call: Pick<CallChange, 'operation' | 'region'>): boolean =>
    missing.some((hole) => hole.operation === call.operation && hole.region === call.region);
  const changed = calls.filter(concerns).map((call): Cause => {
    const refused = call.before === 'denied' || call.after === 'denied';
    return refused ? { kind: 'permission', ...call } : { kind: 'evidence', ...call };
  });
  if (changed.length > 0) return changed;
  // An answer that one collection did not ask for: another tool, or told to ask for less.
  const notAsked = missing.filter(({ operation, region }) => {
    const status = (state: AccountState) =>
      [...state.configuration.calls.values()].find((call) => call.operation === operation && call.region === region)
        ?.status ?? 'not-asked';
    const pair = [status(before), status(after)];
    return pair.includes('not-asked') && pair.some(isAnswer);
  });
  if (notAsked.length === 0 || toolOf(before) === toolOf(after)) return [];
  return [{ kind: 'tool', before: toolOf(before), after: toolOf(after) }];
}

/** The links whose state depends on a field of a resource, by kind; paths that are not named bear on nothing here. */
const BEARING: Readonly<Partial<Record<ResourceKind, readonly (readonly [RegExp, readonly LinkKind[]])[]>>> = {
  trail: [
    [/^CloudWatchLogs/, ['trail', 'log-group', 'metric-filter']],
    [/^status\.LatestCloudWatchLogs/, ['trail']],
    [/^(?:status\.IsLogging|selectors\.|Is|Include|HomeRegion)/, ['event', 'trail']],
  ],
  'log-group': [[/^(?:logGroupClass|arn|logGroupArn)/, ['log-group', 'metric-filter']]],
  'metric-filter': [
    [/^(?:filterPattern|fieldSelection|applyOn)/, ['metric-filter', 'alarm']],
    [/^(?:metricTransformations|emitSystem)/, ['metric-filter', 'alarm']],
  ],
  alarm: [
    [/^(?:AlarmActions|ActionsEnabled|ActionsSuppressor)/, ['alarm', 'action', 'subscription']],
    [
      /^(?:MetricName|Namespace|Dimensions|Statistic|ExtendedStatistic|Period|EvaluationPeriods|DatapointsToAlarm|Threshold|ComparisonOperator|TreatMissingData|Metrics|AlarmRule|Evaluat)/,
      ['alarm'],
    ],
  ],
  topic: [[/^KmsMasterKeyId/, ['action']]],
  subscription: [[/^SubscriptionArn/, ['action', 'subscription']]],
};

function configurationCauses(
  was: ControlState,
  is: ControlState,
  events: Events,
  { resources, aliases }: Pick<Circumstances, 'resources' | 'aliases'>,
  onlyOnPath = false,
): readonly Cause[] {
  const onPath = new Set([...was.onPath, ...is.onPath]);
  const named = (ids: ReadonlySet<string>) => (change: ResourceChange) => aliases(change).some((id) => ids.has(id));
  if (was.events.length === 0 && is.events.length === 0) {
    if (onlyOnPath) return [];
    // The regions in which the hub is off stand behind the reasons; how it is set up where it is on bears on nothing.
    return resources
      .filter(({ kind, change }) => (kind === 'security-hub' || kind === 'region') && change !== 'changed')
      .filter(named(onPath))
      .map((one) => causeOf(one, []));
  }
  const moved = [...events.gained, ...events.lost, ...events.unsettled];
  const links = new Set(moved.map(({ link }) => link));
  const carried = new Set(moved.flatMap((event) => carriersOf(event, was, is)));
  const bears = (change: ResourceChange): boolean =>
    change.change === 'changed' ? bearingPaths(change, links).length > 0 : mayExplain(change.change, events);
  // What carried the events where they are seen; else what stands on the control's paths; else what bears on the links.
  const choices = [
    resources.filter(named(carried)).filter(bears),
    resources.filter(named(onPath)).filter(bears),
    onlyOnPath ? [] : resources.filter((change) => isLink(change.kind) && bears(change)),
  ];
  const chosen = choices.find((choice) => choice.length > 0) ?? [];
  return chosen.map((change) => causeOf(change, bearingPaths(change, links)));
}

function carriersOf(event: EventChange | UnsettledEvent, was: ControlState, is: ControlState): readonly string[] {
  return [was, is].flatMap((state) => state.events.find((one) => one.id === event.id)?.carriedBy ?? []);
}

function isLink(kind: ResourceKind): boolean {
  return kind === 'topic' || LINK_KINDS.some((link) => link === kind);
}

/** What came into being loses no event, and what is gone lets none be seen. */
function mayExplain(change: 'added' | 'removed', { gained, lost, unsettled }: Events): boolean {
  if (unsettled.length > 0 || gained.length + lost.length === 0) return true;
  return (change === 'added' ? gained : lost).length > 0;
}

/** The fields of a change on which one of these links depends. */
function bearingPaths({ kind, fields }: ResourceChange, links: ReadonlySet<LinkKind>): readonly string[] {
  return fields.flatMap(({ path, pattern }) => {
    if (pattern?.meaning === 'same') return [];
    const rules = BEARING[kind] ?? [];
    return rules.some(([rule, at]) => rule.test(path) && at.some((link) => links.has(link))) ? [path] : [];
  });
}

function causeOf({ kind, id, name, region, change }: ResourceChange, paths: readonly string[]): Cause {
  return { kind: 'configuration', resource: { kind, id, name, region }, change, paths };
}

/** A trail that is set up as it was and has ceased to deliver, or delivers again. */
function stateCauses(
  was: ControlState,
  is: ControlState,
  events: Events,
  { before, after }: Circumstances,
  known: readonly Cause[],
): readonly Cause[] {
  const atTrail = [...events.gained, ...events.lost, ...events.unsettled].some(({ link }) => link === 'trail');
  if (!atTrail) return [];
  const onPath = new Set([...was.onPath, ...is.onPath]);
  const setUpOtherwise = new Set(known.flatMap((cause) => (cause.kind === 'configuration' ? [cause.resource.id] : [])));
  return before.deliveries.flatMap(({ trail, last }): Cause[] => {
    const now = after.deliveries.find((one) => one.trail === trail);
    const resource = after.configuration.resources.get(`trail|${trail}`);
    if (now === undefined || resource === undefined) return [];
    if (!onPath.has(trail) || setUpOtherwise.has(trail)) return [];
    if (delivers(before, last) === delivers(after, now.last)) return [];
    const { kind, id, name, region } = resource;
    return [
      {
        kind: 'state',
        resource: { kind, id, name, region },
        path: 'status.LatestCloudWatchLogsDeliveryTime',
        before: last,
        after: now.last,
      },
    ];
  });
}

/** What the verdict makes of the last delivery: that AWS names none is a remark and no more. */
function delivers({ side }: AccountState, last: string | null): DeliveryAge {
  const age = deliveryAge(last ?? undefined, side.startedAt);
  return age === 'unnamed' ? 'recent' : age;
}
