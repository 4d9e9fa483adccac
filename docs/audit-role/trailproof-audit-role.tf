# A role with which an auditor reads the monitoring configuration of this account. It can change nothing.

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
  default = "trailproof-audit"
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
        "cloudtrail:DescribeTrails",
        "cloudtrail:GetEventSelectors",
        "cloudtrail:GetTrailStatus",
        "cloudwatch:DescribeAlarms",
        "ec2:DescribeRegions",
        "iam:ListAccountAliases",
        "logs:DescribeLogGroups",
        "logs:DescribeMetricFilters",
        "organizations:DescribeOrganization",
        "securityhub:DescribeHub",
        "securityhub:GetEnabledStandards",
        "sns:GetTopicAttributes",
        "sns:ListSubscriptionsByTopic",
        "sts:GetCallerIdentity",
      ]
      Resource = "*"
    }]
  })
}

output "role_arn" {
  description = "Give this to the auditor."
  value       = aws_iam_role.audit.arn
}
