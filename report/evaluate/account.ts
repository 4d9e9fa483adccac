import { ABSENCE, ANSWERS, type Answer, type OperationName } from '../../snapshot/operations.js';
import type { Call, CallOutcome, Snapshot } from '../../snapshot/schema.js';
import type { EvidenceRef } from '../model.js';

/** What the snapshot says to one question. Only `seen` and `absent` may ever lead to a pass or a fail. */
export type Seen<T> =
  | { readonly kind: 'seen'; readonly value: T; readonly ref: EvidenceRef }
  /** AWS answered that the thing does not exist. */
  | { readonly kind: 'absent'; readonly ref: EvidenceRef }
  | { readonly kind: 'unseen'; readonly hole: Hole };

/** Evidence that is not there, and why. */
export interface Hole {
  readonly kind: Exclude<CallOutcome['kind'], 'ok'> | 'not-asked' | 'unreadable';
  readonly operation: OperationName;
  readonly region: string;
  readonly errorName: string | null;
  readonly ref: EvidenceRef | null;
}

/** A snapshot, indexed by what is asked of it. */
export interface Account {
  readonly id: string;
  readonly partition: string;
  readonly snapshot: Snapshot;
  /** Every call of an operation, in the snapshot's order. */
  readonly all: <Name extends OperationName>(operation: Name) => readonly Asked<Name>[];
  /** The answer of an operation in a region to an input with these members. */
  readonly ask: <Name extends OperationName>(
    operation: Name,
    region: string,
    input?: Readonly<Record<string, unknown>>,
  ) => Seen<Answer<Name>>;
}

export interface Asked<Name extends OperationName> {
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly seen: Seen<Answer<Name>>;
}

/** True when the call's error is an answer in itself. */
export function isAbsence(call: Call): boolean {
  if (call.outcome.kind !== 'failed') return false;
  const operation = `${call.service}:${call.operation}`;
  return isOperation(operation) && (ABSENCE[operation]?.includes(call.outcome.error.name) ?? false);
}

/** Builds the view. Answers are checked when they are first asked for, and once. */
export function buildAccount(snapshot: Snapshot): Account {
  const byOperation = new Map<string, { readonly call: Call; readonly index: number }[]>();
  snapshot.calls.forEach((call, index) => {
    const operation = `${call.service}:${call.operation}`;
    const calls = byOperation.get(operation);
    if (calls === undefined) byOperation.set(operation, [{ call, index }]);
    else calls.push({ call, index });
  });

  const read = new Map<OperationName, readonly Asked<OperationName>[]>();
  const all = <Name extends OperationName>(operation: Name): readonly Asked<Name>[] => {
    let asked = read.get(operation);
    if (asked === undefined) {
      asked = (byOperation.get(operation) ?? []).map(({ call, index }) => ({
        region: call.region,
        input: call.input,
        seen: look(operation, call, { account: snapshot.account.id, index, operation, region: call.region }),
      }));
      read.set(operation, asked);
    }
    // The map is filled above with answers of the very operation that is its key.
    return asked as readonly Asked<Name>[];
  };

  return {
    id: snapshot.account.id,
    partition: snapshot.account.partition,
    snapshot,
    all,
    ask: (operation, region, input = {}) => {
      const fitting = all(operation).filter((asked) => asked.region === region && contains(asked.input, input));
      // Should a call stand twice (a run that was taken up again), the one that was answered counts.
      const best = fitting.find((asked) => asked.seen.kind !== 'unseen') ?? fitting[0];
      if (best !== undefined) return best.seen;
      return { kind: 'unseen', hole: { kind: 'not-asked', operation, region, errorName: null, ref: null } };
    },
  };
}

function look<Name extends OperationName>(operation: Name, call: Call, ref: EvidenceRef): Seen<Answer<Name>> {
  const { outcome } = call;
  const hole = { operation, region: call.region, ref };
  if (outcome.kind !== 'ok') {
    if (isAbsence(call)) return { kind: 'absent', ref };
    return { kind: 'unseen', hole: { ...hole, kind: outcome.kind, errorName: outcome.error.name } };
  }
  const parsed = ANSWERS[operation].safeParse(outcome.answer);
  if (!parsed.success) return { kind: 'unseen', hole: { ...hole, kind: 'unreadable', errorName: null } };
  // The schema is the one of this very operation.
  return { kind: 'seen', value: parsed.data as Answer<Name>, ref };
}

function contains(input: Readonly<Record<string, unknown>>, part: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(part).every(([key, value]) => Object.hasOwn(input, key) && input[key] === value);
}

function isOperation(name: string): name is OperationName {
  return Object.hasOwn(ANSWERS, name);
}
