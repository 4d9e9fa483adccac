// What was read of an account and what was not, with the permission that was missing.
import { holes } from '../../collect/holes.js';
import { OPERATIONS } from '../../collect/operations.js';
import type { Call, Snapshot } from '../../snapshot/schema.js';
import { printable, type Terminal } from '../terminal.js';

export interface Reading {
  readonly operation: string;
  readonly read: number;
  readonly calls: number;
  /** Each cause with the regions it stands for. */
  readonly gaps: readonly {
    readonly why: string;
    readonly regions: readonly string[];
    /** The IAM action that was missing; null where another thing was amiss. */
    readonly permission: string | null;
  }[];
}

/** One row for each operation that was asked, in the snapshot's order. */
export function readingsOf(snapshot: Snapshot): readonly Reading[] {
  const missing = new Set(holes(snapshot));
  const byOperation = new Map<string, Call[]>();
  for (const call of snapshot.calls) {
    const name = `${call.service}:${call.operation}`;
    byOperation.set(name, [...(byOperation.get(name) ?? []), call]);
  }
  return [...byOperation].map(([operation, calls]) => {
    const gaps = calls.filter((call) => missing.has(call));
    return { operation, calls: calls.length, read: calls.length - gaps.length, gaps: gapsOf(operation, gaps) };
  });
}

function gapsOf(operation: string, calls: readonly Call[]): Reading['gaps'] {
  const causes = new Map<
    string,
    { readonly why: string; readonly permission: string | null; readonly regions: Set<string> }
  >();
  for (const { outcome, region } of calls) {
    if (outcome.kind === 'ok') continue;
    const why = `${WORDS[outcome.kind]} (${outcome.error.name})`;
    const permission = permissionOf(operation, outcome);
    const cause = causes.get(why) ?? { why, permission, regions: new Set() };
    cause.regions.add(region);
    causes.set(why, cause);
  }
  return [...causes.values()].map(({ why, permission, regions }) => ({ why, permission, regions: [...regions] }));
}

/** The IAM action that a call was refused for; null where another thing was amiss. */
export function permissionOf(operation: string, outcome: Call['outcome']): string | null {
  if (outcome.kind !== 'denied') return null;
  return OPERATIONS.find(({ name }) => name === operation)?.iamAction ?? null;
}

const WORDS = {
  denied: 'denied',
  throttled: 'throttled out',
  'region-not-enabled': 'region not enabled',
  failed: 'failed',
  skipped: 'skipped',
} as const satisfies Record<Exclude<Call['outcome']['kind'], 'ok'>, string>;

/** Prints the table to stdout. */
export function printReadings(snapshot: Snapshot, terminal: Terminal): void {
  for (const { operation, read, calls, gaps } of readingsOf(snapshot)) {
    const mark = gaps.length === 0 ? 'read    ' : terminal.paint('yellow', 'NOT READ');
    const count = `${read} of ${calls}`.padStart(9);
    if (gaps.length === 0) terminal.out(`  ${mark} ${operation.padEnd(34)} ${count}`);
    for (const { why, regions, permission } of gaps) {
      const needs = permission === null ? '' : `; needs ${permission}`;
      const cause = printable(`${why} in ${regionList(regions)}${needs}`);
      terminal.out(`  ${mark} ${operation.padEnd(34)} ${count}  ${cause}`);
    }
  }
}

/** One line for each operation and cause, with the regions it stands for. */
export function missingLines(snapshot: Snapshot): readonly string[] {
  return readingsOf(snapshot).flatMap(({ operation, gaps }) =>
    gaps.map(({ why, regions }) => `not read: ${operation.replace(':', ' ')}: ${why} in ${regions.join(', ')}`),
  );
}

const MOST_REGIONS = 6;

function regionList(regions: readonly string[]): string {
  if (regions.length <= MOST_REGIONS) return regions.join(', ');
  return `${regions.slice(0, MOST_REGIONS - 1).join(', ')} and ${regions.length - MOST_REGIONS + 1} more`;
}
