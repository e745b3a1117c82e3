# With `lambda`: the same image looks once a minute, and holds the clone in /tmp from one look to the next. The repository is reached by
# https: in Lambda the user of the process is not the image's.
resource "aws_lambda_function" "watch" {
  count                          = var.lambda ? 1 : 0
  function_name                  = var.name
  role                           = aws_iam_role.task.arn
  package_type                   = "Image"
  image_uri                      = var.image
  architectures                  = [lower(var.architecture)]
  memory_size                    = var.memory
  timeout                        = 300
  reserved_concurrent_executions = 1

  image_config {
    entry_point = ["lambda-bootstrap.sh"]
    command     = local.arguments
  }

  # AWS_REGION is Lambda's own.
  environment {
    variables = merge(
      { for name, value in local.environment : name => value if name != "AWS_REGION" },
      { AMIGOV_GIT_SECRET_ARN = var.git_secret_arn },
    )
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.watch.name
  }
}

resource "aws_iam_role_policy" "function" {
  count  = var.lambda ? 1 : 0
  name   = "function"
  role   = aws_iam_role.task.id
  policy = data.aws_iam_policy_document.function.json
}

# What the execution role does for ECS.
data "aws_iam_policy_document" "function" {
  statement {
    sid       = "Log"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.watch.arn}:*"]
  }

  statement {
    sid       = "Secrets"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [var.git_secret_arn]
  }
}

# The next minute looks again.
resource "aws_lambda_function_event_invoke_config" "watch" {
  count                        = var.lambda ? 1 : 0
  function_name                = aws_lambda_function.watch[0].function_name
  maximum_retry_attempts       = 0
  maximum_event_age_in_seconds = 60
}

resource "aws_cloudwatch_event_rule" "minute" {
  count               = var.lambda ? 1 : 0
  name                = var.name
  schedule_expression = "rate(1 minute)"
}

resource "aws_cloudwatch_event_target" "watch" {
  count = var.lambda ? 1 : 0
  rule  = aws_cloudwatch_event_rule.minute[0].name
  arn   = aws_lambda_function.watch[0].arn
}

resource "aws_lambda_permission" "minute" {
  count         = var.lambda ? 1 : 0
  function_name = aws_lambda_function.watch[0].function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.minute[0].arn
}

# Here nothing serves /healthz: this tells of ten minutes in which no look ended well. A look may take as long as the function's
# timeout, and counts for the minute in which it began.
resource "aws_cloudwatch_metric_alarm" "silent" {
  count               = var.lambda && var.topic_arn != "" ? 1 : 0
  alarm_name          = "${var.name}-silent"
  alarm_description   = "Nobody watches the AMI policies; exceptions do not end in the declarative policy"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  evaluation_periods  = 2
  alarm_actions       = [var.topic_arn]
  treat_missing_data  = "breaching"

  metric_query {
    id          = "good"
    expression  = "begun - failed"
    label       = "Looks that ended well"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { begun = "Invocations", failed = "Errors" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/Lambda"
        metric_name = metric_query.value
        stat        = "Sum"
        period      = 300
        dimensions  = { FunctionName = aws_lambda_function.watch[0].function_name }
      }
    }
  }
}
