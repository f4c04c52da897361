# What instances hold.
variable "server_certificate" { type = object({ body = string, private_key = string, chain = string }) }

resource "aws_iam_instance_profile" "application" {
  name = "Application"
  path = "/terraform/"
  role = aws_iam_role.cross_account.name
  tags = { Team = "Red" }
}

resource "aws_iam_server_certificate" "web" {
  name              = "web"
  path              = "/terraform/"
  certificate_body  = var.server_certificate.body
  private_key       = var.server_certificate.private_key
  certificate_chain = var.server_certificate.chain
  tags              = { Team = "Red" }
}

data "aws_iam_instance_profile" "application" {
  name = aws_iam_instance_profile.application.name
}

data "aws_iam_server_certificate" "web" {
  name = aws_iam_server_certificate.web.name
}
