import type { Pattern } from '../ast.js';
import { match } from '../match.js';
import type { Requirement } from '../requirement.js';
import { type EventRecord, type Facts, plausibleRecord } from './record.js';

interface Ordinary {
  readonly eventSource: string;
  readonly eventName: string;
  readonly identity?: string;
  readonly invokedBy?: string;
  readonly mfa?: 'Yes' | 'No';
}

/**
 * Everyday events that no monitoring control is about, at least one of each service that a control is about. A filter
 * that matches one beside its control's events would alarm on ordinary work.
 */
const ORDINARY: readonly Ordinary[] = [
  { eventSource: 'ec2.amazonaws.com', eventName: 'DescribeInstances' },
  { eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' },
  { eventSource: 'iam.amazonaws.com', eventName: 'ListRoles' },
  { eventSource: 'iam.amazonaws.com', eventName: 'CreateUser' },
  { eventSource: 's3.amazonaws.com', eventName: 'ListBuckets' },
  { eventSource: 's3.amazonaws.com', eventName: 'CreateBucket' },
  { eventSource: 'kms.amazonaws.com', eventName: 'Decrypt' },
  { eventSource: 'kms.amazonaws.com', eventName: 'DescribeKey' },
  { eventSource: 'cloudtrail.amazonaws.com', eventName: 'LookupEvents' },
  { eventSource: 'config.amazonaws.com', eventName: 'DescribeConfigRules' },
  { eventSource: 'organizations.amazonaws.com', eventName: 'ListAccounts' },
  { eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole', identity: 'AssumedRole' },
  { eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin', mfa: 'Yes' },
  { eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin', mfa: 'No' },
  {
    eventSource: 'kms.amazonaws.com',
    eventName: 'DescribeKey',
    identity: 'Root',
    invokedBy: 'support.amazonaws.com',
  },
];

/** An ordinary event that the pattern matches and no alternative of the requirement does; null if there is none. */
export function overbroadExample(pattern: Pattern, requirement: Requirement, facts: Facts): EventRecord | null {
  return outside(requirement, facts).find((event) => match(pattern, event).kind === 'yes') ?? null;
}

interface Outside {
  readonly key: string;
  readonly events: readonly EventRecord[];
}

const OUTSIDE = new WeakMap<Requirement, Outside>();

/** The ordinary events that the requirement does not ask for, kept for the facts of the last question. */
function outside(requirement: Requirement, facts: Facts): readonly EventRecord[] {
  const key = JSON.stringify([facts.account, facts.partition, facts.region, facts.time]);
  const known = OUTSIDE.get(requirement);
  if (known?.key === key) return known.events;
  const events = ORDINARY.map((each) => ordinaryRecord(each, facts)).filter((event) =>
    requirement.alternatives.every((alternative) => match(alternative, event).kind === 'no'),
  );
  OUTSIDE.set(requirement, { key, events });
  return events;
}

function ordinaryRecord(ordinary: Ordinary, facts: Facts): EventRecord {
  const { eventName, eventSource, identity = 'IAMUser', invokedBy, mfa } = ordinary;
  const base = plausibleRecord({ eventName, eventSource, identity, failed: false }, facts);
  const withMfa = mfa === undefined ? {} : { additionalEventData: { MobileVersion: 'No', MFAUsed: mfa } };
  if (invokedBy === undefined) return { ...base, ...withMfa };
  const userIdentity = { ...Object(base['userIdentity']), invokedBy };
  return { ...base, ...withMfa, userIdentity, sourceIPAddress: invokedBy, userAgent: invokedBy };
}
