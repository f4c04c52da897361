# The walkthrough's two accounts, and with them everything that Terraform's AWS provider knows of IAM.
variable "trusted" { type = object({ access_key = string, secret_key = string }) }
variable "trusting" { type = object({ access_key = string, secret_key = string }) }
variable "trusted_account" { type = string }
variable "server_certificate" { type = object({ body = string, private_key = string, chain = string }) }
variable "saml_metadata" { type = string }
variable "signing_certificate" { type = string }
variable "ssh_public_keys" { type = object({ ssh = string, pem = string }) }

module "trusting" {
  source             = "./trusting"
  keys               = var.trusting
  trusted_account    = var.trusted_account
  server_certificate = var.server_certificate
  saml_metadata      = var.saml_metadata
}

module "trusted" {
  source              = "./trusted"
  keys                = var.trusted
  role_arn            = module.trusting.role_arn
  signing_certificate = var.signing_certificate
  ssh_public_keys     = var.ssh_public_keys
}
