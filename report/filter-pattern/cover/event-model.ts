import { type Phrase, say } from '../../language/phrase.js';
import { parse } from '../parser.js';
import {
  ANY_KIND,
  ARRAY,
  FALSE,
  MISSING,
  type NodeState,
  NULL,
  NUMBER,
  OBJECT,
  STRING,
  startState,
  TRUE,
} from './node-state.js';
import { EVENT_IDS, OTHER_ACCOUNTS } from './record.js';
import { exactly, matching, type TextSet } from './texts.js';

/**
 * What CloudTrail can write. A filter is judged against these events, not against free variables: without the ties
 * below, a filter that also asks for the right `eventSource` would look as if it missed something.
 *
 * Source: CloudTrail User Guide, "CloudTrail record contents" and "CloudTrail userIdentity element"; for sign-ins "AWS
 * Management Console sign-in events".
 */

/** A tie of the model that a verdict may lean on. */
export type Tie =
  | 'event-source'
  | 'event-type'
  | 'read-only'
  | 'sign-in'
  | 'identity-type'
  | 'iam-identity'
  | 'always-present'
  | 'types'
  | 'management'
  | 'forms'
  | 'partition'
  | 'recipient';

export const TIES = {
  'event-source': say`CloudTrail writes this service as the eventSource of the required events.`,
  'event-type': say`The eventType of the required events is AwsApiCall, or AwsConsoleSignIn for a console sign-in.`,
  'read-only': say`The required events are writes: readOnly is false.`,
  'sign-in': say`A ConsoleLogin record says MFAUsed "Yes" or "No" and ConsoleLogin "Success" or "Failure", and has an errorMessage exactly when it failed.`,
  'identity-type': say`userIdentity.type is one of the types that CloudTrail documents.`,
  'iam-identity': say`A record of an IAM user or of root has an ARN of that user, no SamlProviderArn, and at a console sign-in no sessionContext.`,
  'always-present': say`Every record has eventName, eventSource, awsRegion, sourceIPAddress and the like.`,
  types: say`Fields that CloudTrail writes as text are never null, a number or an object.`,
  management: say`The required events are management events: managementEvent is true, eventCategory is Management.`,
  forms: say`Times, ids, account numbers and Region names have the form that CloudTrail gives them; mfaAuthenticated is "true" or "false".`,
  partition: say`The IAM users are of the account's own partition.`,
  recipient: say`The recipientAccountId of the events is the account itself.`,
} as const satisfies Record<Tie, Phrase>;

/** What is known of the events of one branch of a requirement. */
export interface Scene {
  /** Null where the branch names no event. */
  readonly eventName: string | null;
  readonly eventSource: string | null;
  /** Null where the account does not matter or is not known. */
  readonly account: string | null;
  /** Of the accounts whose users act; null where it is not known. */
  readonly partition: string | null;
}

/** One of the cases into which ties between several fields split the model. */
export interface World {
  readonly identity: 'IAMUser' | 'Root' | 'other' | 'any';
  readonly signIn: 'Success' | 'Failure' | 'any';
}

const ALWAYS_TEXT = new Set([
  'eventVersion',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'eventID',
  'eventType',
  'recipientAccountId',
  'userIdentity.type',
]);
const OPTIONAL_TEXT = new Set([
  'errorCode',
  'errorMessage',
  'userAgent',
  'requestID',
  'vpcEndpointId',
  'sharedEventID',
  'apiVersion',
  'userIdentity.userName',
  'userIdentity.arn',
  'userIdentity.principalId',
  'userIdentity.accountId',
  'userIdentity.accessKeyId',
  'userIdentity.invokedBy',
  'additionalEventData.MFAUsed',
  'responseElements.ConsoleLogin',
]);
/** Fields of which the model, or what is required, may fix the text: where an unstructured term may be sure to stand. */
export const TEXT_FIELDS: readonly string[] = [
  'eventSource',
  'eventName',
  'eventType',
  'eventCategory',
  'awsRegion',
  'sourceIPAddress',
  'recipientAccountId',
  'userAgent',
  'errorCode',
  'errorMessage',
  'userIdentity.type',
  'userIdentity.userName',
  'userIdentity.arn',
  'userIdentity.accountId',
  'userIdentity.invokedBy',
  'additionalEventData.MFAUsed',
  'responseElements.ConsoleLogin',
];
/** Where a term may stand that is to stand somewhere. */
export const FREE_TEXT_FIELDS: readonly string[] = ['userAgent', 'eventName', 'errorMessage'];
/** Fields that stand at the top of every record. */
export const TOP_FIELDS: readonly string[] = [
  'eventVersion',
  'userIdentity',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'eventID',
  'eventType',
  'managementEvent',
  'recipientAccountId',
  'eventCategory',
];
/** What a record may have in its objects, for a selector with a wildcard inside them. */
export const KNOWN_INSIDE: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    userIdentity: ['type', 'principalId', 'arn', 'accountId', 'accessKeyId', 'userName', 'invokedBy', 'sessionContext'],
    'userIdentity.sessionContext': ['attributes'],
    'userIdentity.sessionContext.attributes': ['mfaAuthenticated'],
    additionalEventData: ['MFAUsed'],
    responseElements: ['ConsoleLogin'],
  }),
);
const OBJECT_OR_NULL = new Set(['requestParameters', 'responseElements', 'additionalEventData']);
const SESSION = new Set(['userIdentity.sessionContext', 'userIdentity.sessionContext.attributes']);

export const IDENTITY_TYPES: readonly string[] = [
  'IAMUser',
  'AssumedRole',
  'Root',
  'Role',
  'FederatedUser',
  'IdentityCenterUser',
  'SAMLUser',
  'WebIdentityUser',
  'AWSAccount',
  'AWSService',
  'Directory',
  'Unknown',
];
export const EVENT_TYPES: readonly string[] = [
  'AwsApiCall',
  'AwsServiceEvent',
  'AwsConsoleAction',
  'AwsConsoleSignIn',
  'AwsVpceEvent',
];

/** Fields that tell the cases apart, by the tie they belong to. */
const SIGN_IN_FIELDS = new Set(['errorMessage', 'responseElements', 'responseElements.ConsoleLogin']);
const IDENTITY_FIELDS = new Set([
  'userIdentity.arn',
  'userIdentity.sessionContext',
  'additionalEventData.SamlProviderArn',
]);

/** The cases that matter for these fields: as few as the ties allow, together the whole model. */
export function worldsOf(scene: Scene, fields: Iterable<string>, relaxed: ReadonlySet<Tie>): readonly World[] {
  let identity = false;
  let signIn = false;
  for (const field of fields) {
    identity ||= [...IDENTITY_FIELDS].some((known) => field === known || field.startsWith(`${known}.`));
    signIn ||= SIGN_IN_FIELDS.has(field);
  }
  const identities: readonly World['identity'][] =
    identity && !relaxed.has('iam-identity') ? ['IAMUser', 'other', 'Root'] : ['any'];
  const isSignIn = scene.eventName === 'ConsoleLogin' && !relaxed.has('sign-in');
  const signIns: readonly World['signIn'][] = signIn && isSignIn ? ['Success', 'Failure'] : ['any'];
  return identities.flatMap((one) => signIns.map((other) => ({ identity: one, signIn: other })));
}

/**
 * What a field can be, as the model says it. `path` is the names joined by dots, or null where a step is no name; such
 * a node, and every field that is not named here, can be anything.
 */
export function fieldState(path: string | null, scene: Scene, world: World, relaxed: ReadonlySet<Tie>): NodeState {
  const optional = relaxed.has('always-present') ? MISSING : 0;
  const loose = relaxed.has('types') ? NULL | NUMBER | TRUE | FALSE | OBJECT | ARRAY : 0;
  const always = (choices: readonly string[]): NodeState => startState(STRING | optional | loose, choices, null);
  const isSignIn = scene.eventName === 'ConsoleLogin';
  const named = scene.eventName !== null;
  if (path === null) return startState(ANY_KIND, null, null);
  switch (path) {
    case 'eventSource':
      if (scene.eventSource !== null && !relaxed.has('event-source')) return always([scene.eventSource]);
      break;
    case 'eventType':
      if (relaxed.has('event-type')) break;
      return always(named ? [isSignIn ? 'AwsConsoleSignIn' : 'AwsApiCall'] : EVENT_TYPES);
    case 'readOnly':
      if (named && !relaxed.has('read-only')) return startState(FALSE | optional, null, null);
      return startState(MISSING | TRUE | FALSE, null, null);
    case 'managementEvent':
      return relaxed.has('management')
        ? startState(MISSING | TRUE | FALSE, null, null)
        : startState(TRUE | optional, null, null);
    case 'eventCategory':
      return relaxed.has('management') ? startState(STRING | MISSING, null, null) : always(['Management']);
    case 'recipientAccountId':
      if (scene.account !== null && !relaxed.has('recipient')) return always([scene.account]);
      break;
    case 'userIdentity':
      return startState(OBJECT, null, null);
    case 'userIdentity.type':
      if (relaxed.has('identity-type')) break;
      return always(typesOf(world));
    case 'userIdentity.arn':
      if (world.identity === 'IAMUser' || world.identity === 'Root') {
        const partition = relaxed.has('partition') ? null : scene.partition;
        return startState(STRING, null, arnOf(world.identity, scene.account, partition));
      }
      break;
    case 'additionalEventData.SamlProviderArn':
      if (world.identity === 'IAMUser' || world.identity === 'Root') return startState(MISSING, null, null);
      break;
    case 'userIdentity.sessionContext':
      if (isSignIn && (world.identity === 'IAMUser' || world.identity === 'Root')) {
        return startState(MISSING, null, null);
      }
      break;
    case 'userIdentity.sessionContext.attributes.mfaAuthenticated':
      if (relaxed.has('forms')) break;
      return startState(MISSING | STRING | loose, ['false', 'true'], null);
    case 'resources':
      return startState(ARRAY | MISSING, null, null);
    default:
      break;
  }
  if (isSignIn && !relaxed.has('sign-in')) {
    const tied = signInState(path, world);
    if (tied !== null) return tied;
  }
  if (ALWAYS_TEXT.has(path)) {
    const form = relaxed.has('forms') ? undefined : FORMS.get(path);
    return startState(STRING | optional | loose, null, form ?? PRINTABLE);
  }
  if (OPTIONAL_TEXT.has(path) || /^userIdentity\.sessionContext\.attributes\.[^.]+$/.test(path)) {
    return startState(MISSING | STRING | loose, null, null);
  }
  if (OBJECT_OR_NULL.has(path)) return startState(MISSING | NULL | OBJECT, null, null);
  return startState(SESSION.has(path) ? MISSING | OBJECT : ANY_KIND, null, null);
}

function signInState(path: string, world: World): NodeState | null {
  switch (path) {
    case 'additionalEventData':
    case 'responseElements':
      return startState(OBJECT, null, null);
    case 'additionalEventData.MFAUsed':
      return startState(STRING, ['No', 'Yes'], null);
    case 'responseElements.ConsoleLogin':
      return startState(STRING, world.signIn === 'any' ? ['Success', 'Failure'] : [world.signIn], null);
    case 'errorMessage':
      return world.signIn === 'any' ? null : startState(world.signIn === 'Failure' ? STRING : MISSING, null, null);
    default:
      return null;
  }
}

function typesOf(world: World): readonly string[] {
  if (world.identity === 'any') return IDENTITY_TYPES;
  if (world.identity !== 'other') return [world.identity];
  return IDENTITY_TYPES.filter((type) => type !== 'IAMUser' && type !== 'Root');
}

const PRINTABLE: TextSet = {
  ...matching({
    source: '^[\\x20-\\x7e]+$',
    alternatives: [
      [
        { kind: 'start' },
        { kind: 'characters', ranges: [{ from: 0x20, to: 0x7e }], min: 1, max: null },
        { kind: 'end' },
      ],
    ],
  }),
  examples: [],
  has: (text) => /^[ -~]+$/.test(text),
};

/** Texts of one form; `source` is a regular expression that means the same here and there. */
function form(source: string, examples: readonly string[]): TextSet {
  const parsed = parse(`%${source}%`);
  if (parsed.kind !== 'parsed' || parsed.pattern.kind !== 'regex') throw new RangeError(`Not a form: ${source}`);
  const whole = new RegExp(source);
  return { ...matching(parsed.pattern.regex), examples, has: (text) => whole.test(text) };
}

/** Source: CloudTrail User Guide, "CloudTrail record contents". */
const FORMS: ReadonlyMap<string, TextSet> = new Map([
  ['eventVersion', form('^1[.][0-9]{2}$', ['1.11', '1.10', '1.09', '1.08'])],
  [
    'eventTime',
    form('^20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z$', [
      '2026-01-15T10:00:00Z',
      '2027-02-16T11:30:45Z',
    ]),
  ],
  ['awsRegion', form('^[a-z]{2,4}-[a-z-]*[a-z]-[0-9]+$', ['us-east-1', 'eu-west-1', 'ap-southeast-2'])],
  ['eventID', form('^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$', EVENT_IDS)],
  ['recipientAccountId', form('^[0-9]{12}$', OTHER_ACCOUNTS)],
]);

/** Letters, digits and `+=,.@_-`. Source: IAM User Guide, "IAM and AWS STS quotas", names of users. */
const NAME_CHARACTERS = [
  { from: 0x2b, to: 0x2e },
  { from: 0x30, to: 0x39 },
  { from: 0x3d, to: 0x3d },
  { from: 0x40, to: 0x5a },
  { from: 0x5f, to: 0x5f },
  { from: 0x61, to: 0x7a },
];
const PATH_CHARACTERS = [{ from: 0x2b, to: 0x39 }, ...NAME_CHARACTERS.slice(2)];

const ARNS = new Map<string, TextSet>();

/** `<name>` may have a path before it; the characters of names and slashes are all that a path is taken to hold. */
function arnOf(identity: 'IAMUser' | 'Root', account: string | null, partition: string | null): TextSet {
  const key = JSON.stringify([identity, account, partition]);
  const kept = ARNS.get(key) ?? makeArns(identity, account, partition);
  if (ARNS.size >= MAX_ARNS) ARNS.clear();
  ARNS.set(key, kept);
  return kept;
}

const MAX_ARNS = 100;

function makeArns(identity: 'IAMUser' | 'Root', account: string | null, partition: string | null): TextSet {
  const literal = (text: string) =>
    Array.from(text, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return { kind: 'characters' as const, ranges: [{ from: code, to: code }], min: 1, max: 1 };
    });
  const digits = { kind: 'characters' as const, ranges: [{ from: 0x30, to: 0x39 }], min: 12, max: 12 };
  const name = { kind: 'characters' as const, ranges: NAME_CHARACTERS, min: 1, max: 1 };
  const start = { kind: 'start' as const };
  const end = { kind: 'end' as const };
  const path = { kind: 'characters' as const, ranges: PATH_CHARACTERS, min: 0, max: null };
  const tail = identity === 'Root' ? literal(':root') : [...literal(':user/'), path, name];
  const partitions = partition === null ? ['aws', 'aws-cn', 'aws-us-gov'] : [partition];
  const heads = partitions.map((each) => [
    ...literal(`arn:${each}:iam::`),
    ...(account === null ? [digits] : literal(account)),
  ]);
  if (account !== null && partition !== null && identity === 'Root') {
    return exactly(`arn:${partition}:iam::${account}:root`);
  }
  return matching({
    source: `arn ${identity} ${partition ?? ''} ${account ?? ''}`,
    alternatives: heads.map((head) => [start, ...head, ...tail, end]),
  });
}
