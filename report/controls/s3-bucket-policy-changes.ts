import { CHAIN_NEEDS, type EventControl } from './control.js';

export const s3BucketPolicyChanges: EventControl = {
  kind: 'events',
  slug: 's3-bucket-policy-changes',
  title: 'S3 bucket policy changes',
  headline: {
    pass: 'Changes to access to S3 buckets reach a person.',
    fail: 'Changes to access to S3 buckets are not fully watched.',
  },
  rationale: 'One call can open a bucket to everybody. The sooner it is noticed, the less is read.',
  asks: 'Somebody is told of the nine calls that change who may use a bucket, and how it is kept and copied.',
  pitfalls: [
    "Public access can also be opened by PutBucketPublicAccessBlock and DeleteBucketPublicAccessBlock, which are not in the benchmark's list.",
  ],
  needs: CHAIN_NEEDS,
  eventSource: 's3.amazonaws.com',
  metricName: 'S3BucketPolicyChanges',
};
