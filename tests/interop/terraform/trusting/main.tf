# The walkthrough's role, as Terraform declares it, in the account of the resources.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "keys" { type = object({ access_key = string, secret_key = string }) }
variable "trusted_account" { type = string }

provider "aws" {
  region     = "us-east-1"
  access_key = var.keys.access_key
  secret_key = var.keys.secret_key
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${var.trusted_account}:root"]
    }
  }
}

resource "aws_iam_role" "cross_account" {
  name                 = "CrossAccountRole"
  description          = "Lets the trusted account in"
  path                 = "/terraform/"
  max_session_duration = 7200
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  tags                 = { Team = "Red" }
}

resource "aws_iam_role_policy_attachment" "administrator" {
  role       = aws_iam_role.cross_account.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_role_policy" "inline" {
  name = "inline"
  role = aws_iam_role.cross_account.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:ListBucket", Resource = "*" }]
  })
}

data "aws_iam_role" "cross_account" {
  name = aws_iam_role.cross_account.name
}

output "role_arn" { value = aws_iam_role.cross_account.arn }
