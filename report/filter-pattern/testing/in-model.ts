/**
 * What is wrong with a record as something that CloudTrail writes; empty if nothing. Written from the model's text and
 * not from the code that makes witnesses.
 */
export function modelFaults(record: Readonly<Record<string, unknown>>, eventSource: string | null): readonly string[] {
  const faults: string[] = [];
  const expectThat = (holds: boolean, fault: string): void => {
    if (!holds) faults.push(fault);
  };
  const identity = objectAt(record, 'userIdentity');
  for (const name of [
    'eventVersion',
    'eventTime',
    'eventSource',
    'eventName',
    'awsRegion',
    'sourceIPAddress',
    'eventID',
    'eventType',
    'recipientAccountId',
  ]) {
    expectThat(typeof record[name] === 'string' && record[name] !== '', `${name} is a text`);
  }
  const forms: Readonly<Record<string, RegExp>> = {
    eventVersion: /^1\.\d\d$/,
    eventTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
    awsRegion: /^[a-z]+(-[a-z]+)+-\d$/,
    eventID: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/,
    recipientAccountId: /^\d{12}$/,
  };
  for (const [name, form] of Object.entries(forms)) expectThat(form.test(String(record[name])), `${name} has its form`);
  for (const name of ['errorCode', 'errorMessage', 'userAgent', 'requestID', 'vpcEndpointId']) {
    expectThat(!(name in record) || typeof record[name] === 'string', `${name} is a text if it is there`);
  }
  for (const name of ['userName', 'arn', 'principalId', 'accountId', 'accessKeyId', 'invokedBy']) {
    expectThat(
      !(name in identity) || typeof identity[name] === 'string',
      `userIdentity.${name} is a text if it is there`,
    );
  }
  for (const name of ['requestParameters', 'responseElements', 'additionalEventData']) {
    expectThat(!(name in record) || typeof record[name] === 'object', `${name} is an object or null`);
    expectThat(!Array.isArray(record[name]), `${name} is no array`);
  }
  expectThat(record['managementEvent'] === true && record['eventCategory'] === 'Management', 'is a management event');
  expectThat(eventSource === null || record['eventSource'] === eventSource, 'comes from the service');
  const isSignIn = record['eventName'] === 'ConsoleLogin' && eventSource !== null;
  if (eventSource !== null) {
    expectThat(record['eventType'] === (isSignIn ? 'AwsConsoleSignIn' : 'AwsApiCall'), 'has the eventType of its kind');
    expectThat(record['readOnly'] === false, 'is a write');
  }
  if (isSignIn) {
    const outcome = objectAt(record, 'responseElements')['ConsoleLogin'];
    expectThat(['Success', 'Failure'].includes(String(outcome)), 'succeeds or fails');
    expectThat('errorMessage' in record === (outcome === 'Failure'), 'has a message exactly when it failed');
    expectThat(['Yes', 'No'].includes(String(objectAt(record, 'additionalEventData')['MFAUsed'])), 'says MFAUsed');
  }
  const type = String(identity['type']);
  expectThat(TYPES.includes(type), `userIdentity.type is documented, not ${type}`);
  if (type === 'IAMUser' || type === 'Root') {
    const tail = type === 'Root' ? 'root' : 'user/.+';
    expectThat(new RegExp(`^arn:aws:iam::\\d{12}:${tail}$`).test(String(identity['arn'])), 'has the ARN of its user');
    const [, owner, user] =
      /^arn:aws:iam::(\d{12}):(?:root|user\/(?:.*\/)?([^/]+))$/.exec(String(identity['arn'])) ?? [];
    expectThat(!('accountId' in identity) || identity['accountId'] === owner, 'is of the account of its ARN');
    expectThat(
      type === 'Root' || !('userName' in identity) || identity['userName'] === user,
      'has the name in its ARN',
    );
    expectThat(!('SamlProviderArn' in objectAt(record, 'additionalEventData')), 'has no SAML provider');
    expectThat(!isSignIn || !('sessionContext' in identity), 'signs in without a session');
  }
  return faults;
}

const TYPES = [
  'Root',
  'IAMUser',
  'AssumedRole',
  'Role',
  'FederatedUser',
  'Directory',
  'AWSAccount',
  'AWSService',
  'IdentityCenterUser',
  'SAMLUser',
  'WebIdentityUser',
  'Unknown',
];

function objectAt(record: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const value = record[name];
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
