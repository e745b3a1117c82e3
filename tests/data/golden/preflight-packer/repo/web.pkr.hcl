packer {
  required_plugins {
    amazon = {
      version = ">= 1.3"
      source  = "github.com/hashicorp/amazon"
    }
  }
}

variable "base" {
  type    = string
  default = "ami-0aaaaaaaaaaaaaaaa"
}

local "owner" {
  expression = "999988887777"
}

data "amazon-ami" "al2023" {
  filters = {
    name = "al2023-ami-2023.*-x86_64"
  }
  owners      = ["amazon"]
  most_recent = true
  region      = "eu-west-1"
}

source "amazon-ebs" "by_id" {
  region     = "eu-central-1"
  source_ami = var.base
  ami_name   = "acme-web-{{timestamp}}"
}

source "amazon-ebs" "by_data" {
  source_ami = data.amazon-ami.al2023.id
}

source "amazon-ebs" "by_filter" {
  region = "eu-central-1"
  source_ami_filter {
    filters = {
      name                = "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"
      virtualization-type = "hvm"
    }
    owners      = [local.owner]
    most_recent = true
  }
}

source "amazon-ebs" "pinned" {
  source_ami = "ami-0cccccccccccccccc"
}

build {
  sources = ["source.amazon-ebs.by_id"]
}
