// What a collection will ask for, told before it does: no call is made here.
import { cloudFormationTemplate, terraformModule } from '../../collect/audit-role.js';
import { OPERATIONS } from '../../collect/operations.js';
import { auditPolicy, callerPolicy } from '../../collect/policy.js';
import type { CollectCommandOptions } from '../commands/collect.js';
import { UsageError } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';

/** `--print-policy`: the policy of the identity that reads an account, or of the one that assumes its role. */
export function printPolicy(options: CollectCommandOptions, terminal: Terminal): ExitCode {
  switch (options.printPolicy) {
    case true:
    case 'json':
      terminal.out(JSON.stringify(auditPolicy(), null, 2));
      return EXIT.ok;
    case 'caller': {
      const roles = options.roleArn === undefined ? [`arn:*:iam::*:role/${options.roleName}`] : [options.roleArn];
      terminal.out(JSON.stringify(callerPolicy(roles, options.org === true), null, 2));
      return EXIT.ok;
    }
    case 'cloudformation':
      terminal.out(cloudFormationTemplate().trimEnd());
      return EXIT.ok;
    case 'terraform':
      terminal.out(terraformModule().trimEnd());
      return EXIT.ok;
    default:
      throw new UsageError('--print-policy knows json, caller, cloudformation and terraform.');
  }
}

/** `--dry-run`: every call with its IAM action and where it is made. */
export function describeCalls(options: CollectCommandOptions, terminal: Terminal): ExitCode {
  if (options.json === true) {
    const calls = OPERATIONS.map(({ name, iamAction, where }) => ({ operation: name, iamAction, where }));
    terminal.out(JSON.stringify({ calls }, null, 2));
    return EXIT.ok;
  }
  const width = Math.max(...OPERATIONS.map(({ name }) => name.length));
  for (const { name, iamAction, where } of OPERATIONS) {
    const action = iamAction === name ? '' : `  (${iamAction})`;
    terminal.out(`${name.padEnd(width)}  ${where}${action}`);
  }
  return EXIT.ok;
}
