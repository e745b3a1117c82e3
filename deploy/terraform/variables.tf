variable "name" {
  description = "Names everything that is made here"
  type        = string
  default     = "amigov-watch"
}

variable "image" {
  description = "The image, by digest: `…/amigov@sha256:…`"
  type        = string
}

variable "repository_arn" {
  description = "The ECR repository of the image"
  type        = string
}

variable "architecture" {
  description = "Of the image: `X86_64` or `ARM64`"
  type        = string
  default     = "X86_64"
}

variable "remote" {
  description = "Address of the governance repository: `https://…`, `ssh://…` or `USER@HOST:PATH`"
  type        = string
}

variable "branch" {
  description = "Its protected branch"
  type        = string
  default     = "main"
}

variable "git_secret_arn" {
  description = "The secret of Secrets Manager with the private key (SSH) or the token (https) that may push to the branch, as plain text"
  type        = string
}

variable "known_hosts" {
  description = "With SSH: the host's keys, as `known_hosts` has them"
  type        = string
  default     = ""
}

variable "topic_arn" {
  description = "The SNS topic that is told what the watch has to tell; none when empty"
  type        = string
  default     = ""
}

variable "event_bus_arn" {
  description = "The event bus of EventBridge that is told the same; none when empty"
  type        = string
  default     = ""
}

variable "trail_bucket" {
  description = "The bucket of the organization's trail, from which denials are told within minutes; none when empty"
  type        = string
  default     = ""
}

variable "trail_prefix" {
  description = "What the trail's keys begin with, before `AWSLogs`"
  type        = string
  default     = ""
}

variable "account_contacts" {
  description = "Whether the operations contact of an account is told what concerns it; needs `--mail-from` and `--mail-server` in `arguments`"
  type        = bool
  default     = false
}

variable "secrets" {
  description = "More secrets, by the environment variable that holds each: `{ AMIGOV_CHAT_WEBHOOK = \"arn:…\" }`; ECS alone"
  type        = map(string)
  default     = {}
}

variable "arguments" {
  description = "More options of `amigov watch`: `[\"--repair\", \"--chat\"]`"
  type        = list(string)
  default     = []
}

variable "vpc_id" {
  description = "Where the tasks run"
  type        = string
}

variable "subnet_ids" {
  description = "Subnets from which AWS and the repository can be reached"
  type        = list(string)
}

variable "assign_public_ip" {
  description = "For subnets without a NAT gateway"
  type        = bool
  default     = false
}

variable "egress_ports" {
  description = "What the tasks may reach: AWS, git by https and SSH; add the port of your mail server"
  type        = set(number)
  default     = [22, 443]
}

variable "desired_count" {
  description = "Tasks: one watches, the others stand by"
  type        = number
  default     = 2
}

variable "cpu" {
  description = "Of a task, in units of 1/1024 vCPU"
  type        = number
  default     = 256
}

variable "memory" {
  description = "Of a task or function, in MiB"
  type        = number
  default     = 1024
}

variable "log_retention_days" {
  description = "How long the log is kept"
  type        = number
  default     = 90
}

variable "lambda" {
  description = "Look once a minute in Lambda, instead of ECS"
  type        = bool
  default     = false
}
