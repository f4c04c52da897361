# What users hold beside access keys.
variable "signing_certificate" { type = string }
variable "ssh_public_keys" { type = object({ ssh = string, pem = string }) }

resource "aws_iam_signing_certificate" "trusted" {
  user_name        = aws_iam_user.trusted.name
  certificate_body = var.signing_certificate
  status           = "Inactive"
}

resource "aws_iam_user_ssh_key" "ssh" {
  username   = aws_iam_user.trusted.name
  encoding   = "SSH"
  public_key = var.ssh_public_keys.ssh
}

resource "aws_iam_user_ssh_key" "pem" {
  username   = aws_iam_user.trusted.name
  encoding   = "PEM"
  public_key = var.ssh_public_keys.pem
  status     = "Inactive"
}

resource "aws_iam_service_specific_credential" "git" {
  service_name = "codecommit.amazonaws.com"
  user_name    = aws_iam_user.trusted.name
}

data "aws_iam_user_ssh_key" "ssh" {
  username          = aws_iam_user.trusted.name
  encoding          = "SSH"
  ssh_public_key_id = aws_iam_user_ssh_key.ssh.ssh_public_key_id
}
