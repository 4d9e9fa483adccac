import { IDENTITY_TYPES, type Scene } from './event-model.js';
import {
  ARRAY,
  allowsNumber,
  allowsText,
  FALSE,
  findNumber,
  MISSING,
  NULL,
  NUMBER,
  OBJECT,
  STRING,
  TRUE,
  textOf,
} from './node-state.js';
import { bareRecord, type EventRecord, type Facts, plausibleRecord } from './record.js';
import { arrayLength, type Place, possibleKinds } from './solve.js';
import type { Work } from './texts.js';

interface Given extends Facts {
  readonly work: Work;
}

/** Events of the solved kind, the most lifelike first; none where a value could not be found within bounds. */
export function* eventsOf(places: readonly Place[], scene: Scene, given: Facts, work: Work): Generator<EventRecord> {
  const facts: Given = { ...given, work };
  const identity = chosen(places, ['userIdentity', 'type'], IDENTITY_TYPES, work) ?? 'IAMUser';
  const isRoot = identity === 'Root';
  const outline = {
    eventName: scene.eventName ?? (isRoot ? 'CreateAccessKey' : 'DescribeInstances'),
    eventSource: scene.eventSource ?? (isRoot && scene.eventName === null ? 'iam.amazonaws.com' : 'ec2.amazonaws.com'),
    identity,
    failed:
      chosen(places, ['responseElements', 'ConsoleLogin'], [], work) === 'Failure' || isPresent(places, 'errorMessage'),
  };
  const plausible = plausibleRecord(outline, facts);
  for (const make of [() => plausible, () => bareRecord(plausible)]) {
    const event = fill(make(), places, facts);
    if (event !== null) yield decorated(event, places);
  }
}

/** Only what a place that was asked about must be; what nobody asked about stays as the base has it. */
function fill(base: EventRecord, places: readonly Place[], facts: Given): EventRecord | null {
  const event: Record<string, unknown> = { ...base };
  for (const place of places) {
    const name = place.path.steps[0];
    if (typeof name !== 'string') return null;
    const value = chosenValue(place, Object.hasOwn(base, name) ? base[name] : ABSENT, facts);
    if (value === UNKNOWN) return null;
    if (value === ABSENT) delete event[name];
    else event[name] = value;
  }
  return event;
}

const ABSENT = Symbol('absent');
const UNKNOWN = Symbol('unknown');

/** The base's own value if it is allowed, else the nearest thing that is. */
function chosenValue(place: Place, base: unknown, facts: Given): unknown {
  const kinds = possibleKinds(place);
  const baseKind = kindOf(base);
  const order = [baseKind, STRING, MISSING, OBJECT, FALSE, TRUE, NULL, NUMBER, ARRAY];
  let unknown = false;
  for (const kind of order) {
    if ((kinds & kind) === 0) continue;
    const value = valueOfKind(kind, place, base, facts);
    if (value !== UNKNOWN) return value;
    unknown = true;
  }
  return unknown ? UNKNOWN : ABSENT;
}

function kindOf(value: unknown): number {
  if (value === ABSENT) return MISSING;
  if (value === null) return NULL;
  if (Array.isArray(value)) return ARRAY;
  if (value === true) return TRUE;
  if (value === false) return FALSE;
  return typeof value === 'string' ? STRING : typeof value === 'number' ? NUMBER : OBJECT;
}

function valueOfKind(kind: number, place: Place, base: unknown, facts: Given): unknown {
  const { state } = place;
  switch (kind) {
    case MISSING:
      return ABSENT;
    case NULL:
      return null;
    case TRUE:
      return true;
    case FALSE:
      return false;
    case STRING: {
      if (typeof base === 'string' && allowsText(state, base) === true) return base;
      const found = textOf(state, hintsFor(place, base, facts), facts.work);
      return found.kind === 'member' ? found.text : UNKNOWN;
    }
    case NUMBER: {
      if (typeof base === 'number' && allowsNumber(state, base)) return base;
      const found = findNumber(state.numbers);
      return typeof found === 'number' ? found : UNKNOWN;
    }
    case OBJECT:
      return objectOf(place, base, facts);
    default:
      return arrayOf(place, facts);
  }
}

function objectOf(place: Place, base: unknown, facts: Given): unknown {
  const value: Record<string, unknown> = kindOf(base) === OBJECT ? Object.fromEntries(Object.entries(base ?? {})) : {};
  for (const child of place.children) {
    const name = child.path.steps.at(-1);
    if (typeof name !== 'string') continue;
    const inner = chosenValue(child, Object.hasOwn(value, name) ? value[name] : ABSENT, facts);
    if (inner === UNKNOWN) return UNKNOWN;
    if (inner === ABSENT) delete value[name];
    else value[name] = inner;
  }
  return value;
}

function arrayOf(place: Place, facts: Given): unknown {
  const inner = place.children.map((child) => ({ child, kinds: possibleKinds(child) }));
  const length = arrayLength(inner) ?? 0;
  if (length > 1000) return UNKNOWN;
  const values: unknown[] = Array.from({ length }, () => ({}));
  for (const { child, kinds } of inner) {
    const index = child.path.steps.at(-1);
    if (typeof index !== 'number' || index >= length) continue;
    const present: Place = { ...child, state: { ...child.state, kinds: kinds & ~MISSING } };
    const value = chosenValue(present, ABSENT, facts);
    if (value === UNKNOWN || value === ABSENT) return UNKNOWN;
    values[index] = value;
  }
  return values;
}

/** Values that a reader would take for real, by field. */
const HINTS: Readonly<Record<string, readonly string[]>> = {
  errorCode: [
    'AccessDenied',
    'Client.UnauthorizedOperation',
    'AccessDeniedException',
    'UnauthorizedOperation',
    'ThrottlingException',
  ],
  errorMessage: ['Failed authentication', 'You are not authorized to perform this operation.'],
  sourceIPAddress: ['198.51.100.23', '203.0.113.9', '192.0.2.44', 'cloudformation.amazonaws.com'],
  awsRegion: ['us-east-1', 'eu-west-1', 'ap-southeast-2'],
  eventName: ['DescribeInstances', 'CreateAccessKey', 'GetSecretValue', 'RunInstances', 'HeadBucket'],
  eventSource: ['ec2.amazonaws.com', 'iam.amazonaws.com', 's3.amazonaws.com', 'secretsmanager.amazonaws.com'],
  eventType: ['AwsApiCall'],
  userAgent: ['aws-cli/2.27.0', 'Boto3/1.38.0', 'console.amazonaws.com'],
  'userIdentity.userName': ['alice', 'bob', 'carol'],
  'userIdentity.invokedBy': ['cloudformation.amazonaws.com', 'support.amazonaws.com'],
  'userIdentity.type': ['IAMUser', 'AssumedRole', 'Root'],
};

function hintsFor({ path }: Place, base: unknown, facts: Given): readonly string[] {
  const { account, partition } = facts;
  const own = typeof base === 'string' ? [base] : [];
  switch (path.field) {
    case 'userIdentity.arn':
      return [
        `arn:${partition}:iam::${account}:user/alice`,
        `arn:${partition}:iam::${account}:user/bob`,
        `arn:${partition}:sts::${account}:assumed-role/Admin/alice`,
        `arn:${partition}:iam::${account}:root`,
      ];
    case 'userIdentity.accountId':
      return [account, '444455556666', '777788889999'];
    case 'awsRegion':
      return [facts.region, ...(HINTS['awsRegion'] ?? [])];
    default:
      return [...own, ...(path.field === null ? [] : (HINTS[path.field] ?? [])), 'example', 'other'];
  }
}

/** The text that was chosen for a place; undefined where the place was not asked about or leaves a choice open. */
function chosen(
  places: readonly Place[],
  steps: readonly string[],
  preferred: readonly string[],
  work: Work,
): string | undefined {
  let level: readonly Place[] = places;
  let place: Place | undefined;
  for (const step of steps) {
    place = level.find((each) => each.path.steps.at(-1) === step);
    level = place?.children ?? [];
  }
  if (place === undefined || (place.state.kinds & STRING) === 0) return undefined;
  const found = textOf(place.state, preferred, work);
  return found.kind === 'member' ? found.text : undefined;
}

function isPresent(places: readonly Place[], name: string): boolean {
  const place = places.find((each) => each.path.steps[0] === name);
  return place !== undefined && (possibleKinds(place) & MISSING) === 0;
}

/** A failed call has a message and no answer, unless somebody asked about those. */
function decorated(event: EventRecord, places: readonly Place[]): EventRecord {
  const asked = new Set(places.map((place) => place.path.steps[0]));
  if (typeof event['errorCode'] !== 'string' || event['eventName'] === 'ConsoleLogin') return event;
  return {
    ...event,
    ...(asked.has('errorMessage') ? {} : { errorMessage: 'You are not authorized to perform this operation.' }),
    ...(asked.has('responseElements') ? {} : { responseElements: null }),
  };
}
