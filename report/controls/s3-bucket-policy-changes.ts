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
  needs: CHAIN_NEEDS,
  eventSource: 's3.amazonaws.com',
  metricName: 'S3BucketPolicyChanges',
};
