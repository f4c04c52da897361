# What an account has once.
resource "aws_iam_account_alias" "trusting" {
  provider      = aws.trusting
  account_alias = "crossrole-trusting"
}

resource "aws_iam_account_password_policy" "trusting" {
  provider                       = aws.trusting
  minimum_password_length        = 16
  require_lowercase_characters   = true
  require_uppercase_characters   = true
  require_numbers                = true
  require_symbols                = true
  allow_users_to_change_password = true
  max_password_age               = 90
  password_reuse_prevention      = 5
  hard_expiry                    = false
}

resource "aws_iam_security_token_service_preferences" "trusting" {
  provider                      = aws.trusting
  global_endpoint_token_version = "v2Token"
}

# The trusted account manages the organization.
resource "aws_iam_organizations_features" "root_access" {
  provider         = aws.trusted
  enabled_features = ["RootCredentialsManagement", "RootSessions"]
}

data "aws_iam_account_alias" "trusting" {
  provider   = aws.trusting
  depends_on = [aws_iam_account_alias.trusting]
}
