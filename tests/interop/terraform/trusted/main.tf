# The walkthrough's policy and user, as Terraform declares them, in the account of the people.
terraform {
  required_providers {
    aws = { source = "crossrole.example/trusted/aws" }
  }
}

variable "keys" { type = object({ access_key = string, secret_key = string }) }
variable "role_arn" { type = string }

provider "aws" {
  region     = "us-east-1"
  access_key = var.keys.access_key
  secret_key = var.keys.secret_key
}

resource "aws_iam_policy" "assume" {
  name = "AssumeCrossAccountRole"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = var.role_arn }]
  })
}

resource "aws_iam_user" "trusted" {
  name                 = "TrustedUser"
  permissions_boundary = aws_iam_policy.assume.arn
  tags                 = { Team = "Red" }
}

resource "aws_iam_user_policy_attachment" "assume" {
  user       = aws_iam_user.trusted.name
  policy_arn = aws_iam_policy.assume.arn
}

resource "aws_iam_access_key" "trusted" {
  user = aws_iam_user.trusted.name
}

resource "aws_iam_group" "people" {
  name = "People"
}

resource "aws_iam_group_membership" "people" {
  name  = "people"
  group = aws_iam_group.people.name
  users = [aws_iam_user.trusted.name]
}

data "aws_iam_policy" "administrator" {
  arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
