// An account at one time, condensed to what comparisons need: of thousands of snapshots, this much is kept.
import type { ReadSnapshot } from '../../snapshot/parse-snapshot.js';
import type { Snapshot } from '../../snapshot/schema.js';
import type { Benchmark } from '../benchmarks/benchmark.js';
import { waiverOver } from '../engagement/apply-engagement.js';
import { type Account, buildAccount } from '../evaluate/account.js';
import { type Estate, makeEstate } from '../evaluate/estate.js';
import type { Lens } from '../evaluate/lens.js';
import type { Lang } from '../language/languages.js';
import { judgeControls } from '../make-report.js';
import type { Chain, ControlResult, LinkKind, Outcome, Resource, Waiver } from '../model.js';
import { type Configuration, configurationOf } from './configuration.js';
import type { EventStanding, Side } from './diff.js';

export interface EventState {
  readonly id: string;
  readonly eventName: string | null;
  readonly condition: string;
  readonly standing: EventStanding;
  /** The first link that loses it; null for one that is seen. */
  readonly link: LinkKind | null;
  /** What carries it on a working chain, by link. */
  readonly carriers: Readonly<Partial<Record<LinkKind, Resource>>>;
  /** Ids of everything on any working chain that carries it. */
  readonly carriedBy: readonly string[];
}

export interface ControlState {
  readonly slug: string;
  readonly id: string;
  readonly title: string;
  readonly outcome: Outcome;
  /** The reason of the waiver that lay over the outcome on the day of the snapshot. */
  readonly waiver: string | null;
  readonly events: readonly EventState[];
  /** Ids of what stands on the control's chains and behind its reasons. */
  readonly onPath: readonly string[];
  /** The calls whose answers are missing. */
  readonly holes: readonly { readonly operation: string; readonly region: string | null }[];
}

/** What a trail said of its deliveries: it changes from hour to hour, and bears on the verdict once it is a day old. */
export interface Delivery {
  readonly trail: string;
  readonly last: string | null;
}

export interface AccountState {
  readonly side: Side;
  readonly scope: Snapshot['scope'];
  readonly regions: readonly string[];
  readonly benchmark: string;
  readonly configuration: Configuration;
  readonly deliveries: readonly Delivery[];
  /** By slug, in the benchmark's order. */
  readonly controls: ReadonlyMap<string, ControlState>;
}

export interface Judging {
  readonly benchmark: Benchmark;
  readonly lens: Lens;
  /** Of the controls' titles; English when not given. */
  readonly language?: Lang | undefined;
  /** Those of the engagement at that time. */
  readonly waivers?: readonly Waiver[];
}

/** Judges a snapshot, with those of other accounts at hand, and condenses the result. */
export function accountState(read: ReadSnapshot, judging: Judging, others: Estate = new Map()): AccountState {
  const account = buildAccount(read.snapshot);
  const estate = new Map([...others, ...makeEstate([account])]);
  return {
    side: sideOf(read),
    scope: read.snapshot.scope,
    regions: read.snapshot.regions,
    benchmark: judging.benchmark.version,
    configuration: configurationOf(account),
    deliveries: deliveriesOf(account),
    controls: controlStates(account, judging, estate),
  };
}

/** What the account's controls come to, by slug. */
export function controlStates(account: Account, judging: Judging, estate: Estate): ReadonlyMap<string, ControlState> {
  const day = account.snapshot.startedAt.slice(0, 10);
  return new Map(
    judgeControls(account, estate, judging).map((control) => {
      const waiver = waiverOver(judging.waivers ?? [], control, day);
      return [control.slug, controlState(control, waiver?.reason ?? null)];
    }),
  );
}

export function sideOf({ snapshot, digest }: ReadSnapshot): Side {
  return {
    account: snapshot.account.id,
    alias: snapshot.account.alias,
    startedAt: snapshot.startedAt,
    endedAt: snapshot.endedAt,
    collectedBy: snapshot.tool,
    schemaVersion: snapshot.schemaVersion,
    digest,
  };
}

export function deliveriesOf(account: Account): readonly Delivery[] {
  return account.all('cloudtrail:GetTrailStatus').flatMap(({ input, seen }) => {
    if (seen.kind !== 'seen') return [];
    return [{ trail: String(input['Name']), last: seen.value.LatestCloudWatchLogsDeliveryTime ?? null }];
  });
}

/** The part of a result that comparisons read. */
export function controlState(control: ControlResult, waiver: string | null): ControlState {
  const working = control.chains.filter((chain) => chain.state === 'working');
  const missed = new Map((control.coverage?.missed ?? []).map((event) => [event.id, event]));
  const links = control.chains.flatMap((chain) => chain.links);
  const reasons = [...control.reasons, ...links.flatMap((link) => link.reasons)];
  const holes = new Map(
    reasons
      .filter((reason) => reason.effect === 'hides')
      .flatMap((reason) => reason.resources.filter((resource) => resource.kind === 'call'))
      .map(({ name, region }) => [`${name}@${region}`, { operation: name, region }]),
  );
  return {
    slug: control.slug,
    id: control.id,
    title: control.shortTitle,
    outcome: control.outcome,
    waiver,
    events: (control.coverage?.required ?? []).map(({ id, eventName, condition }): EventState => {
      const lost = missed.get(id);
      const carrying = lost === undefined ? working.filter((chain) => chain.matches.includes(id)) : [];
      return {
        id,
        eventName,
        condition,
        standing: lost === undefined ? 'seen' : lost.state,
        link: lost?.lostAt ?? null,
        carriers: carriersOf(carrying[0]),
        carriedBy: [...new Set(carrying.flatMap((chain) => chain.links.flatMap(({ resource }) => resource?.id ?? [])))],
      };
    }),
    onPath: [
      ...new Set([
        ...links.flatMap(({ resource }) => resource?.id ?? []),
        ...reasons.flatMap(({ resources }) => resources.map(({ id }) => id)),
      ]),
    ],
    holes: [...holes.values()],
  };
}

function carriersOf(chain: Chain | undefined): EventState['carriers'] {
  const carriers: Partial<Record<LinkKind, Resource>> = {};
  for (const { kind, resource } of chain?.links ?? []) if (resource !== null) carriers[kind] = resource;
  return carriers;
}
