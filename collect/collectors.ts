import type { Collector } from './collector.js';
import { describeTrails, getEventSelectors, getTrailStatus } from './services/cloudtrail.js';
import { describeAlarms } from './services/cloudwatch.js';
import { describeRegions } from './services/ec2.js';
import { listAccountAliases } from './services/iam.js';
import { describeLogGroups, describeMetricFilters } from './services/logs.js';
import { describeOrganization } from './services/organizations.js';
import { describeHub, getEnabledStandards } from './services/securityhub.js';
import { getTopicAttributes, listSubscriptionsByTopic } from './services/sns.js';
import { getCallerIdentity } from './services/sts.js';

/** Every collector, each after those that it depends on. The first says whose account it is. */
export const COLLECTORS: readonly Collector[] = [
  getCallerIdentity,
  describeRegions,
  listAccountAliases,
  describeOrganization,
  describeTrails,
  getTrailStatus,
  getEventSelectors,
  describeLogGroups,
  describeMetricFilters,
  describeAlarms,
  listSubscriptionsByTopic,
  getTopicAttributes,
  describeHub,
  getEnabledStandards,
];
