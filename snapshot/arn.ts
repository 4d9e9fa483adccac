/** The parts of an Amazon Resource Name; region and account are empty where the service is global. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Takes an ARN apart; null for text that is none. The resource may itself contain colons. */
export function parseArn(text: string): Arn | null {
  const [arn, partition, service, region, account, ...rest] = text.split(':');
  if (arn !== 'arn' || !partition || !service || region === undefined || account === undefined) return null;
  const resource = rest.join(':');
  return resource === '' ? null : { partition, service, region, account, resource };
}
