resource "aws_ecs_cluster" "watch" {
  name = var.name
}

resource "aws_ecs_task_definition" "watch" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  task_role_arn            = aws_iam_role.task.arn
  execution_role_arn       = aws_iam_role.execution.arn

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.architecture
  }

  # The clone. It ends with the task: what counts is in the store and in the repository.
  volume {
    name = "home"
  }

  container_definitions = jsonencode([{
    name                   = "watch"
    image                  = var.image
    essential              = true
    command                = concat(["--listen", "+:9464"], local.arguments)
    environment            = [for name, value in local.environment : { name = name, value = value }]
    secrets                = [for name, arn in local.secrets : { name = name, valueFrom = arn }]
    mountPoints            = [{ sourceVolume = "home", containerPath = "/var/lib/amigov" }]
    readonlyRootFilesystem = true
    stopTimeout            = 60
    # Of the whole clone at the start; then a look a minute.
    healthCheck = {
      command     = ["CMD", "curl", "--silent", "--fail", "http://127.0.0.1:9464/healthz"]
      interval    = 30
      timeout     = 5
      retries     = 3
      startPeriod = 300
    }
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        "awslogs-group"         = aws_cloudwatch_log_group.watch.name
        "awslogs-region"        = data.aws_region.current.region
        "awslogs-stream-prefix" = "watch"
      }
    }
  }])
}

locals {
  secrets = merge(var.secrets, { AMIGOV_GIT_SECRET = var.git_secret_arn })
}

resource "aws_ecs_service" "watch" {
  name            = var.name
  cluster         = aws_ecs_cluster.watch.id
  task_definition = aws_ecs_task_definition.watch.arn
  # In Lambda the role of the tasks is the function's.
  desired_count   = var.lambda ? 0 : var.desired_count
  launch_type     = "FARGATE"
  depends_on      = [aws_iam_role_policy.execution, aws_iam_role_policy.task]

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [aws_security_group.watch.id]
    assign_public_ip = var.assign_public_ip
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
}

# Nobody reaches the tasks.
resource "aws_security_group" "watch" {
  name        = var.name
  description = "amigov watch: out to AWS and git, in for nobody"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_egress_rule" "watch" {
  for_each          = toset([for port in var.egress_ports : tostring(port)])
  security_group_id = aws_security_group.watch.id
  ip_protocol       = "tcp"
  from_port         = tonumber(each.value)
  to_port           = tonumber(each.value)
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_iam_role" "execution" {
  name               = "${var.name}-execution"
  assume_role_policy = data.aws_iam_policy_document.execution_trust.json
}

data "aws_iam_policy_document" "execution_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "execution" {
  name   = "start"
  role   = aws_iam_role.execution.id
  policy = data.aws_iam_policy_document.execution.json
}

# Of the managed policy AmazonECSTaskExecutionRolePolicy, what this image and this log need, and the secrets.
data "aws_iam_policy_document" "execution" {
  statement {
    sid       = "Registry"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    sid       = "Image"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = [var.repository_arn]
  }

  statement {
    sid       = "Log"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.watch.arn}:*"]
  }

  statement {
    sid       = "Secrets"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = values(local.secrets)
  }
}
