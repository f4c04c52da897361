# What instances and users hold beside access keys.
variable "server_certificate" { type = object({ body = string, private_key = string, chain = string }) }
variable "signing_certificate" { type = string }
variable "ssh_public_keys" { type = object({ ssh = string, pem = string }) }

resource "aws_iam_instance_profile" "application" {
  provider = aws.trusting
  name     = "Application"
  path     = "/terraform/"
  role     = aws_iam_role.cross_account.name
  tags     = { Team = "Red" }
}

resource "aws_iam_server_certificate" "web" {
  provider          = aws.trusting
  name              = "web"
  path              = "/terraform/"
  certificate_body  = var.server_certificate.body
  private_key       = var.server_certificate.private_key
  certificate_chain = var.server_certificate.chain
  tags              = { Team = "Red" }
}

resource "aws_iam_signing_certificate" "trusted" {
  provider         = aws.trusted
  user_name        = aws_iam_user.trusted.name
  certificate_body = var.signing_certificate
  status           = "Inactive"
}

resource "aws_iam_user_ssh_key" "ssh" {
  provider   = aws.trusted
  username   = aws_iam_user.trusted.name
  encoding   = "SSH"
  public_key = var.ssh_public_keys.ssh
}

resource "aws_iam_user_ssh_key" "pem" {
  provider   = aws.trusted
  username   = aws_iam_user.trusted.name
  encoding   = "PEM"
  public_key = var.ssh_public_keys.pem
  status     = "Inactive"
}

resource "aws_iam_service_specific_credential" "git" {
  provider     = aws.trusted
  service_name = "codecommit.amazonaws.com"
  user_name    = aws_iam_user.trusted.name
}

data "aws_iam_instance_profile" "application" {
  provider = aws.trusting
  name     = aws_iam_instance_profile.application.name
}

data "aws_iam_server_certificate" "web" {
  provider = aws.trusting
  name     = aws_iam_server_certificate.web.name
}
