# The walkthrough's role, policy and user, as Terraform declares them.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "endpoint" { type = string }
variable "trusted" { type = object({ access_key = string, secret_key = string }) }
variable "trusting" { type = object({ access_key = string, secret_key = string }) }

provider "aws" {
  alias      = "trusted"
  region     = "us-east-1"
  access_key = var.trusted.access_key
  secret_key = var.trusted.secret_key
  endpoints {
    iam = var.endpoint
    sts = var.endpoint
  }
}

provider "aws" {
  alias      = "trusting"
  region     = "us-east-1"
  access_key = var.trusting.access_key
  secret_key = var.trusting.secret_key
  endpoints {
    iam = var.endpoint
    sts = var.endpoint
  }
}

data "aws_caller_identity" "trusted" { provider = aws.trusted }

data "aws_iam_policy_document" "trust" {
  provider = aws.trusting
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.trusted.account_id}:root"]
    }
  }
}

resource "aws_iam_role" "cross_account" {
  provider             = aws.trusting
  name                 = "CrossAccountRole"
  description          = "Lets the trusted account in"
  path                 = "/terraform/"
  max_session_duration = 7200
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  tags                 = { Team = "Red" }
}

resource "aws_iam_role_policy_attachment" "administrator" {
  provider   = aws.trusting
  role       = aws_iam_role.cross_account.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_role_policy" "inline" {
  provider = aws.trusting
  name     = "inline"
  role     = aws_iam_role.cross_account.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:ListBucket", Resource = "*" }]
  })
}

resource "aws_iam_policy" "assume" {
  provider = aws.trusted
  name     = "AssumeCrossAccountRole"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = aws_iam_role.cross_account.arn }]
  })
}

resource "aws_iam_user" "trusted" {
  provider             = aws.trusted
  name                 = "TrustedUser"
  permissions_boundary = aws_iam_policy.assume.arn
  tags                 = { Team = "Red" }
}

resource "aws_iam_user_policy_attachment" "assume" {
  provider   = aws.trusted
  user       = aws_iam_user.trusted.name
  policy_arn = aws_iam_policy.assume.arn
}

resource "aws_iam_access_key" "trusted" {
  provider = aws.trusted
  user     = aws_iam_user.trusted.name
}

resource "aws_iam_group" "people" {
  provider = aws.trusted
  name     = "People"
}

resource "aws_iam_group_membership" "people" {
  provider = aws.trusted
  name     = "people"
  group    = aws_iam_group.people.name
  users    = [aws_iam_user.trusted.name]
}

data "aws_iam_policy" "administrator" {
  provider = aws.trusted
  arn      = "arn:aws:iam::aws:policy/AdministratorAccess"
}

data "aws_iam_role" "cross_account" {
  provider = aws.trusting
  name     = aws_iam_role.cross_account.name
}
