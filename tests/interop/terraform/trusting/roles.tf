# Roles of every making.
resource "aws_iam_role" "guarded" {
  name                  = "Guarded"
  path                  = "/terraform/"
  assume_role_policy    = data.aws_iam_policy_document.trust.json
  permissions_boundary  = aws_iam_policy.read.arn
  force_detach_policies = true
}

resource "aws_iam_role_policy" "guarded" {
  name   = "read"
  role   = aws_iam_role.guarded.name
  policy = data.aws_iam_policy_document.read.json
}

resource "aws_iam_role_policies_exclusive" "guarded" {
  role_name    = aws_iam_role.guarded.name
  policy_names = [aws_iam_role_policy.guarded.name]
}

resource "aws_iam_role" "exclusive" {
  name_prefix        = "Exclusive-"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "exclusive" {
  role       = aws_iam_role.exclusive.name
  policy_arn = aws_iam_policy.read.arn
}

resource "aws_iam_role_policy_attachments_exclusive" "exclusive" {
  role_name   = aws_iam_role.exclusive.name
  policy_arns = [aws_iam_role_policy_attachment.exclusive.policy_arn]
}

resource "aws_iam_role" "with_policies" {
  name                = "WithPolicies"
  assume_role_policy  = data.aws_iam_policy_document.trust.json
  managed_policy_arns = ["arn:aws:iam::aws:policy/SecurityAudit"]
  inline_policy {
    name   = "read"
    policy = data.aws_iam_policy_document.read.json
  }
}

resource "aws_iam_service_linked_role" "beanstalk" {
  aws_service_name = "elasticbeanstalk.amazonaws.com"
  description      = "For environments"
}

resource "aws_iam_openid_connect_provider" "tokens" {
  url             = "https://tokens.example.com"
  client_id_list  = ["crossrole"]
  thumbprint_list = ["0123456789abcdef0123456789abcdef01234567"]
  tags            = { Team = "Red" }
}

variable "saml_metadata" { type = string }

resource "aws_iam_saml_provider" "people" {
  name                   = "People"
  saml_metadata_document = var.saml_metadata
  tags                   = { Team = "Red" }
}

data "aws_iam_roles" "terraform" {
  path_prefix = "/terraform/"
  depends_on  = [aws_iam_role.guarded, aws_iam_role.cross_account]
}

data "aws_iam_instance_profiles" "application" {
  role_name  = aws_iam_role.cross_account.name
  depends_on = [aws_iam_instance_profile.application]
}

data "aws_iam_session_context" "exclusive" {
  arn = "arn:aws:sts::${data.aws_caller_identity.trusting.account_id}:assumed-role/${aws_iam_role.exclusive.name}/session"
}

data "aws_caller_identity" "trusting" {}

data "aws_iam_openid_connect_provider" "tokens" {
  arn = aws_iam_openid_connect_provider.tokens.arn
}

data "aws_iam_saml_provider" "people" {
  arn = aws_iam_saml_provider.people.arn
}
