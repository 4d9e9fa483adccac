import { LINK_KINDS } from '../model.js';
import type { AccountState, ControlState, EventState } from './account-state.js';
import { type Circumstances, causesOf } from './causes.js';
import { compareCalls, compareResources } from './compare-resources.js';
import { resourceKey } from './configuration.js';
import type {
  AccountDiff,
  Cause,
  ControlChange,
  DiffSummary,
  EventChange,
  Note,
  ResourceChange,
  UnsettledEvent,
} from './diff.js';

/**
 * Compares two states of an account, or with `across` of two. What is asked of it: nothing is named that did not change,
 * and the comparison the other way round names the same.
 *
 * @param rejudged the earlier state's controls under the later's benchmark version, where the two versions differ.
 * @param others other accounts that were compared, into which chains may lead.
 */
export function compareStates(
  before: AccountState,
  after: AccountState,
  rejudged: ReadonlyMap<string, ControlState> | null,
  others: readonly (() => Moved)[] = [],
): AccountDiff {
  const { changes, unread } = compareResources(before.configuration, after.configuration);
  const calls = compareCalls(before.configuration, after.configuration);
  const elsewhere = (): readonly Moved[] => others.map((moved) => moved());
  const aliases = aliasesIn(before, after);
  const about: Circumstances = { before, after, rejudged, resources: changes, calls, aliases, elsewhere };
  const slugs = [...new Set([...after.controls.keys(), ...before.controls.keys()])];
  return {
    account: after.side.account,
    alias: after.side.alias ?? before.side.alias,
    before: before.side,
    after: after.side,
    notes: notesOf(before, after),
    controls: slugs.map((slug) =>
      controlChange(slug, before.controls.get(slug) ?? null, after.controls.get(slug) ?? null, about),
    ),
    resources: changes,
    unread,
    calls,
  };
}

type Moved = ReturnType<Circumstances['elsewhere']>[number];

/** What changed in an account, for those whose chains lead into it; worked out once, and not before it is asked for. */
export function movedIn(before: AccountState, after: AccountState): () => Moved {
  let moved: Moved | null = null;
  return () => {
    moved ??= {
      resources: compareResources(before.configuration, after.configuration).changes,
      aliases: aliasesIn(before, after),
    };
    return moved;
  };
}

/** The identifiers under which chains name a resource that changed. */
function aliasesIn(before: AccountState, after: AccountState): Circumstances['aliases'] {
  return (change) => {
    const key = resourceKey(change);
    return [change.id, ...[before, after].flatMap((state) => state.configuration.resources.get(key)?.aliases ?? [])];
  };
}

function controlChange(
  slug: string,
  was: ControlState | null,
  is: ControlState | null,
  about: Circumstances,
): ControlChange {
  const events = was === null || is === null ? NO_EVENTS : compareEvents(was, is);
  const [before, after] = [was?.outcome ?? null, is?.outcome ?? null];
  const moved = events.gained.length + events.lost.length + events.unsettled.length > 0;
  const waiver = waiverCause(was, is);
  const change =
    before === 'fail' && after === 'pass'
      ? 'fixed'
      : before === 'pass' && after === 'fail'
        ? 'regressed'
        : before === after && !moved && waiver.length === 0
          ? 'unchanged'
          : 'changed';
  return {
    slug,
    id: is?.id ?? was?.id ?? '',
    title: is?.title ?? was?.title ?? slug,
    before,
    after,
    change,
    assessed: isAssessed(before) === isAssessed(after) ? null : isAssessed(after) ? 'newly' : 'no-longer',
    causes: [...(before === after && !moved ? [] : causesOf(was, is, events, about)), ...waiver],
    events,
  };
}

/** A waiver never replaces an outcome: it is what changed where the outcome is as it was. */
function waiverCause(was: ControlState | null, is: ControlState | null): readonly Cause[] {
  if (was === null || is === null || was.outcome !== is.outcome || was.waiver === is.waiver) return [];
  return [{ kind: 'waiver', before: was.waiver, after: is.waiver }];
}

const NO_EVENTS: ControlChange['events'] = { gained: [], lost: [], unsettled: [] };

function isAssessed(outcome: ControlChange['before']): boolean {
  return outcome === 'pass' || outcome === 'fail';
}

/** Which required events were gained or lost. Only those that both sides require can be. */
function compareEvents(was: ControlState, is: ControlState): ControlChange['events'] {
  const gained: EventChange[] = [];
  const lost: EventChange[] = [];
  const unsettled: UnsettledEvent[] = [];
  for (const now of is.events) {
    const then = was.events.find((event) => event.id === now.id);
    if (then === undefined || then.standing === now.standing) continue;
    if (then.standing === 'lost' && now.standing === 'seen') gained.push(eventChange(then, now, was));
    else if (then.standing === 'seen' && now.standing === 'lost') lost.push(eventChange(now, then, is));
    else {
      const { id, eventName, condition } = now;
      const link = (now.standing === 'unseen' ? now.link : then.link) ?? 'event';
      unsettled.push({ id, eventName, condition, link, before: then.standing, after: now.standing });
    }
  }
  return { gained, lost, unsettled };
}

function eventChange(
  { id, eventName, condition, link }: EventState,
  { carriers }: EventState,
  losing: ControlState,
): EventChange {
  const at = link ?? 'event';
  const carrier = carriers[at];
  const before = carriers[LINK_KINDS[LINK_KINDS.indexOf(at) - 1] ?? 'event'];
  // Where the way leads elsewhere already before the link, what stood at the link is not what loses the event.
  const reached = before === undefined || losing.onPath.includes(before.id);
  return {
    id,
    eventName,
    condition,
    link: at,
    resource: carrier === undefined || !reached ? null : { kind: carrier.kind, id: carrier.id, name: carrier.name },
  };
}

function notesOf(before: AccountState, after: AccountState): readonly Note[] {
  const [one, other] = [before.side, after.side];
  const notes: Note[] = [];
  const times = { before: one.startedAt, after: other.startedAt };
  if (one.digest === other.digest) notes.push({ code: 'same-snapshot', values: { digest: one.digest } });
  else if (Date.parse(other.endedAt) < Date.parse(one.startedAt)) notes.push({ code: 'swapped', values: times });
  else if (Date.parse(other.startedAt) < Date.parse(one.endedAt)) notes.push({ code: 'overlapping', values: times });
  const differ = (code: Note['code'], from: string, to: string): void => {
    if (from !== to) notes.push({ code, values: { before: from, after: to } });
  };
  differ('across', one.account, other.account);
  differ('tool-versions', toolOf(before), toolOf(after));
  differ('schema-versions', String(one.schemaVersion), String(other.schemaVersion));
  differ('scope', before.scope, after.scope);
  differ('regions', before.regions.join(', '), after.regions.join(', '));
  return notes;
}

function toolOf({ side }: AccountState): string {
  return `${side.collectedBy.name} ${side.collectedBy.version}`;
}

/** Counts over accounts. */
export function summarise(accounts: readonly AccountDiff[]): DiffSummary {
  const controls = accounts.flatMap((account) => account.controls);
  const resources = accounts.flatMap((account) => account.resources);
  const having = (change: ControlChange['change']): number => controls.filter((one) => one.change === change).length;
  const kind = (change: ResourceChange['change']): number => resources.filter((one) => one.change === change).length;
  const events = (which: keyof ControlChange['events']): number =>
    controls.reduce((sum, control) => sum + control.events[which].length, 0);
  return {
    accounts: accounts.length,
    controls: {
      fixed: having('fixed'),
      regressed: having('regressed'),
      unchanged: having('unchanged'),
      changed: having('changed'),
    },
    assessed: {
      newly: controls.filter((one) => one.assessed === 'newly').length,
      noLonger: controls.filter((one) => one.assessed === 'no-longer').length,
    },
    events: { gained: events('gained'), lost: events('lost'), unsettled: events('unsettled') },
    resources: { added: kind('added'), removed: kind('removed'), changed: kind('changed') },
  };
}
