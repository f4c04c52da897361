# Users and groups with everything they can have, each kind of resource that Terraform knows for it.
resource "aws_iam_user" "person" {
  provider      = aws.trusting
  name          = "Person"
  path          = "/terraform/people/"
  force_destroy = true
  tags          = { Team = "Red", Floor = "" }
}

resource "aws_iam_user_login_profile" "person" {
  provider                = aws.trusting
  user                    = aws_iam_user.person.name
  password_reset_required = true
  depends_on              = [aws_iam_account_password_policy.trusting]
}

resource "aws_iam_access_key" "person" {
  provider = aws.trusting
  user     = aws_iam_user.person.name
  status   = "Inactive"
}

resource "aws_iam_virtual_mfa_device" "person" {
  provider                = aws.trusting
  virtual_mfa_device_name = "person"
  path                    = "/terraform/"
  tags                    = { Team = "Red" }
}

resource "aws_iam_user_policy" "person" {
  provider = aws.trusting
  name     = "read"
  user     = aws_iam_user.person.name
  policy   = data.aws_iam_policy_document.read.json
}

resource "aws_iam_user_policies_exclusive" "person" {
  provider     = aws.trusting
  user_name    = aws_iam_user.person.name
  policy_names = [aws_iam_user_policy.person.name]
}

resource "aws_iam_user_policy_attachment" "person" {
  provider   = aws.trusting
  user       = aws_iam_user.person.name
  policy_arn = aws_iam_policy.read.arn
}

resource "aws_iam_user_policy_attachments_exclusive" "person" {
  provider    = aws.trusting
  user_name   = aws_iam_user.person.name
  policy_arns = [aws_iam_user_policy_attachment.person.policy_arn]
}

resource "aws_iam_group" "readers" {
  provider = aws.trusting
  name     = "Readers"
  path     = "/terraform/"
}

resource "aws_iam_group" "writers" {
  provider = aws.trusting
  name     = "Writers"
}

resource "aws_iam_user_group_membership" "person" {
  provider = aws.trusting
  user     = aws_iam_user.person.name
  groups   = [aws_iam_group.readers.name, aws_iam_group.writers.name]
}

resource "aws_iam_group_policy" "readers" {
  provider = aws.trusting
  name     = "read"
  group    = aws_iam_group.readers.name
  policy   = data.aws_iam_policy_document.read.json
}

resource "aws_iam_group_policies_exclusive" "readers" {
  provider     = aws.trusting
  group_name   = aws_iam_group.readers.name
  policy_names = [aws_iam_group_policy.readers.name]
}

resource "aws_iam_group_policy_attachment" "readers" {
  provider   = aws.trusting
  group      = aws_iam_group.readers.name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_group_policy_attachments_exclusive" "readers" {
  provider    = aws.trusting
  group_name  = aws_iam_group.readers.name
  policy_arns = [aws_iam_group_policy_attachment.readers.policy_arn]
}

data "aws_iam_user" "person" {
  provider  = aws.trusting
  user_name = aws_iam_user.person.name
}

data "aws_iam_users" "people" {
  provider    = aws.trusting
  path_prefix = "/terraform/people/"
  depends_on  = [aws_iam_user.person]
}

data "aws_iam_access_keys" "person" {
  provider   = aws.trusting
  user       = aws_iam_user.person.name
  depends_on = [aws_iam_access_key.person]
}

data "aws_iam_group" "writers" {
  provider   = aws.trusting
  group_name = aws_iam_group.writers.name
  depends_on = [aws_iam_user_group_membership.person]
}

data "aws_iam_user_ssh_key" "ssh" {
  provider          = aws.trusted
  username          = aws_iam_user.trusted.name
  encoding          = "SSH"
  ssh_public_key_id = aws_iam_user_ssh_key.ssh.ssh_public_key_id
}
