import { type AwsCredentials, TIMEOUTS } from './aws.js';
import { networkCode } from './classify-error.js';
import type { NoAccount } from './identify.js';
import { callPatiently, type RunLedger } from './patient-call.js';
import type { OpenedSession, Session } from './session.js';

/** A session whose account, partition and region are known. */
export interface KnownSession {
  readonly session: Session;
  readonly account: string;
  readonly partition: string;
  readonly region: string;
}

export interface Role {
  readonly arn: string;
  readonly externalId: string | null;
}

/** How the session is named in the client's own CloudTrail. */
const SESSION_NAME = 'trailproof';

/** A session is renewed when it has less than this to live. Milliseconds. */
const RENEW_BEFORE = 5 * 60_000;

/** A session with a role, renewed as long as the session that it is taken from lasts. */
export async function assumeRole(
  base: KnownSession,
  role: Role,
  endpointUrl: string | null,
  ledger: RunLedger,
): Promise<OpenedSession> {
  const sdk = await import('@aws-sdk/client-sts');
  const client = new sdk.STSClient(stsConfig(base, endpointUrl));
  const ask = () =>
    callPatiently(
      { service: 'sts', operation: 'AssumeRole', region: base.region, input: { RoleArn: role.arn } },
      () =>
        client.send(
          new sdk.AssumeRoleCommand({
            RoleArn: role.arn,
            RoleSessionName: SESSION_NAME,
            ...(role.externalId === null ? {} : { ExternalId: role.externalId }),
          }),
        ),
      ledger,
    );
  const first = await ask();
  if (first.kind === 'broken') return { kind: 'no-account', error: noRole(role, first.name, first.thrown) };
  const given = temporary(first.answer.Credentials);
  if (given === null) return { kind: 'no-account', error: noRole(role, 'no credentials in the answer', null) };
  let current = given;
  // Calls that are under way at once wait for one renewal.
  let renewal: Promise<Temporary> | null = null;
  const renew = async (): Promise<Temporary> => {
    const renewed = await ask();
    if (renewed.kind === 'broken') throw renewed.thrown;
    const fresh = temporary(renewed.answer.Credentials);
    if (fresh === null) throw new Error('AssumeRole answered without credentials.');
    current = fresh;
    return fresh;
  };
  const credentials = async (): Promise<AwsCredentials> => {
    if (current.expiration.getTime() - ledger.clock().getTime() > RENEW_BEFORE) return current;
    renewal ??= renew().finally(() => {
      renewal = null;
    });
    return await renewal;
  };
  return { kind: 'session', session: { profile: base.session.profile, regions: [base.region], credentials } };
}

/** A session that bears the mark of MFA, for roles that ask for it. The code is good for one use; the session lasts. */
export async function signInWithMfa(
  base: KnownSession,
  device: string,
  code: string,
  endpointUrl: string | null,
  ledger: RunLedger,
): Promise<OpenedSession> {
  const sdk = await import('@aws-sdk/client-sts');
  const client = new sdk.STSClient(stsConfig(base, endpointUrl));
  const answer = await callPatiently(
    { service: 'sts', operation: 'GetSessionToken', region: base.region, input: { SerialNumber: device } },
    () => client.send(new sdk.GetSessionTokenCommand({ SerialNumber: device, TokenCode: code })),
    ledger,
  );
  const credentials = answer.kind === 'answer' ? temporary(answer.answer.Credentials) : null;
  if (credentials === null) {
    const name = answer.kind === 'broken' ? answer.name : 'no credentials in the answer';
    const error: NoAccount = {
      cause: 'refused-credentials',
      problem: `AWS STS refuses the MFA code of ${device} (${name})`,
      hint: 'give the code that the device shows now, and check --mfa-serial',
    };
    return { kind: 'no-account', error };
  }
  return {
    kind: 'session',
    session: { ...base.session, regions: [base.region], credentials: async () => credentials },
  };
}

export function stsConfig(base: KnownSession, endpointUrl: string | null) {
  return {
    region: base.region,
    maxAttempts: 1,
    requestHandler: TIMEOUTS,
    // The SDK writes into the object that it is given.
    credentials: async () => ({ ...(await base.session.credentials()) }),
    ...(base.session.profile === null ? {} : { profile: base.session.profile }),
    ...(endpointUrl === null ? {} : { endpoint: endpointUrl }),
  };
}

interface Temporary extends AwsCredentials {
  readonly expiration: Date;
}

function temporary(
  given:
    | {
        AccessKeyId: string | undefined;
        SecretAccessKey: string | undefined;
        SessionToken: string | undefined;
        Expiration: Date | undefined;
      }
    | undefined,
): Temporary | null {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || Expiration === undefined) return null;
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}

function noRole(role: Role, name: string, thrown: unknown): NoAccount {
  const unreachable = networkCode(thrown) !== null;
  return {
    cause: unreachable ? 'unreachable' : 'refused-credentials',
    problem: unreachable ? `AWS STS does not answer (${name})` : `the role ${role.arn} cannot be assumed (${name})`,
    hint: unreachable
      ? 'check --region, --endpoint-url and the network'
      : "check the role's trust policy, the external id, and that sts:AssumeRole is allowed",
  };
}
