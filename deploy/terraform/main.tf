# The watch in ECS (ecs.tf) or Lambda (lambda.tf), its store and its role. It belongs into the management account, or into an account to
# which the policies were delegated.
terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.0"
    }
  }
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  prefix = "watch"
  trail  = var.trail_bucket == "" ? [] : ["s3://${var.trail_bucket}/${var.trail_prefix}"]

  arguments = concat(
    var.topic_arn == "" ? [] : ["--topic-arn", var.topic_arn],
    var.event_bus_arn == "" ? [] : ["--event-bus", var.event_bus_arn],
    [for address in local.trail : "--trail=${address}"],
    var.account_contacts ? ["--account-contacts"] : [],
    var.arguments,
  )

  environment = {
    AWS_REGION         = data.aws_region.current.region
    AMIGOV_REMOTE      = var.remote
    AMIGOV_BRANCH      = var.branch
    AMIGOV_KNOWN_HOSTS = var.known_hosts
    AMIGOV_STORE       = "s3://${aws_s3_bucket.store.id}/${local.prefix}"
  }
}

resource "aws_s3_bucket" "store" {
  bucket = "${var.name}-${data.aws_caller_identity.current.account_id}-${data.aws_region.current.region}"
}

resource "aws_s3_bucket_public_access_block" "store" {
  bucket                  = aws_s3_bucket.store.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "store" {
  bucket = aws_s3_bucket.store.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_versioning" "store" {
  bucket = aws_s3_bucket.store.id

  versioning_configuration {
    status = "Enabled"
  }
}

# The lock is written at each look: without this its versions would never end.
resource "aws_s3_bucket_lifecycle_configuration" "store" {
  bucket     = aws_s3_bucket.store.id
  depends_on = [aws_s3_bucket_versioning.store]

  rule {
    id     = "versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = 7
    }

    expiration {
      expired_object_delete_marker = true
    }
  }
}

resource "aws_s3_bucket_policy" "store" {
  bucket = aws_s3_bucket.store.id
  policy = data.aws_iam_policy_document.store.json
}

data "aws_iam_policy_document" "store" {
  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.store.arn, "${aws_s3_bucket.store.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_cloudwatch_log_group" "watch" {
  name              = "/amigov/${var.name}"
  retention_in_days = var.log_retention_days
}

resource "aws_iam_role" "task" {
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = [var.lambda ? "lambda.amazonaws.com" : "ecs-tasks.amazonaws.com"]
    }

    # ECS says for which account it acts (ECS developer guide, "Amazon ECS task IAM role").
    dynamic "condition" {
      for_each = var.lambda ? [] : [data.aws_caller_identity.current.account_id]

      content {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [condition.value]
      }
    }
  }
}

resource "aws_iam_role_policy" "task" {
  name   = "watch"
  role   = aws_iam_role.task.id
  policy = data.aws_iam_policy_document.task.json
}

# What `amigov doctor --iam-policy watch` prints, narrowed to the bucket and the topic.
data "aws_iam_policy_document" "task" {
  statement {
    sid = "Read"

    actions = [
      "cloudtrail:LookupEvents",
      "organizations:DescribeEffectivePolicy",
      "organizations:DescribeOrganization",
      "organizations:DescribePolicy",
      "organizations:ListAWSServiceAccessForOrganization",
      "organizations:ListAccounts",
      "organizations:ListAccountsWithInvalidEffectivePolicy",
      "organizations:ListOrganizationalUnitsForParent",
      "organizations:ListParents",
      "organizations:ListPolicies",
      "organizations:ListPoliciesForTarget",
      "organizations:ListRoots",
      "organizations:ListTagsForResource",
      "organizations:ListTargetsForPolicy",
    ]

    resources = ["*"]
  }

  statement {
    sid = "ChangePolicies"

    actions = [
      "organizations:AttachPolicy",
      "organizations:CreatePolicy",
      "organizations:DeletePolicy",
      "organizations:DetachPolicy",
      "organizations:TagResource",
      "organizations:UpdatePolicy",
    ]

    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "organizations:PolicyType"
      values   = ["DECLARATIVE_POLICY_EC2", "SERVICE_CONTROL_POLICY"]
    }
  }

  statement {
    sid       = "MarkRoot"
    actions   = ["organizations:TagResource"]
    resources = ["arn:${data.aws_partition.current.partition}:organizations::*:root/*"]

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "aws:TagKeys"
      values   = ["amigov:deployment"]
    }
  }

  statement {
    sid       = "Store"
    actions   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.store.arn}/${local.prefix}/*"]
  }

  # Without it S3 denies the reading of an object that is not there, and does not say that it is missing (S3 API reference, "GetObject").
  statement {
    sid       = "ListStore"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.store.arn]
  }

  dynamic "statement" {
    for_each = var.topic_arn == "" ? [] : [var.topic_arn]

    content {
      sid       = "Notify"
      actions   = ["sns:Publish"]
      resources = [statement.value]
    }
  }

  dynamic "statement" {
    for_each = var.event_bus_arn == "" ? [] : [var.event_bus_arn]

    content {
      sid       = "NotifyBus"
      actions   = ["events:PutEvents"]
      resources = [statement.value]
    }
  }

  dynamic "statement" {
    for_each = var.trail_bucket == "" ? [] : [var.trail_bucket]

    content {
      sid       = "Trail"
      actions   = ["s3:GetObject"]
      resources = ["arn:${data.aws_partition.current.partition}:s3:::${statement.value}/${var.trail_prefix}*"]
    }
  }

  dynamic "statement" {
    for_each = var.trail_bucket == "" ? [] : [var.trail_bucket]

    content {
      sid       = "ListTrail"
      actions   = ["s3:ListBucket"]
      resources = ["arn:${data.aws_partition.current.partition}:s3:::${statement.value}"]
    }
  }

  # Each account of the organization is a resource of the management account (Service Authorization Reference for Account Management).
  dynamic "statement" {
    for_each = var.account_contacts ? ["account"] : []

    content {
      sid       = "Contacts"
      actions   = ["account:GetAlternateContact"]
      resources = [
        "arn:${data.aws_partition.current.partition}:${statement.value}::*:account",
        "arn:${data.aws_partition.current.partition}:${statement.value}::*:account/*",
      ]
    }
  }
}
