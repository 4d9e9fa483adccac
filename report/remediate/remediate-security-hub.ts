import type { Reason, Remediation } from '../model.js';
import { awsCommand } from './shell.js';

/** Commands that switch Security Hub on in the regions where it was seen to be off. */
export function remediateSecurityHub(reasons: readonly Reason[]): Remediation {
  const regions = reasons.filter((reason) => reason.code === 'security-hub-off').flatMap((reason) => reason.resources);
  const steps = regions.map((region) => awsCommand('securityhub enable-security-hub', { region: region.name }));
  return {
    summary: 'These commands switch Security Hub on, with its default standards. It is charged by use.',
    script: `${['set -eu', ...steps].join('\n')}\n`,
  };
}
