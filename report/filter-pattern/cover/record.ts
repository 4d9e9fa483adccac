import parameters from './request-parameters.json' with { type: 'json' };

/** What a witness is made for. */
export interface Facts {
  readonly account: string;
  readonly partition: string;
  readonly region: string;
  /** ISO 8601; becomes the record's eventTime. */
  readonly time: string;
}

export type EventRecord = Readonly<Record<string, unknown>>;

export interface RecordOutline {
  readonly eventName: string;
  readonly eventSource: string;
  readonly identity: string;
  /** Of a console sign-in. */
  readonly failed: boolean;
}

const PARAMETERS: Readonly<Record<string, unknown>> = parameters;

/** A whole, plausible CloudTrail record, the same for the same input. */
export function plausibleRecord(outline: RecordOutline, facts: Facts): EventRecord {
  const { eventName, eventSource } = outline;
  const isSignIn = eventName === 'ConsoleLogin';
  const known = Object.hasOwn(PARAMETERS, eventName) ? PARAMETERS[eventName] : null;
  const time = eventTime(facts.time);
  return {
    eventVersion: '1.11',
    userIdentity: identityOf(outline.identity, facts, time, isSignIn),
    eventTime: time,
    eventSource,
    eventName,
    awsRegion: regionOf(eventSource, facts),
    sourceIPAddress: '198.51.100.23',
    userAgent: isSignIn ? 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36' : 'aws-cli/2.27.0',
    ...(isSignIn && outline.failed ? { errorMessage: 'Failed authentication' } : {}),
    requestParameters: isSignIn ? null : known,
    responseElements: isSignIn ? { ConsoleLogin: outline.failed ? 'Failure' : 'Success' } : null,
    ...(isSignIn ? { additionalEventData: { MobileVersion: 'No', MFAUsed: 'No' } } : {}),
    ...(isSignIn ? {} : { requestID: uuid(`request ${eventSource} ${eventName} ${time} ${facts.account}`) }),
    eventID: uuid(`event ${eventSource} ${eventName} ${time} ${facts.account}`),
    readOnly: /^(Describe|List|Get|Head|Lookup|Decrypt|AssumeRole)/.test(eventName),
    eventType: isSignIn ? 'AwsConsoleSignIn' : 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: facts.account,
    eventCategory: 'Management',
  };
}

/** Only what every record must have; `plausible` gives the values. */
export function bareRecord(plausible: EventRecord): EventRecord {
  const optional = new Set(['userAgent', 'requestID', 'requestParameters', 'readOnly', 'errorCode']);
  const isSignIn = plausible['eventName'] === 'ConsoleLogin';
  const entries = Object.entries(plausible).filter(
    ([name]) =>
      !(optional.has(name) && !(isSignIn && name === 'readOnly')) && (name !== 'responseElements' || isSignIn),
  );
  return { ...Object.fromEntries(entries), readOnly: plausible['readOnly'] };
}

/** Accounts that are nobody's in particular. */
export const OTHER_ACCOUNTS: readonly string[] = ['444455556666', '777788889999', '123456789012'];
/** Ids that an event can have which must not have its own. */
export const EVENT_IDS: readonly string[] = [
  '5d1e4b52-8c4f-4f3a-9c57-0d6f1b2a7e31',
  'a7c3f0e9-2b64-4d18-8e0b-93f4c6d5a210',
  '0f9b7c61-d5a2-4e83-b1c4-6a2e8d7f3095',
];

/** Services whose events are all recorded in one Region. Source: CloudTrail User Guide, "Global service events". */
const GLOBAL_SERVICES = new Set(['iam.amazonaws.com', 'organizations.amazonaws.com']);
const HOME_REGIONS: ReadonlyMap<string, string> = new Map([
  ['aws', 'us-east-1'],
  ['aws-us-gov', 'us-gov-west-1'],
  ['aws-cn', 'cn-north-1'],
]);

function regionOf(eventSource: string, { partition, region }: Facts): string {
  return GLOBAL_SERVICES.has(eventSource) ? (HOME_REGIONS.get(partition) ?? region) : region;
}

/** To the second, as CloudTrail writes it. */
function eventTime(iso: string): string {
  return iso.replace(/\.\d+Z$/, 'Z');
}

function identityOf(type: string, facts: Facts, time: string, isSignIn: boolean): EventRecord {
  const { account, partition } = facts;
  const principal = (prefix: string): string => prefix + hex(`${type} ${account}`, 8).toUpperCase().slice(0, 17);
  const sessionContext = { attributes: { creationDate: time, mfaAuthenticated: 'false' } };
  switch (type) {
    case 'IAMUser':
      return {
        type,
        principalId: principal('AIDA'),
        arn: `arn:${partition}:iam::${account}:user/alice`,
        accountId: account,
        ...(isSignIn ? {} : { accessKeyId: principal('AKIA') }),
        userName: 'alice',
      };
    case 'Root':
      return {
        type,
        principalId: account,
        arn: `arn:${partition}:iam::${account}:root`,
        accountId: account,
        ...(isSignIn ? {} : { accessKeyId: principal('ASIA'), sessionContext }),
      };
    case 'AssumedRole':
      return {
        type,
        principalId: `${principal('AROA')}:alice`,
        arn: `arn:${partition}:sts::${account}:assumed-role/Admin/alice`,
        accountId: account,
        ...(isSignIn ? {} : { accessKeyId: principal('ASIA') }),
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: principal('AROA'),
            arn: `arn:${partition}:iam::${account}:role/Admin`,
            accountId: account,
            userName: 'Admin',
          },
          ...sessionContext,
        },
      };
    default:
      return { type, principalId: principal('AIDA'), accountId: account };
  }
}

/** A version 4 UUID that depends on the seed only. */
function uuid(seed: string): string {
  const digits = hex(seed, 16);
  const variant = '89ab'[Number.parseInt(digits.slice(16, 17), 16) % 4] ?? '8';
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}

/** Hexadecimal digits that depend on the seed only (FNV-1a, one round a byte): for looks, not for secrecy. */
function hex(seed: string, bytes: number): string {
  const key = `${bytes} ${seed}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const digits = hexOf(seed, bytes);
  // The records of one account ask for the same few again and again.
  if (made.size >= MOST_KEPT) made.clear();
  made.set(key, digits);
  return digits;
}

const MOST_KEPT = 2_000;
const made = new Map<string, string>();

function hexOf(seed: string, bytes: number): string {
  let hash = 0x811c9dc5;
  const mix = (text: string): void => {
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  };
  mix(seed);
  return Array.from({ length: bytes }, (_, index) => {
    mix(String(index));
    return ((hash >>> 16) & 0xff).toString(16).padStart(2, '0');
  }).join('');
}
