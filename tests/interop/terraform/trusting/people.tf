# Users and groups with everything they can have, each kind of resource that Terraform knows for it.
resource "aws_iam_user" "person" {
  name          = "Person"
  path          = "/terraform/people/"
  force_destroy = true
  tags          = { Team = "Red", Floor = "" }
}

resource "aws_iam_user_login_profile" "person" {
  user                    = aws_iam_user.person.name
  password_reset_required = true
  depends_on              = [aws_iam_account_password_policy.trusting]
}

resource "aws_iam_access_key" "person" {
  user   = aws_iam_user.person.name
  status = "Inactive"
}

resource "aws_iam_virtual_mfa_device" "person" {
  virtual_mfa_device_name = "person"
  path                    = "/terraform/"
  tags                    = { Team = "Red" }
}

resource "aws_iam_user_policy" "person" {
  name   = "read"
  user   = aws_iam_user.person.name
  policy = data.aws_iam_policy_document.read.json
}

resource "aws_iam_user_policies_exclusive" "person" {
  user_name    = aws_iam_user.person.name
  policy_names = [aws_iam_user_policy.person.name]
}

resource "aws_iam_user_policy_attachment" "person" {
  user       = aws_iam_user.person.name
  policy_arn = aws_iam_policy.read.arn
}

resource "aws_iam_user_policy_attachments_exclusive" "person" {
  user_name   = aws_iam_user.person.name
  policy_arns = [aws_iam_user_policy_attachment.person.policy_arn]
}

resource "aws_iam_group" "readers" {
  name = "Readers"
  path = "/terraform/"
}

resource "aws_iam_group" "writers" {
  name = "Writers"
}

resource "aws_iam_user_group_membership" "person" {
  user   = aws_iam_user.person.name
  groups = [aws_iam_group.readers.name, aws_iam_group.writers.name]
}

resource "aws_iam_group_policy" "readers" {
  name   = "read"
  group  = aws_iam_group.readers.name
  policy = data.aws_iam_policy_document.read.json
}

resource "aws_iam_group_policies_exclusive" "readers" {
  group_name   = aws_iam_group.readers.name
  policy_names = [aws_iam_group_policy.readers.name]
}

resource "aws_iam_group_policy_attachment" "readers" {
  group      = aws_iam_group.readers.name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_group_policy_attachments_exclusive" "readers" {
  group_name  = aws_iam_group.readers.name
  policy_arns = [aws_iam_group_policy_attachment.readers.policy_arn]
}

data "aws_iam_user" "person" {
  user_name = aws_iam_user.person.name
}

data "aws_iam_users" "people" {
  path_prefix = "/terraform/people/"
  depends_on  = [aws_iam_user.person]
}

data "aws_iam_access_keys" "person" {
  user       = aws_iam_user.person.name
  depends_on = [aws_iam_access_key.person]
}

data "aws_iam_group" "writers" {
  group_name = aws_iam_group.writers.name
  depends_on = [aws_iam_user_group_membership.person]
}
