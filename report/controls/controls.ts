import { awsConfigChanges } from './aws-config-changes.js';
import { cloudtrailConfigChanges } from './cloudtrail-config-changes.js';
import { cmkDisableOrScheduledDeletion } from './cmk-disable-or-scheduled-deletion.js';
import { consoleAuthenticationFailures } from './console-authentication-failures.js';
import { consoleSigninWithoutMfa } from './console-signin-without-mfa.js';
import type { Control } from './control.js';
import { iamPolicyChanges } from './iam-policy-changes.js';
import { naclChanges } from './nacl-changes.js';
import { networkGatewayChanges } from './network-gateway-changes.js';
import { organizationsChanges } from './organizations-changes.js';
import { rootAccountUsage } from './root-account-usage.js';
import { routeTableChanges } from './route-table-changes.js';
import { s3BucketPolicyChanges } from './s3-bucket-policy-changes.js';
import { securityGroupChanges } from './security-group-changes.js';
import { securityHubEnabled } from './security-hub-enabled.js';
import { unauthorizedApiCalls } from './unauthorized-api-calls.js';
import { vpcChanges } from './vpc-changes.js';

/** Every control, in the benchmark's order. */
export const CONTROLS: readonly Control[] = [
  unauthorizedApiCalls,
  consoleSigninWithoutMfa,
  rootAccountUsage,
  iamPolicyChanges,
  cloudtrailConfigChanges,
  consoleAuthenticationFailures,
  cmkDisableOrScheduledDeletion,
  s3BucketPolicyChanges,
  awsConfigChanges,
  securityGroupChanges,
  naclChanges,
  networkGatewayChanges,
  routeTableChanges,
  vpcChanges,
  organizationsChanges,
  securityHubEnabled,
];
