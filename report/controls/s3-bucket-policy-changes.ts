import { say } from '../language/phrase.js';
import { CHAIN_NEEDS, type EventControl } from './control.js';

export const s3BucketPolicyChanges: EventControl = {
  kind: 'events',
  slug: 's3-bucket-policy-changes',
  title: say`S3 bucket policy changes`,
  headline: {
    pass: say`Changes to access to S3 buckets reach a person.`,
    fail: say`Changes to access to S3 buckets are not fully watched.`,
  },
  rationale: say`One call can open a bucket to everybody. The sooner it is noticed, the less is read.`,
  asks: say`Somebody is told of the nine calls that change who may use a bucket, and how it is kept and copied.`,
  pitfalls: [
    "Public access can also be opened by PutBucketPublicAccessBlock and DeleteBucketPublicAccessBlock, which are not in the benchmark's list.",
  ],
  needs: CHAIN_NEEDS,
  eventSource: 's3.amazonaws.com',
  metricName: 'S3BucketPolicyChanges',
};
