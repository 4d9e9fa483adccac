// What a comparison says and every output of it reads: plain data, JSON-serialisable as it stands.

import type { CallOutcome } from '../../snapshot/schema.js';
import type { Lang } from '../language/languages.js';
import type { LinkKind, Outcome } from '../model.js';

/** In the order in which they are told of: that of the chain. */
export const RESOURCE_KINDS = [
  'account',
  'organization',
  'region',
  'trail',
  'log-group',
  'metric-filter',
  'alarm',
  'topic',
  'subscription',
  'security-hub',
  'standard',
] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** What became of a call. `absent`: AWS answered that there is no such thing. Only `ok` and `absent` are answers. */
export type CallStatus = CallOutcome['kind'] | 'absent' | 'unreadable' | 'not-asked';

export interface ResourceRef {
  readonly kind: ResourceKind;
  /** ARN where AWS has one, else a name that is unique in its kind and region. */
  readonly id: string;
  /** Short name for people. */
  readonly name: string;
  readonly region: string | null;
}

export interface FieldChange {
  /** Where it stands in AWS's answer, e.g. `metricTransformations[0].metricName`. */
  readonly path: string;
  /** Null also where the field is not there. */
  readonly before: unknown;
  readonly after: unknown;
  /** Of a filter pattern: what the change does to it. */
  readonly pattern?: PatternChange;
}

export interface PatternChange {
  /** `same`: spelled in another way, the same tree. `unknown`: one of the two could not be read. */
  readonly meaning: 'same' | 'different' | 'unknown';
  /** Conditions, in their canonical spelling, that stand only in the later pattern, or only in the earlier. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface ResourceChange extends ResourceRef {
  readonly change: 'added' | 'removed' | 'changed';
  /** Empty where the resource was added or removed. */
  readonly fields: readonly FieldChange[];
}

/** A resource that one snapshot has, and of which the other cannot tell whether it was there. */
export interface UnreadResource extends ResourceRef {
  readonly readIn: 'before' | 'after';
  /** Why the other cannot tell: what became of the call, or `not-stored`: no control needed the resource. */
  readonly why: CallStatus | 'not-stored';
}

/** A call that was answered in one snapshot and not in the other. */
export interface CallChange {
  readonly operation: string;
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly before: CallStatus;
  readonly after: CallStatus;
}

export interface EventChange {
  readonly id: string;
  readonly eventName: string | null;
  readonly condition: string;
  /** The first link that loses the event, on the side where it is lost. */
  readonly link: LinkKind;
  /** What stood at that link where the event was seen; null where the way led elsewhere, or several filters shared it. */
  readonly resource: { readonly kind: string; readonly id: string; readonly name: string } | null;
}

/** An event of which one side cannot say whether it is seen. */
export interface UnsettledEvent {
  readonly id: string;
  readonly eventName: string | null;
  readonly condition: string;
  readonly link: LinkKind;
  readonly before: EventStanding;
  readonly after: EventStanding;
}

/** `seen`: a working chain reports it. `lost`: none does. `unseen`: evidence is missing. */
export type EventStanding = 'seen' | 'lost' | 'unseen';

/** Why an outcome, or what is seen, is not what it was. */
export type Cause =
  | {
      readonly kind: 'configuration';
      readonly resource: ResourceRef;
      readonly change: ResourceChange['change'];
      /** The fields that bear on the control. */
      readonly paths: readonly string[];
    }
  /** A call that AWS refuses on one side and answers on the other. */
  | ({ readonly kind: 'permission' } & CallChange)
  /** A call that for another reason was answered on one side only. */
  | ({ readonly kind: 'evidence' } & CallChange)
  /** What the account said of its own running, with the same configuration: deliveries that ceased. */
  | {
      readonly kind: 'state';
      readonly resource: ResourceRef;
      readonly path: string;
      readonly before: unknown;
      readonly after: unknown;
    }
  | { readonly kind: 'benchmark'; readonly before: string; readonly after: string }
  | { readonly kind: 'tool'; readonly before: string; readonly after: string }
  | { readonly kind: 'waiver'; readonly before: string | null; readonly after: string | null };

export interface ControlChange {
  readonly slug: string;
  /** Number in the later benchmark version, else in the earlier. */
  readonly id: string;
  readonly title: string;
  /** Null where the benchmark version does not have the control. */
  readonly before: Outcome | null;
  readonly after: Outcome | null;
  /** `changed`: neither better nor worse can be said, or the outcome is the same and other events are seen. */
  readonly change: 'fixed' | 'regressed' | 'unchanged' | 'changed';
  /** `newly`: assessed now and not before. `no-longer`: the other way round. */
  readonly assessed: 'newly' | 'no-longer' | null;
  readonly causes: readonly Cause[];
  readonly events: {
    readonly gained: readonly EventChange[];
    readonly lost: readonly EventChange[];
    readonly unsettled: readonly UnsettledEvent[];
  };
}

export interface Side {
  readonly account: string;
  readonly alias: string | null;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly collectedBy: { readonly name: string; readonly version: string };
  readonly schemaVersion: number;
  /** SHA-256 of the snapshot file as read, lower-case hex. */
  readonly digest: string;
}

/** Something to know before the comparison is read. Values by name, for the sentence that an output makes of it. */
export interface Note {
  readonly code:
    | 'swapped'
    | 'overlapping'
    | 'same-snapshot'
    | 'tool-versions'
    | 'schema-versions'
    | 'across'
    | 'scope'
    | 'regions'
    | 'only-before'
    | 'only-after';
  readonly values: Readonly<Record<string, string>>;
}

export interface AccountDiff {
  readonly account: string;
  readonly alias: string | null;
  readonly before: Side;
  readonly after: Side;
  readonly notes: readonly Note[];
  /** Every control of either benchmark version. */
  readonly controls: readonly ControlChange[];
  /** Those that changed. */
  readonly resources: readonly ResourceChange[];
  readonly unread: readonly UnreadResource[];
  readonly calls: readonly CallChange[];
}

export interface DiffSummary {
  readonly accounts: number;
  readonly controls: Readonly<Record<ControlChange['change'], number>>;
  readonly assessed: { readonly newly: number; readonly noLonger: number };
  readonly events: { readonly gained: number; readonly lost: number; readonly unsettled: number };
  readonly resources: Readonly<Record<ResourceChange['change'], number>>;
}

export interface Diff {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601. */
  readonly generatedAt: string;
  readonly language: Lang;
  readonly lens: 'effective' | 'benchmark';
  readonly benchmark: { readonly name: string; readonly before: string; readonly after: string };
  /** Two different accounts were compared; their own ids read `{account}` in ids and fields. */
  readonly across: boolean;
  /** Accounts that only one side has. */
  readonly notes: readonly Note[];
  readonly accounts: readonly AccountDiff[];
  readonly summary: DiffSummary;
}
