import { createHash } from 'node:crypto';
import type { ReadSnapshot } from '../../snapshot/parse-snapshot.js';
import type { Snapshot } from '../../snapshot/schema.js';
import { buildAccount, isAbsence } from '../evaluate/account.js';
import type { Outcome } from '../model.js';
import {
  type AccountState,
  accountState,
  type ControlState,
  deliveriesOf,
  type Judging,
  sideOf,
} from './account-state.js';
import { compareStates } from './compare-states.js';
import type { Configuration } from './configuration.js';
import { fingerprint } from './fingerprint.js';
import type { AccountHistory, ControlHistory, Finding, History, HistoryDate, HistoryStep } from './history.js';

const DAY_MS = 24 * 60 * 60 * 1000;

interface Entry {
  readonly state: AccountState;
  readonly evidence: HistoryDate['evidence'];
}

/** What is kept of an account: states share whatever did not change. */
interface Shelf {
  readonly entries: Entry[];
  readonly digests: Set<string>;
  /** By fingerprint. */
  readonly known: Map<string, AccountState>;
  /** Parts of states, by what they say. */
  readonly parts: Map<string, unknown>;
}

/**
 * Takes in snapshots one after the other, of any accounts in any order, and keeps of each only what its history needs: a
 * snapshot can be forgotten once it is added. Each is judged by itself; what leads into other accounts is not followed.
 */
export class HistoryBook {
  readonly #judging: Omit<Judging, 'waivers'>;
  readonly #shelves = new Map<string, Shelf>();
  #repeated = 0;

  constructor(judging: Omit<Judging, 'waivers'>) {
    this.#judging = judging;
  }

  add(read: ReadSnapshot): void {
    const shelf = this.#shelfOf(read.snapshot.account.id);
    if (shelf.digests.has(read.digest)) {
      this.#repeated += 1;
      return;
    }
    shelf.digests.add(read.digest);
    shelf.entries.push({ state: this.#stateOf(read, shelf), evidence: evidenceOf(read.snapshot) });
  }

  /** The history of all that was added. Pure but for this book: the same snapshots in any order give the same. */
  finish(about: Pick<History, 'tool' | 'generatedAt'>): History {
    const accounts = [...this.#shelves].map(([id, shelf]) => accountHistory(id, shelf.entries)).sort(worstFirst);
    const steps = accounts.flatMap((account) => account.steps.flatMap((step) => step.controls));
    return {
      schemaVersion: 1,
      ...about,
      language: this.#judging.language ?? 'en',
      lens: this.#judging.lens,
      benchmark: { name: this.#judging.benchmark.name, version: this.#judging.benchmark.version },
      accounts,
      summary: {
        accounts: accounts.length,
        snapshots: accounts.reduce((sum, { dates }) => sum + dates.length, 0),
        repeated: this.#repeated,
        failing: accounts.filter((account) => failingNow(account) > 0).length,
        regressed: steps.filter(({ change }) => change === 'regressed').length,
        fixed: steps.filter(({ change }) => change === 'fixed').length,
      },
    };
  }

  #shelfOf(account: string): Shelf {
    let shelf = this.#shelves.get(account);
    if (shelf === undefined) {
      shelf = { entries: [], digests: new Set(), known: new Map(), parts: new Map() };
      this.#shelves.set(account, shelf);
    }
    return shelf;
  }

  #stateOf(read: ReadSnapshot, shelf: Shelf): AccountState {
    const print = fingerprint(read.snapshot);
    const known = shelf.known.get(print);
    if (known !== undefined) return { ...known, side: sideOf(read), deliveries: deliveriesIn(read.snapshot) };
    const state = accountState(read, this.#judging);
    const kept = {
      ...state,
      configuration: sharedConfiguration(state.configuration, shelf.parts),
      controls: new Map([...state.controls].map(([slug, control]) => [slug, shared(control, shelf.parts)])),
    };
    shelf.known.set(print, kept);
    return kept;
  }
}

/** The same thing once. The map holds what this function put there, under the digest of all of it. */
function shared<T>(part: T, parts: Map<string, unknown>): T {
  const key = createHash('sha256').update(JSON.stringify(part)).digest('base64');
  const known = parts.get(key);
  if (known !== undefined) return known as T;
  parts.set(key, part);
  return part;
}

function sharedConfiguration({ resources, calls }: Configuration, parts: Map<string, unknown>): Configuration {
  return {
    resources: new Map([...resources].map(([key, resource]) => [key, shared(resource, parts)])),
    calls: new Map([...calls].map(([key, call]) => [key, shared(call, parts)])),
  };
}

/** Only the trails' answers are looked at. */
function deliveriesIn(snapshot: Snapshot): AccountState['deliveries'] {
  return deliveriesOf(buildAccount(snapshot));
}

function evidenceOf(snapshot: Snapshot): HistoryDate['evidence'] {
  const unanswered = snapshot.calls.filter((call) => call.outcome.kind !== 'ok' && !isAbsence(call));
  const gaps = new Set(unanswered.map((call) => call.region));
  return {
    calls: snapshot.calls.length,
    answered: snapshot.calls.length - unanswered.length,
    regionsAsked: snapshot.regions.length,
    regionsRead: snapshot.regions.filter((region) => !gaps.has(region)).length,
  };
}

function accountHistory(account: string, unsorted: readonly Entry[]): AccountHistory {
  const entries = unsorted.toSorted((a, b) => inTime(a.state, b.state));
  const dates = entries.map(({ state, evidence }): HistoryDate => {
    const { account: _account, alias: _alias, ...side } = state.side;
    return { ...side, outcomes: countOutcomes(state.controls), evidence };
  });
  const latest = entries.at(-1)?.state;
  return {
    account,
    alias: latest?.side.alias ?? null,
    dates,
    controls:
      latest === undefined ? [] : [...latest.controls.values()].map((control) => controlHistory(control, entries)),
    steps: entries.flatMap(({ state }, index) => {
      const before = entries[index - 1]?.state;
      return before === undefined ? [] : stepBetween(before, state, index);
    }),
  };
}

function inTime({ side: one }: AccountState, { side: other }: AccountState): number {
  return (
    Date.parse(one.startedAt) - Date.parse(other.startedAt) ||
    Date.parse(one.endedAt) - Date.parse(other.endedAt) ||
    (one.digest < other.digest ? -1 : 1)
  );
}

function stepBetween(before: AccountState, after: AccountState, to: number): readonly HistoryStep[] {
  const same = before.configuration === after.configuration && before.controls === after.controls;
  if (same) return [];
  const { notes, controls, resources, calls } = compareStates(before, after, null);
  const changed = controls.filter(({ change }) => change !== 'unchanged');
  if (changed.length + resources.length + calls.length === 0) return [];
  return [{ from: to - 1, to, notes, controls: changed, resources, calls }];
}

function controlHistory({ slug, id, title, outcome }: ControlState, entries: readonly Entry[]): ControlHistory {
  const outcomes = entries.map(({ state }) => state.controls.get(slug)?.outcome ?? 'not-assessed');
  const times = entries.map(({ state }) => state.side.startedAt);
  return { slug, id, title, outcomes, now: outcome, findings: findingsOf(outcomes, times) };
}

function findingsOf(outcomes: readonly Outcome[], times: readonly string[]): readonly Finding[] {
  const findings: Finding[] = [];
  let first: string | null = null;
  let last = '';
  for (const [index, outcome] of outcomes.entries()) {
    const time = times[index] ?? '';
    if (outcome === 'fail') {
      first ??= time;
      last = time;
    } else if (outcome === 'pass' && first !== null) {
      findings.push({ firstSeen: first, lastSeen: last, closed: time, days: daysBetween(first, time) });
      first = null;
    }
  }
  if (first === null) return findings;
  return [
    ...findings,
    { firstSeen: first, lastSeen: last, closed: null, days: daysBetween(first, times.at(-1) ?? '') },
  ];
}

function daysBetween(from: string, to: string): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

function countOutcomes(controls: ReadonlyMap<string, ControlState>): HistoryDate['outcomes'] {
  const counts: Record<Outcome, number> = { pass: 0, fail: 0, 'not-assessed': 0, 'not-applicable': 0, manual: 0 };
  for (const { outcome } of controls.values()) counts[outcome] += 1;
  return counts;
}

/** How many controls fail in the latest snapshot. */
export function failingNow({ dates }: AccountHistory): number {
  return dates.at(-1)?.outcomes.fail ?? 0;
}

/** Days for which the oldest finding that is open has been seen; null where none is open. */
export function oldestOpen({ controls }: AccountHistory): number | null {
  const open = controls.flatMap(({ findings }) => findings.filter(({ closed }) => closed === null));
  return open.length === 0 ? null : Math.max(...open.map(({ days }) => days));
}

function worstFirst(one: AccountHistory, other: AccountHistory): number {
  const open = ({ dates }: AccountHistory): number => dates.at(-1)?.outcomes['not-assessed'] ?? 0;
  return (
    failingNow(other) - failingNow(one) ||
    open(other) - open(one) ||
    (oldestOpen(other) ?? -1) - (oldestOpen(one) ?? -1) ||
    (one.account < other.account ? -1 : 1)
  );
}
