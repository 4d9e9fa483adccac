import type { Snapshot } from '../../snapshot/schema.js';
import type { BenchmarkEntry } from '../benchmarks/benchmark.js';
import type { Control, EventControl } from '../controls/control.js';
import { type Account, buildAccount } from '../evaluate/account.js';
import type { Candidate } from '../evaluate/judge-events.js';
import { judgeSecurityHub } from '../evaluate/judge-security-hub.js';
import { logGroupOf, metricFilterResource } from '../evaluate/resources.js';
import { type Phrase, say, text } from '../language/phrase.js';
import type { Outcome } from '../model.js';
import { applySteps } from './apply.js';
import { mendAlarm } from './mend-alarm.js';
import { mendMetric, newFilter, rewriteFilter } from './mend-filter.js';
import { mendTrail, newTrail } from './mend-trail.js';
import { faultsOf, linkOf, type Move, stuck, stuckOn, take } from './move.js';
import { judgeOne, outcomesOf, type Situation, tryOut } from './situation.js';
import { mergeSteps, type Step } from './step.js';

/** How one control's finding is closed, or what stands in the way of that. */
export type ControlPlan =
  | {
      readonly kind: 'closes';
      readonly steps: readonly Step[];
      /** What a later collection would see. The control was judged on it, and passes. */
      readonly after: Snapshot;
    }
  | { readonly kind: 'blocked'; readonly why: Phrase };

/** Where a way to close the finding starts. */
type Aim =
  /** The filter sees what it should; the rest of its chain is to be mended. */
  | { readonly kind: 'mend'; readonly filter: string }
  /** The filter was made for the control and does not see all: its pattern is replaced. */
  | { readonly kind: 'rewrite'; readonly filter: string }
  /** A filter of its own, on the log group of a trail. */
  | { readonly kind: 'add'; readonly trail: string | null; readonly group: string | null }
  | { readonly kind: 'new-trail' };

/** More rounds than links that can break, each in two ways. */
const MAX_ROUNDS = 14;
/** Of each kind of aim, so many are tried. */
const MAX_AIMS = 6;

/**
 * Plans the least that has to change for a failed control to pass. Every way is tried out on the snapshot: steps are
 * applied as if AWS had taken them, and the control is judged again. A way counts when the control passes, and every
 * control that passed before still does; of those that count, the one with the fewest steps.
 *
 * @param before the outcome of every control on the snapshot.
 */
export function planControl(
  snapshot: Snapshot,
  control: Control,
  entry: BenchmarkEntry,
  situation: Situation,
  before: ReadonlyMap<string, Outcome>,
): ControlPlan {
  if (control.kind === 'security-hub') return planSecurityHub(snapshot);
  const ways: Way[] = [];
  const obstacles: Phrase[] = [];
  let fewest = Number.POSITIVE_INFINITY;
  for (const aim of aimsOf(snapshot, control, entry, situation)) {
    const way = pursue(snapshot, control, entry, situation, aim, fewest);
    if (way.kind === 'longer') continue;
    if (way.kind === 'stuck') {
      obstacles.push(way.why);
      continue;
    }
    const broken = brokenBy(way.after, situation, before);
    if (broken.length > 0) {
      obstacles.push(say`A change that closes it would leave ${broken.join(', ')} open.`);
      continue;
    }
    ways.push(way);
    fewest = way.steps.length;
    if (fewest <= 1) break;
  }
  const best = ways.at(-1);
  if (best !== undefined) return best;
  return { kind: 'blocked', why: obstacles[0] ?? say`No change was found that closes it.` };
}

/** Slugs of the controls that passed before and do not on this snapshot. */
export function brokenBy(
  after: Snapshot,
  situation: Situation,
  before: ReadonlyMap<string, Outcome>,
): readonly string[] {
  const passed = new Set([...before].flatMap(([slug, outcome]) => (outcome === 'pass' ? [slug] : [])));
  const now = outcomesOf(after, situation, passed);
  return [...passed].filter((slug) => now.get(slug) !== 'pass');
}

function planSecurityHub(snapshot: Snapshot): ControlPlan {
  const { reasons } = judgeSecurityHub(buildAccount(snapshot));
  const steps = reasons
    .filter((reason) => reason.code === 'security-hub-off')
    .flatMap((reason) => reason.resources)
    .map((region): Step => ({ kind: 'enable-security-hub', region: region.name }));
  const after = applySteps(snapshot, steps);
  const left = judgeSecurityHub(buildAccount(after));
  if (left.outcome === 'pass') return { kind: 'closes', steps, after };
  return { kind: 'blocked', why: text(...left.reasons.map((reason) => reason.message)) };
}

/** The ways to try, those that change least first. */
function aimsOf(
  snapshot: Snapshot,
  control: EventControl,
  entry: BenchmarkEntry,
  situation: Situation,
): readonly Aim[] {
  const { account, verdict } = judgeOne(snapshot, control, entry, situation);
  const { candidates } = verdict;
  const distinct = (among: readonly Candidate[]): readonly string[] =>
    [...new Set(among.flatMap((one) => one.filter?.id ?? []))].slice(0, MAX_AIMS);
  const own = candidates.filter((one) => one.filter?.group.account === account.id && one.relation !== 'none');
  // A filter that sees nearly everything rings all the time: that is nothing to build on.
  const seeing = own.filter((one) => one.matches.length > 0 && (one.covers?.overbroad ?? null) === null);
  const trails = new Map<string, Aim>();
  for (const { trail, links } of candidates) {
    const group = links.find((link) => link.kind === 'log-group')?.resource?.id ?? null;
    const arn = trail?.trail.TrailARN ?? null;
    trails.set(arn ?? `group ${group}`, { kind: 'add', trail: arn, group });
  }
  return [
    ...distinct(seeing.filter((one) => one.state !== 'working')).map((filter): Aim => ({ kind: 'mend', filter })),
    ...distinct(own.filter((one) => one.relation === 'own' && one.covers === null)).map(
      (filter): Aim => ({ kind: 'rewrite', filter }),
    ),
    ...[...trails.values()].slice(0, MAX_AIMS),
    ...(candidates.length === 0 ? [{ kind: 'new-trail' } as const] : []),
  ];
}

type Way = Extract<ControlPlan, { kind: 'closes' }>;

/** Mends the first broken link of the chain aimed at, judges again, and so on until the control passes. */
function pursue(
  snapshot: Snapshot,
  control: EventControl,
  entry: BenchmarkEntry,
  situation: Situation,
  start: Aim,
  fewest: number,
): Way | Extract<Move, { kind: 'stuck' }> | { readonly kind: 'longer' } {
  let after = snapshot;
  let aim = start;
  let steps: readonly Step[] = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { account, verdict } = judgeOne(after, control, entry, situation);
    if (verdict.outcome === 'pass') return { kind: 'closes', steps, after };
    const next = nextMove(account, control, entry, verdict.candidates, aim);
    if (next.move.kind === 'stuck') return next.move;
    steps = mergeSteps([...steps, ...next.move.steps]);
    // A way that is no shorter than one that is known is not worth going on.
    if (steps.length >= fewest) return { kind: 'longer' };
    after = tryOut(after, next.move.steps, situation);
    aim = next.aim;
  }
  return { kind: 'stuck', why: say`No change was found that closes it.` };
}

function nextMove(
  account: Account,
  control: EventControl,
  entry: BenchmarkEntry,
  candidates: readonly Candidate[],
  aim: Aim,
): { readonly move: Move; readonly aim: Aim } {
  if (aim.kind === 'new-trail') {
    const { ref, steps } = newTrail(account);
    return { move: take(...steps), aim: { kind: 'add', trail: ref.arn, group: null } };
  }
  const candidate = pick(candidates, aim);
  if (candidate === undefined) return { move: stuck(say`The chain that was to be mended is not there.`), aim };
  const trail = mendTrail(account, candidate);
  if (trail !== null) return { move: trail, aim };

  if (aim.kind === 'add') {
    const group =
      candidate.filter?.group ??
      logGroupOf(candidate.trail?.trail.CloudWatchLogsLogGroupArn ?? '') ??
      groupNamed(account, aim.group);
    if (group === null) return { move: stuck(say`The log group cannot be made out.`), aim };
    if (group.account !== account.id) {
      const why = say`Log group ${group.name} lies in account ${group.account}; the filter and the alarm belong there.`;
      return { move: stuck(why), aim };
    }
    return thenMend(newFilter(account, control, entry, group), aim);
  }
  const { filter } = candidate;
  if (filter === null) return { move: stuckOn(linkOf(candidate, 'metric-filter')), aim };
  if (aim.kind === 'rewrite') return thenMend(rewriteFilter(control, entry, filter), aim);

  const filterLink = linkOf(candidate, 'metric-filter');
  if (filterLink?.state === 'broken') {
    const move = mendMetric(control, filter, faultsOf(filterLink)) ?? stuckOn(filterLink);
    return { move, aim };
  }
  if (filterLink?.state === 'unseen') return { move: stuckOn(filterLink), aim };
  if (candidate.state === 'working') {
    return { move: stuck(say`Metric filter ${filter.filter.filterName} does not see everything.`), aim };
  }
  return { move: mendAlarm(account, candidate, filter, `cis-${control.slug}`), aim };
}

/** After a filter was put, the rest of its chain is mended. */
function thenMend(move: Move, aim: Aim): { readonly move: Move; readonly aim: Aim } {
  if (move.kind === 'stuck') return { move, aim };
  for (const step of move.steps) {
    if (step.kind !== 'put-filter') continue;
    return {
      move,
      aim: {
        kind: 'mend',
        filter: metricFilterResource({ ...step.filter, metricTransformations: [] }, step.region).id,
      },
    };
  }
  return { move, aim };
}

/** Of the paths that fit the aim, the one that leads furthest. */
function pick(candidates: readonly Candidate[], aim: Exclude<Aim, { kind: 'new-trail' }>): Candidate | undefined {
  const fits = (one: Candidate): boolean => {
    if (aim.kind !== 'add') return one.filter?.id === aim.filter;
    if (aim.trail !== null) return one.trail?.trail.TrailARN === aim.trail;
    return one.trail === null && one.links.some((link) => link.kind === 'log-group' && link.resource?.id === aim.group);
  };
  return candidates
    .filter(fits)
    .reduce<Candidate | undefined>(
      (best, one) => (best === undefined || one.reach > best.reach ? one : best),
      undefined,
    );
}

function groupNamed(account: Account, id: string | null): ReturnType<typeof logGroupOf> {
  for (const arn of account.snapshot.logGroups) {
    const group = logGroupOf(arn);
    if (group !== null && `${group.region}:${group.name}` === id) return group;
  }
  return null;
}
