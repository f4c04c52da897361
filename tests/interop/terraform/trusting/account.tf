# What an account has once.
resource "aws_iam_account_alias" "trusting" {
  account_alias = "crossrole-trusting"
}

resource "aws_iam_account_password_policy" "trusting" {
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
  global_endpoint_token_version = "v2Token"
}

data "aws_iam_account_alias" "trusting" {
  depends_on = [aws_iam_account_alias.trusting]
}
