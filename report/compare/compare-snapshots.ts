import type { ReadSnapshot } from '../../snapshot/parse-snapshot.js';
import type { Benchmark } from '../benchmarks/benchmark.js';
import { buildAccount } from '../evaluate/account.js';
import { makeEstate } from '../evaluate/estate.js';
import type { Lens } from '../evaluate/lens.js';
import type { Lang } from '../language/languages.js';
import type { Waiver } from '../model.js';
import { type AccountState, accountState, controlStates } from './account-state.js';
import { compareStates, movedIn, summarise } from './compare-states.js';
import type { Diff, Note } from './diff.js';
import { nameless } from './nameless.js';

export interface CompareOptions {
  /** The versions under which the earlier and the later snapshots are judged; mostly the same. */
  readonly benchmarks: { readonly before: Benchmark; readonly after: Benchmark };
  readonly lens: Lens;
  /** What the engagement waives on each side; a waiver counts until it expires, by the day of the snapshot. */
  readonly waivers?: { readonly before: readonly Waiver[]; readonly after: readonly Waiver[] };
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601. */
  readonly generatedAt: string;
  /** English when not given. */
  readonly language?: Lang;
  /** Compare one account with another: each side then holds one. */
  readonly across?: boolean;
}

/**
 * Compares the snapshots of one time with those of another, an account at a time: outcomes, the events that are seen,
 * and the configuration. Each side has at most one snapshot of an account. Accounts that only one side has are noted.
 * Pure: same input, same result.
 *
 * @throws Error when `across` is asked for and a side does not hold exactly one snapshot.
 */
export function compareSnapshots(
  before: readonly ReadSnapshot[],
  after: readonly ReadSnapshot[],
  options: CompareOptions,
): Diff {
  const across = options.across === true;
  const pairs = across ? [pairAcross(before, after)] : pairByAccount(before, after);
  const estates = { before: estateOf(before), after: estateOf(after) };
  const { lens, benchmarks, language, waivers = { before: [], after: [] } } = options;
  const earlier = { benchmark: benchmarks.before, lens, language, waivers: waivers.before };
  const later = { benchmark: benchmarks.after, lens, language, waivers: waivers.after };
  const own = (state: AccountState): AccountState => (across ? nameless(state) : state);
  const states = pairs.map(([one, other]) => {
    const then = own(accountState(one, earlier, estates.before));
    const now = own(accountState(other, later, estates.after));
    const rejudged =
      benchmarks.before.version === benchmarks.after.version
        ? null
        : controlStates(buildAccount(one.snapshot), later, estates.before);
    return { then, now, rejudged, moved: movedIn(then, now) };
  });
  const accounts = states.map(({ then, now, rejudged }, index) => {
    const others = states.filter((_, other) => other !== index).map(({ moved }) => moved);
    return compareStates(then, now, rejudged, others);
  });
  return {
    schemaVersion: 1,
    tool: options.tool,
    generatedAt: options.generatedAt,
    language: options.language ?? 'en',
    lens: options.lens,
    benchmark: {
      name: options.benchmarks.after.name,
      before: options.benchmarks.before.version,
      after: options.benchmarks.after.version,
    },
    across,
    notes: across ? [] : unpaired(before, after),
    accounts,
    summary: summarise(accounts),
  };
}

type Pair = readonly [before: ReadSnapshot, after: ReadSnapshot];

function pairAcross(before: readonly ReadSnapshot[], after: readonly ReadSnapshot[]): Pair {
  const [one, other] = [before[0], after[0]];
  if (one === undefined || other === undefined || before.length > 1 || after.length > 1) {
    throw new Error('to compare across accounts, each side must hold one snapshot');
  }
  return [one, other];
}

function pairByAccount(before: readonly ReadSnapshot[], after: readonly ReadSnapshot[]): readonly Pair[] {
  return after.flatMap((other): Pair[] => {
    const one = before.find(({ snapshot }) => snapshot.account.id === other.snapshot.account.id);
    return one === undefined ? [] : [[one, other]];
  });
}

function unpaired(before: readonly ReadSnapshot[], after: readonly ReadSnapshot[]): readonly Note[] {
  const ids = (side: readonly ReadSnapshot[]) => side.map(({ snapshot }) => snapshot.account.id);
  const only = (side: readonly ReadSnapshot[], other: readonly ReadSnapshot[], code: Note['code']): readonly Note[] =>
    ids(side)
      .filter((id) => !ids(other).includes(id))
      .map((account) => ({ code, values: { account } }));
  return [...only(before, after, 'only-before'), ...only(after, before, 'only-after')];
}

function estateOf(side: readonly ReadSnapshot[]) {
  return makeEstate(side.map(({ snapshot }) => buildAccount(snapshot)));
}
