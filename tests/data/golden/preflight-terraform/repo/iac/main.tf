terraform {
  required_version = ">= 1.8"
}

provider "aws" {
  region              = "eu-central-1"
  allowed_account_ids = ["333344445555"]
}

provider "aws" {
  alias  = "west"
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::444455556666:role/deploy"
  }
}

variable "image" {
  default = "ami-0aaaaaaaaaaaaaaaa"
}

variable "any" {}

locals {
  images = {
    "eu-central-1" = "ami-0bbbbbbbbbbbbbbbb"
    "eu-west-1"    = "ami-0cccccccccccccccc"
  }
  golden = "${local.prefix}0dddddddddddddddd"
  prefix = "ami-"
  loop   = local.loop
}

data "aws_region" "current" {}

data "aws_ami" "amazon" {
  most_recent = true
  owners      = ["amazon"]

  filter {
    name   = "name"
    values = ["al2023-ami-2023.*-x86_64"]
  }
}

data "aws_ami" "stranger" {
  most_recent = true
  owners      = ["amazon", "999988887777"]

  filter {
    name   = "name"
    values = ["ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*"]
  }
}

data "aws_ssm_parameter" "al2023" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

resource "aws_instance" "by_lookup" {
  ami           = data.aws_ami.amazon.id
  instance_type = "t3.micro"
}

resource "aws_instance" "by_variable" {
  ami = var.image
}

resource "aws_instance" "by_nothing" {
  ami = var.any
}

resource "aws_instance" "by_map" {
  ami = local.images[data.aws_region.current.name]
}

resource "aws_instance" "by_loop" {
  ami = local.loop
}

resource "aws_launch_template" "by_parameter" {
  image_id = data.aws_ssm_parameter.al2023.value
}

resource "aws_launch_template" "by_choice" {
  provider = aws.west
  image_id = var.any == "x" ? "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64" : local.golden
}

resource "aws_eks_node_group" "nodes" {
  ami_type = "AL2023_x86_64_STANDARD"
}

module "web" {
  source = "./modules/web"
  image  = "ami-0eeeeeeeeeeeeeeee"
}

module "remote" {
  source = "terraform-aws-modules/ec2-instance/aws"
  ami    = "ami-0ffffffffffffffff"
}
