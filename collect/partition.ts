interface GlobalRegions {
  readonly iam: string;
  readonly organizations: string;
}

// Where a partition keeps its global services:
// https://docs.aws.amazon.com/general/latest/gr/iam-service.html and .../ao.html
const GLOBAL_REGIONS: Readonly<Record<string, GlobalRegions>> = {
  aws: { iam: 'us-east-1', organizations: 'us-east-1' },
  'aws-us-gov': { iam: 'us-gov-west-1', organizations: 'us-gov-west-1' },
  'aws-cn': { iam: 'cn-north-1', organizations: 'cn-northwest-1' },
};

/** The region in which a global service of a partition is asked; `fallback` in a partition we do not know. */
export function globalRegion(partition: string, service: keyof GlobalRegions, fallback: string): string {
  return GLOBAL_REGIONS[partition]?.[service] ?? fallback;
}
