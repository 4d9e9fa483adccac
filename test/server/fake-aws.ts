// Credentials and settings that are good for a local server and for nothing else.
import { devNull } from 'node:os';

/** The account that moto's server answers for. */
export const FAKE_ACCOUNT = '123456789012';

/** Made up, and as long as real ones, so that a test can look for them where they must not be. */
export const FAKE_CREDENTIALS = {
  accessKeyId: 'AKIAFAKEFAKEFAKEFAKE',
  secretAccessKey: 'fake/secret/access/key/of/forty/character',
  sessionToken: 'fake-session-token-that-is-long-enough-to-be-one',
} as const;

/** An environment for child processes: this one's without anything of AWS, and with the fake settings. */
export function fakeAwsEnvironment(endpointUrl: string): Readonly<Record<string, string>> {
  const own = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || name.startsWith('AWS_') ? [] : [[name, value] as const],
  );
  return {
    ...Object.fromEntries(own),
    AWS_ACCESS_KEY_ID: FAKE_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: FAKE_CREDENTIALS.secretAccessKey,
    AWS_SESSION_TOKEN: FAKE_CREDENTIALS.sessionToken,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: endpointUrl,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    NO_PROXY: '127.0.0.1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
