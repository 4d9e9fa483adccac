// What a collection will ask for, told before it does: no call is made here.
import { cloudFormationTemplate, terraformModule } from '../../collect/audit-role.js';
import { OPERATIONS } from '../../collect/operations.js';
import { auditPolicy, callerPolicy } from '../../collect/policy.js';
import type { CollectCommandOptions } from '../commands/collect.js';
import { UsageError } from '../errors.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { readAccounts } from './targets.js';

/** `--print-policy`: the policy of the identity that reads an account, or of the one that assumes its role. */
export async function printPolicy(options: CollectCommandOptions, terminal: Terminal): Promise<ExitCode> {
  switch (options.printPolicy) {
    case true:
    case 'json':
      terminal.out(JSON.stringify(auditPolicy(), null, 2));
      return EXIT.ok;
    case 'caller':
      terminal.out(JSON.stringify(callerPolicy(await rolesOf(options), options.org === true), null, 2));
      return EXIT.ok;
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

/** ARNs of the roles that are taken, `*` for parts that are known only when AWS is asked. */
async function rolesOf({ roleArn, accounts, roleName }: CollectCommandOptions): Promise<readonly string[]> {
  if (roleArn !== undefined) return [roleArn];
  if (accounts === undefined) return [`arn:*:iam::*:role/${roleName}`];
  const listed = await readAccounts(accounts);
  return listed.map(({ id, role = roleName }) => (role.startsWith('arn:') ? role : `arn:*:iam::${id}:role/${role}`));
}

/** `--dry-run`: every call with its IAM action and where it is made. */
export function describeCalls(options: CollectCommandOptions, terminal: Terminal): ExitCode {
  const calls = [...callsOnTheWay(options), ...OPERATIONS].map(({ name, iamAction, where }) => ({
    operation: name,
    iamAction,
    where,
  }));
  if (options.json === true) {
    terminal.out(JSON.stringify({ calls }, null, 2));
    return EXIT.ok;
  }
  const width = Math.max(...calls.map(({ operation }) => operation.length));
  for (const { operation, iamAction, where } of calls) {
    const action = iamAction === operation ? '' : `  (${iamAction})`;
    terminal.out(`${operation.padEnd(width)}  ${where}${action}`);
  }
  return EXIT.ok;
}

/** The calls that lead to the accounts, made with the credentials that were given. */
function callsOnTheWay({ mfaSerial, roleArn, accounts, org }: CollectCommandOptions) {
  const call = (name: string, where: string) => ({ name, iamAction: name, where });
  return [
    ...(mfaSerial === undefined ? [] : [call('sts:GetSessionToken', 'once, with the MFA code')]),
    ...(org === true ? [call('organizations:ListAccounts', 'once')] : []),
    ...(roleArn === undefined && accounts === undefined && org !== true
      ? []
      : [call('sts:AssumeRole', 'each account that is read with a role')]),
  ];
}
