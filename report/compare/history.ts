// What a history says and every output of it reads: plain data, JSON-serialisable as it stands.
import type { Lang } from '../language/languages.js';
import type { Outcome } from '../model.js';
import type { AccountDiff, Side } from './diff.js';

/** One snapshot of the account. */
export interface HistoryDate extends Omit<Side, 'account' | 'alias'> {
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** How much of what was asked was answered. */
  readonly evidence: {
    readonly calls: number;
    readonly answered: number;
    readonly regionsAsked: number;
    readonly regionsRead: number;
  };
}

/** A time in which a control was seen failing. What could not be assessed in between neither ends nor begins one. */
export interface Finding {
  /** Start of the first snapshot in which it was seen. */
  readonly firstSeen: string;
  /** Start of the last snapshot in which it was seen. */
  readonly lastSeen: string;
  /** Start of the snapshot in which the control was met again; null while it is open. */
  readonly closed: string | null;
  /** Whole days from the first sight to the closing, or to the account's latest snapshot. */
  readonly days: number;
}

export interface ControlHistory {
  readonly slug: string;
  readonly id: string;
  readonly title: string;
  /** By date, in the order of `dates`. */
  readonly outcomes: readonly Outcome[];
  readonly now: Outcome;
  /** Oldest first. */
  readonly findings: readonly Finding[];
}

/** What changed from one snapshot to the next; only where something did. */
export interface HistoryStep {
  /** Indexes into `dates`. */
  readonly from: number;
  readonly to: number;
  readonly notes: AccountDiff['notes'];
  /** Those that changed. */
  readonly controls: AccountDiff['controls'];
  readonly resources: AccountDiff['resources'];
  readonly calls: AccountDiff['calls'];
}

export interface AccountHistory {
  readonly account: string;
  readonly alias: string | null;
  /** Oldest first. */
  readonly dates: readonly HistoryDate[];
  readonly controls: readonly ControlHistory[];
  readonly steps: readonly HistoryStep[];
}

export interface History {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601. */
  readonly generatedAt: string;
  readonly language: Lang;
  readonly lens: 'effective' | 'benchmark';
  readonly benchmark: { readonly name: string; readonly version: string };
  /** Worst first: by what fails now, then by what cannot be assessed now, then by how long. */
  readonly accounts: readonly AccountHistory[];
  readonly summary: {
    readonly accounts: number;
    readonly snapshots: number;
    /** Snapshots that were given more than once, and counted once. */
    readonly repeated: number;
    readonly failing: number;
    /** Controls that went from met to not met between two snapshots, and the other way round. */
    readonly regressed: number;
    readonly fixed: number;
  };
}
