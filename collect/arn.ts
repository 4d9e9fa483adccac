import { type Arn, parseArn } from '../snapshot/arn.js';

const REGION = /^[a-z0-9-]{1,63}$/;
const ACCOUNT = /^[0-9]{12}$/;

/** A resource that lies in one region of one account. */
export interface RegionalResource {
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

/**
 * The log group that `CloudWatchLogsLogGroupArn` of a trail names, with or without the `:*` that AWS puts at its
 * end; null when the ARN does not name a log group. A log group's name has no colon.
 */
export function parseLogGroupArn(text: string): RegionalResource | null {
  const arn = parseArn(text);
  if (arn?.service !== 'logs') return null;
  const name = /^log-group:([^:]+)(?::\*)?$/.exec(arn.resource)?.[1];
  return regional(arn, name);
}

/** The topic that an SNS ARN names; null for any other ARN, a subscription's for one. */
export function parseTopicArn(text: string): RegionalResource | null {
  const arn = parseArn(text);
  if (arn?.service !== 'sns') return null;
  return regional(arn, /^[^:]+$/.exec(arn.resource)?.[0]);
}

/** Where a trail lives; null when the ARN does not name a trail. */
export function parseTrailArn(text: string): RegionalResource | null {
  const arn = parseArn(text);
  if (arn?.service !== 'cloudtrail') return null;
  return regional(arn, /^trail\/(.+)$/.exec(arn.resource)?.[1]);
}

function regional(arn: Arn, name: string | undefined): RegionalResource | null {
  if (name === undefined || !REGION.test(arn.region) || !ACCOUNT.test(arn.account)) return null;
  return { region: arn.region, account: arn.account, name };
}
