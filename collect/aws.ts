// The SDK's clients: loaded when first needed, one per service and region, all with the same settings.

/** What every client is made with. */
export interface AwsSettings {
  readonly profile: string | null;
  readonly endpointUrl: string | null;
  readonly credentials: () => Promise<AwsCredentials>;
}

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** How long a connection may take to come about, and an answer to come. Milliseconds. */
export const TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: 60_000, throwOnRequestTimeout: true } as const;

/** Milliseconds for the first request to be on its way. */
const HEAD_START = 10;

export type Aws = ReturnType<typeof connectAws>;

/** Makes the way to AWS: for each service a function from region to its module and client. Opens no socket yet. */
export function connectAws(settings: AwsSettings) {
  const open: { destroy(): void }[] = [];

  const config = (region: string) => ({
    region,
    credentials: settings.credentials,
    // Sending again is for `sendPatiently`.
    maxAttempts: 1,
    requestHandler: TIMEOUTS,
    ...(settings.profile === null ? {} : { profile: settings.profile }),
    ...(settings.endpointUrl === null ? {} : { endpoint: settings.endpointUrl }),
  });

  function perRegion<C extends { destroy(): void }, T extends { readonly client: C }>(
    make: (region: string) => Promise<T>,
  ): (region: string) => Promise<T> {
    const made = new Map<string, Promise<T>>();
    return (region) => {
      const known = made.get(region);
      if (known !== undefined) return known;
      const fresh = make(region).then((service) => {
        open.push(service.client);
        return service;
      });
      made.set(region, fresh);
      return fresh;
    };
  }

  return {
    sts: perRegion(async (region) => {
      const sdk = await import('@aws-sdk/client-sts');
      return { sdk, client: new sdk.STSClient(config(region)) };
    }),
    iam: perRegion(async (region) => {
      const sdk = await import('@aws-sdk/client-iam');
      return { sdk, client: new sdk.IAMClient(config(region)) };
    }),
    ec2: perRegion(async (region) => {
      const sdk = await import('./ec2-client.js');
      return { sdk, client: new sdk.EC2Client(config(region)) };
    }),
    cloudtrail: perRegion(async (region) => {
      const sdk = await import('@aws-sdk/client-cloudtrail');
      return { sdk, client: new sdk.CloudTrailClient(config(region)) };
    }),
    logs: perRegion(async (region) => {
      const sdk = await import('@aws-sdk/client-cloudwatch-logs');
      return { sdk, client: new sdk.CloudWatchLogsClient(config(region)) };
    }),
    cloudwatch: perRegion(async (region) => {
      const sdk = await import('@aws-sdk/client-cloudwatch');
      return { sdk, client: new sdk.CloudWatchClient(config(region)) };
    }),
    sns: perRegion(async (region) => {
      const sdk = await import('@aws-sdk/client-sns');
      return { sdk, client: new sdk.SNSClient(config(region)) };
    }),
    securityhub: perRegion(async (region) => {
      const sdk = await import('@aws-sdk/client-securityhub');
      return { sdk, client: new sdk.SecurityHubClient(config(region)) };
    }),
    organizations: perRegion(async (region) => {
      const sdk = await import('@aws-sdk/client-organizations');
      return { sdk, client: new sdk.OrganizationsClient(config(region)) };
    }),
    /**
     * Loads the clients in the order in which they are needed, while the first answers are on their way: together they
     * take as long as several answers do, most of it for EC2.
     */
    preload: async () => {
      await new Promise((resolve) => setTimeout(resolve, HEAD_START));
      await import('./ec2-client.js');
      await import('@aws-sdk/client-cloudtrail');
      await import('@aws-sdk/client-securityhub');
      await import('@aws-sdk/client-cloudwatch-logs');
      await import('@aws-sdk/client-cloudwatch');
      await import('@aws-sdk/client-sns');
    },
    /** Closes the connections of all clients. */
    close: () => {
      for (const client of open) client.destroy();
    },
  };
}
