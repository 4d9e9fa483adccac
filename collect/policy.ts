// What a collection must be allowed to do, made from the collectors' own descriptions.
import { OPERATIONS } from './operations.js';

export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/** The IAM actions of all calls, sorted. All of them read; none can be bound to a resource that is known beforehand. */
export const AUDIT_ACTIONS: readonly string[] = [...new Set(OPERATIONS.map(({ iamAction }) => iamAction))].sort();

/** The name that the role has in the templates, and that `--org` looks for. */
export const AUDIT_ROLE = 'trailproof-audit';

/** The policy of the identity that reads an account. */
export function auditPolicy(): PolicyDocument {
  return policy([{ Sid: 'TrailproofCollect', Effect: 'Allow', Action: AUDIT_ACTIONS, Resource: '*' }]);
}

/**
 * The policy of an identity that reads other accounts through a role in each.
 *
 * @param roles ARNs of the roles, `*` for parts that are not known.
 * @param organization whether it asks AWS Organizations which accounts there are.
 */
export function callerPolicy(roles: readonly string[], organization: boolean): PolicyDocument {
  return policy([
    { Sid: 'TrailproofAssumeRoles', Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: roles },
    ...(organization
      ? [
          {
            Sid: 'TrailproofListAccounts',
            Effect: 'Allow' as const,
            Action: ['organizations:ListAccounts'],
            Resource: '*',
          },
        ]
      : []),
  ]);
}

function policy(statements: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}
