# An organization with everything that Terraform's AWS provider knows of one.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "keys" { type = object({ access_key = string, secret_key = string }) }

provider "aws" {
  region     = "us-east-1"
  access_key = var.keys.access_key
  secret_key = var.keys.secret_key
}

resource "aws_organizations_organization" "this" {
  feature_set                   = "ALL"
  aws_service_access_principals = ["config.amazonaws.com", "sso.amazonaws.com"]
  enabled_policy_types          = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY"]
}

resource "aws_organizations_organizational_unit" "workloads" {
  name      = "Workloads"
  parent_id = aws_organizations_organization.this.roots[0].id
  tags      = { Team = "Red" }
}

resource "aws_organizations_organizational_unit" "test" {
  name      = "Test"
  parent_id = aws_organizations_organizational_unit.workloads.id
}

resource "aws_organizations_account" "test" {
  name      = "Test"
  email     = "test@accounts.example"
  parent_id = aws_organizations_organizational_unit.test.id
  role_name = "OrganizationAccountAccessRole"
  tags      = { Team = "Red" }
  lifecycle {
    # As with AWS, nobody can ask for it afterwards.
    ignore_changes = [role_name]
  }
}

data "aws_iam_policy_document" "deny" {
  statement {
    sid       = "NoUsers"
    effect    = "Deny"
    actions   = ["iam:CreateUser"]
    resources = ["*"]
  }
}

resource "aws_organizations_policy" "deny" {
  name        = "NoUsers"
  description = "Roles only"
  content     = data.aws_iam_policy_document.deny.json
  tags        = { Team = "Red" }

  depends_on = [aws_organizations_organization.this]
}

resource "aws_organizations_policy" "tags" {
  name    = "Tags"
  type    = "TAG_POLICY"
  content = jsonencode({ tags = { team = { tag_key = { "@@assign" = "Team" } } } })

  depends_on = [aws_organizations_organization.this]
}

resource "aws_organizations_policy_attachment" "unit" {
  policy_id = aws_organizations_policy.deny.id
  target_id = aws_organizations_organizational_unit.workloads.id
}

resource "aws_organizations_policy_attachment" "account" {
  policy_id = aws_organizations_policy.tags.id
  target_id = aws_organizations_account.test.id
}

resource "aws_organizations_delegated_administrator" "config" {
  account_id        = aws_organizations_account.test.id
  service_principal = "config.amazonaws.com"
}

resource "aws_organizations_resource_policy" "this" {
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "ReadPolicies"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${aws_organizations_account.test.id}:root" }
      Action    = ["organizations:DescribePolicy", "organizations:ListPolicies"]
      Resource  = "*"
    }]
  })
  tags = { Team = "Red" }
}

data "aws_organizations_organization" "this" {
  depends_on = [aws_organizations_account.test]
}

data "aws_organizations_organizational_unit" "test" {
  parent_id  = aws_organizations_organizational_unit.workloads.id
  name       = "Test"
  depends_on = [aws_organizations_organizational_unit.test]
}

data "aws_organizations_organizational_units" "root" {
  parent_id  = aws_organizations_organization.this.roots[0].id
  depends_on = [aws_organizations_organizational_unit.test]
}

data "aws_organizations_organizational_unit_child_accounts" "test" {
  parent_id  = aws_organizations_organizational_unit.test.id
  depends_on = [aws_organizations_account.test]
}

data "aws_organizations_organizational_unit_descendant_accounts" "root" {
  parent_id  = aws_organizations_organization.this.roots[0].id
  depends_on = [aws_organizations_account.test]
}

data "aws_organizations_organizational_unit_descendant_organizational_units" "root" {
  parent_id  = aws_organizations_organization.this.roots[0].id
  depends_on = [aws_organizations_organizational_unit.test]
}

data "aws_organizations_policies" "control" {
  filter     = "SERVICE_CONTROL_POLICY"
  depends_on = [aws_organizations_policy.deny]
}

data "aws_organizations_policies_for_target" "unit" {
  target_id  = aws_organizations_organizational_unit.workloads.id
  filter     = "SERVICE_CONTROL_POLICY"
  depends_on = [aws_organizations_policy_attachment.unit]
}

data "aws_organizations_policy" "deny" { policy_id = aws_organizations_policy.deny.id }

data "aws_organizations_resource_tags" "unit" {
  resource_id = aws_organizations_organizational_unit.workloads.id
}

data "aws_organizations_delegated_administrators" "config" {
  service_principal = "config.amazonaws.com"
  depends_on        = [aws_organizations_delegated_administrator.config]
}

data "aws_organizations_delegated_services" "test" {
  account_id = aws_organizations_delegated_administrator.config.account_id
}

output "account" { value = aws_organizations_account.test.id }

output "seen" {
  value = {
    units     = length(data.aws_organizations_organizational_unit_descendant_organizational_units.root.children)
    accounts  = length(data.aws_organizations_organization.this.accounts)
    below     = length(data.aws_organizations_organizational_unit_descendant_accounts.root.accounts)
    attached  = length(data.aws_organizations_policies_for_target.unit.ids)
    delegated = length(data.aws_organizations_delegated_services.test.delegated_services)
    tags      = data.aws_organizations_resource_tags.unit.tags
  }
}
