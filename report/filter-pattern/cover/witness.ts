import { IDENTITY_TYPES, type Scene, type World } from './event-model.js';
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
import { bareRecord, EVENT_IDS, type EventRecord, type Facts, OTHER_ACCOUNTS, plausibleRecord } from './record.js';
import { arrayLength, type Place, possibleKinds } from './solve.js';
import type { Work } from './texts.js';

interface Given extends Facts {
  readonly work: Work;
}

/** Events of the solved kind, the most lifelike first; none where a value could not be found within bounds. */
export function* eventsOf(
  places: readonly Place[],
  scene: Scene,
  world: World,
  given: Facts,
  work: Work,
): Generator<EventRecord> {
  const facts: Given = { ...given, work };
  const identity = chosen(places, ['userIdentity', 'type'], IDENTITY_TYPES, work) ?? IDENTITY_OF[world.identity];
  const isRoot = identity === 'Root';
  const outline = {
    eventName: scene.eventName ?? (isRoot ? 'CreateAccessKey' : 'DescribeInstances'),
    eventSource: scene.eventSource ?? (isRoot && scene.eventName === null ? 'iam.amazonaws.com' : 'ec2.amazonaws.com'),
    identity,
    failed:
      world.signIn === 'Failure' ||
      chosen(places, ['responseElements', 'ConsoleLogin'], [], work) === 'Failure' ||
      isPresent(places, 'errorMessage'),
  };
  const plausible = plausibleRecord(outline, facts);
  for (const make of [() => plausible, () => bareRecord(plausible)]) {
    const event = fill(make(), places, facts);
    if (event !== null) yield withOneUser(decorated(event, places), places);
  }
}

/** Where nothing that was asked tells. */
const IDENTITY_OF: Readonly<Record<World['identity'], string>> = {
  IAMUser: 'IAMUser',
  Root: 'Root',
  other: 'AssumedRole',
  any: 'IAMUser',
};

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
  eventTime: ['2026-01-16T09:30:45Z', '2027-02-17T11:05:12Z'],
  eventVersion: ['1.11', '1.10', '1.09', '1.08'],
  eventID: EVENT_IDS,
  recipientAccountId: OTHER_ACCOUNTS,
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
        ...own,
        ...[account, ...OTHER_ACCOUNTS].flatMap((id) => [
          ...['alice', 'bob', 'carol', 'ops/alice'].map((name) => `arn:${partition}:iam::${id}:user/${name}`),
          `arn:${partition}:sts::${id}:assumed-role/Admin/alice`,
          `arn:${partition}:iam::${id}:root`,
        ]),
      ];
    case 'userIdentity.accountId':
      return [account, ...OTHER_ACCOUNTS];
    case 'awsRegion':
      return [...own, facts.region, ...(HINTS['awsRegion'] ?? [])];
    default:
      return [
        ...own,
        ...(path.field !== null && Object.hasOwn(HINTS, path.field) ? (HINTS[path.field] ?? []) : []),
        'example',
        'other',
      ];
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

/** The account and the name in the ARN of a user or of root are those of the rest of the identity. */
function withOneUser(event: EventRecord, places: readonly Place[]): EventRecord {
  const given = event['userIdentity'];
  if (kindOf(given) !== OBJECT) return event;
  const identity: Record<string, unknown> = Object.fromEntries(Object.entries(given ?? {}));
  const asked = askedInside(places);
  const { type, accountId, userName } = identity;
  if (typeof identity['arn'] !== 'string' || (type !== 'IAMUser' && type !== 'Root')) return event;
  const [, head = '', id = '', tail = ''] = /^(arn:[^:]*:iam::)(\d{12}):(.*)$/s.exec(identity['arn']) ?? [];
  if (head === '') return event;
  if (asked.has('arn')) {
    if (!asked.has('accountId') && 'accountId' in identity) identity['accountId'] = id;
    if (type === 'IAMUser' && !asked.has('userName') && 'userName' in identity) {
      identity['userName'] = tail.slice(tail.lastIndexOf('/') + 1);
    }
  } else {
    const owner = typeof accountId === 'string' && /^\d{12}$/.test(accountId) ? accountId : id;
    const isName = type === 'IAMUser' && typeof userName === 'string' && /^[\w+=,.@-]+$/.test(userName);
    identity['arn'] = `${head}${owner}:${isName ? `user/${userName}` : tail}`;
  }
  if (type === 'Root' && !asked.has('principalId')) identity['principalId'] = identity['accountId'];
  return { ...event, userIdentity: identity };
}

function askedInside(places: readonly Place[]): ReadonlySet<unknown> {
  const identity = places.find((place) => place.path.steps[0] === 'userIdentity');
  return new Set(identity?.children.map((child) => child.path.steps.at(-1)));
}
