/** The parts of `arn:partition:service:region:account:resource`; the resource may hold further colons. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Null for text that is no ARN. */
export function parseArn(text: string): Arn | null {
  const [prefix, partition, service, region, account, ...resource] = text.split(':');
  if (prefix !== 'arn' || !partition || !service || region === undefined || account === undefined) return null;
  if (resource.length === 0) return null;
  return { partition, service, region, account, resource: resource.join(':') };
}
