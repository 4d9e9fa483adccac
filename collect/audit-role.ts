// Templates for the role that an auditor reads an account with: read-only, and bound to an external id, so that nobody
// can talk the auditor's own account into reading another client's.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
import { AUDIT_ACTIONS, AUDIT_ROLE } from './policy.js';

/** CloudFormation, YAML. Fit for a stack set over an organisation. */
export function cloudFormationTemplate(): string {
  return `AWSTemplateFormatVersion: '2010-09-09'
Description: >-
  A role with which an auditor reads the monitoring configuration of this account. It can change nothing.
Parameters:
  AuditorPrincipal:
    Type: String
    Description: ARN of the auditor's user, role or account, such as arn:aws:iam::111122223333:root.
    AllowedPattern: ^arn:aws[a-z-]*:iam::[0-9]{12}:(root|user/.+|role/.+)$
  ExternalId:
    Type: String
    Description: The external id that was agreed with the auditor.
    MinLength: 8
    MaxLength: 1224
    AllowedPattern: ^[\\w+=,.@:/-]+$
  RoleName:
    Type: String
    Default: ${AUDIT_ROLE}
Resources:
  AuditRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Ref RoleName
      Description: Reads the monitoring configuration for an audit.
      MaxSessionDuration: 3600
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal:
              AWS: !Ref AuditorPrincipal
            Action: sts:AssumeRole
            Condition:
              StringEquals:
                sts:ExternalId: !Ref ExternalId
      Policies:
        - PolicyName: trailproof-collect
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Sid: TrailproofCollect
                Effect: Allow
                Action:
${AUDIT_ACTIONS.map((action) => `                  - ${action}`).join('\n')}
                Resource: '*'
Outputs:
  RoleArn:
    Description: Give this to the auditor.
    Value: !GetAtt AuditRole.Arn
`;
}

/** Terraform, HCL. */
export function terraformModule(): string {
  return `# A role with which an auditor reads the monitoring configuration of this account. It can change nothing.

variable "auditor_principal" {
  description = "ARN of the auditor's user, role or account, such as arn:aws:iam::111122223333:root."
  type        = string
}

variable "external_id" {
  description = "The external id that was agreed with the auditor."
  type        = string

  validation {
    condition     = length(var.external_id) >= 8
    error_message = "The external id needs at least 8 characters."
  }
}

variable "role_name" {
  type    = string
  default = "${AUDIT_ROLE}"
}

resource "aws_iam_role" "audit" {
  name                 = var.role_name
  description          = "Reads the monitoring configuration for an audit."
  max_session_duration = 3600

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = var.auditor_principal }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "sts:ExternalId" = var.external_id } }
    }]
  })
}

resource "aws_iam_role_policy" "audit" {
  name = "trailproof-collect"
  role = aws_iam_role.audit.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid    = "TrailproofCollect"
      Effect = "Allow"
      Action = [
${AUDIT_ACTIONS.map((action) => `        "${action}",`).join('\n')}
      ]
      Resource = "*"
    }]
  })
}

output "role_arn" {
  description = "Give this to the auditor."
  value       = aws_iam_role.audit.arn
}
`;
}
