# Buckets of the trusting account, one that the trusted account reads and one that a trail delivers to, made by the
# trusted account through a role. One was there before.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "trusted_account" { type = string }
variable "keys" { type = object({ access_key = string, secret_key = string }) }
variable "role_arn" { type = string }

provider "aws" {
  region            = "us-east-1"
  access_key        = var.keys.access_key
  secret_key        = var.keys.secret_key
  s3_use_path_style = true

  assume_role {
    role_arn            = var.role_arn
    session_name        = "terraform"
    external_id         = "for-terraform"
    duration            = "45m"
    source_identity     = "somebody"
    tags                = { project = "blue" }
    transitive_tag_keys = ["project"]
    policy_arns         = ["arn:aws:iam::aws:policy/AdministratorAccess"]
  }

  default_tags { tags = { made_by = "terraform" } }
}

resource "aws_s3_bucket" "reports" {
  bucket        = "terraform-reports"
  force_destroy = true
  tags          = { team = "blue" }
}

resource "aws_s3_bucket_versioning" "reports" {
  bucket = aws_s3_bucket.reports.id
  versioning_configuration { status = "Enabled" }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "reports" {
  bucket = aws_s3_bucket.reports.id
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default { sse_algorithm = "AES256" }
  }
}

resource "aws_s3_bucket_cors_configuration" "reports" {
  bucket = aws_s3_bucket.reports.id
  cors_rule {
    allowed_methods = ["GET", "PUT"]
    allowed_origins = ["https://*.example.com"]
    allowed_headers = ["*"]
    expose_headers  = ["ETag"]
    max_age_seconds = 3000
  }
}

resource "aws_s3_bucket_ownership_controls" "reports" {
  bucket = aws_s3_bucket.reports.id
  rule { object_ownership = "BucketOwnerEnforced" }
}

resource "aws_s3_bucket_public_access_block" "reports" {
  bucket                  = aws_s3_bucket.reports.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = false
}

data "aws_iam_policy_document" "readers" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.reports.arn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${var.trusted_account}:root"]
    }
  }
}

resource "aws_s3_bucket_policy" "readers" {
  bucket     = aws_s3_bucket.reports.id
  policy     = data.aws_iam_policy_document.readers.json
  depends_on = [aws_s3_bucket_public_access_block.reports]
}

resource "aws_s3_object" "summary" {
  bucket       = aws_s3_bucket.reports.id
  key          = "2026/summary.txt"
  content      = "figures"
  content_type = "text/plain"
  tags         = { year = "2026" }
  depends_on   = [aws_s3_bucket_versioning.reports]
}

resource "aws_s3_object_copy" "copy" {
  bucket = aws_s3_bucket.reports.id
  key    = "2026/copy.txt"
  source = "${aws_s3_bucket.reports.id}/${aws_s3_object.summary.key}"

  # Left out, the tags of the source would come along, and be a difference.
  tagging_directive = "REPLACE"
  tags              = { year = "2026" }
}

data "aws_s3_bucket" "reports" {
  bucket     = aws_s3_bucket.reports.id
  depends_on = [aws_s3_object.summary]
}

data "aws_s3_object" "summary" {
  bucket = aws_s3_bucket.reports.id
  key    = aws_s3_object.summary.key
}

data "aws_s3_objects" "all" {
  bucket     = aws_s3_bucket.reports.id
  depends_on = [aws_s3_object_copy.copy]
}

data "aws_s3_bucket_policy" "readers" { bucket = aws_s3_bucket_policy.readers.bucket }

data "aws_caller_identity" "current" {}

import {
  to = aws_s3_bucket.before
  id = "terraform-before"
}

import {
  to = aws_s3_bucket_policy.before
  id = "terraform-before"
}

resource "aws_s3_bucket" "before" { bucket = "terraform-before" }

resource "aws_s3_bucket_policy" "before" {
  bucket = aws_s3_bucket.before.id
  policy = replace(data.aws_iam_policy_document.readers.json, aws_s3_bucket.reports.id, aws_s3_bucket.before.id)
}

resource "aws_s3_bucket" "logs" {
  bucket        = "terraform-logs"
  force_destroy = true
}

resource "aws_s3_bucket_ownership_controls" "logs" {
  bucket = aws_s3_bucket.logs.id
  rule { object_ownership = "BucketOwnerPreferred" }
}

resource "aws_s3_bucket_acl" "logs" {
  bucket     = aws_s3_bucket.logs.id
  acl        = "private"
  depends_on = [aws_s3_bucket_ownership_controls.logs]
}

data "aws_iam_policy_document" "cloudtrail" {
  statement {
    actions   = ["s3:GetBucketAcl"]
    resources = [aws_s3_bucket.logs.arn]
    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = ["arn:aws:cloudtrail:us-east-1:${data.aws_caller_identity.current.account_id}:trail/everything"]
    }
  }
  statement {
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.logs.arn}/all/AWSLogs/${data.aws_caller_identity.current.account_id}/*"]
    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }
  }
}

resource "aws_s3_bucket_policy" "cloudtrail" {
  bucket = aws_s3_bucket.logs.id
  policy = data.aws_iam_policy_document.cloudtrail.json
}

resource "aws_cloudtrail" "everything" {
  name                       = "everything"
  s3_bucket_name             = aws_s3_bucket.logs.id
  s3_key_prefix              = "all"
  is_multi_region_trail      = true
  enable_log_file_validation = true
  tags                       = { team = "audit" }

  event_selector {
    read_write_type           = "WriteOnly"
    include_management_events = true
  }

  depends_on = [aws_s3_bucket_policy.cloudtrail]
}

output "caller" { value = data.aws_caller_identity.current.arn }
