# Managed policies, who they are attached to, and what they amount to.
data "aws_iam_policy_document" "read" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::example/*"]
  }
}

resource "aws_iam_policy" "read" {
  name        = "Read"
  path        = "/terraform/"
  description = "Reads one bucket"
  policy      = data.aws_iam_policy_document.read.json
  tags        = { Team = "Red" }
}

resource "aws_iam_policy" "everywhere" {
  name_prefix = "Everywhere-"
  policy      = data.aws_iam_policy_document.read.json
}

resource "aws_iam_policy_attachment" "everywhere" {
  name       = "everywhere"
  policy_arn = aws_iam_policy.everywhere.arn
  groups     = [aws_iam_group.writers.name]
  roles      = [aws_iam_role.guarded.name]
}

data "aws_iam_policy" "read" {
  name       = "Read"
  depends_on = [aws_iam_policy.read]
}

data "aws_iam_principal_policy_simulation" "person" {
  policy_source_arn = aws_iam_user.person.arn
  action_names      = ["s3:GetObject"]
  resource_arns     = ["arn:aws:s3:::example/object"]
  depends_on        = [aws_iam_user_policy.person, aws_iam_user_policy_attachment.person]

  lifecycle {
    postcondition {
      condition     = self.all_allowed
      error_message = "The person may not read."
    }
  }
}
