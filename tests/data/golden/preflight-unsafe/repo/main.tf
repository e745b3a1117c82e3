data "aws_ami" "any" {
  most_recent = true
  filter {
    name   = "name"
    values = ["ubuntu*"]
  }
}

data "aws_ami" "number" {
  owners = ["099720109477", "*"]
}

resource "aws_launch_template" "strange" {
  image_id = "resolve:ssm:/aws/service/acme/latest"
}

resource "aws_launch_template" "other_account" {
  image_id = "resolve:ssm:arn:aws:ssm:eu-west-1:999988887777:parameter/golden"
}

resource "aws_ami_launch_permission" "public" {
  image_id = "ami-0aaaaaaaaaaaaaaaa"
  group    = "all"
}

resource "aws_ami_launch_permission" "outside" {
  image_id   = "ami-0aaaaaaaaaaaaaaaa"
  account_id = "999988887777"
}

resource "aws_ami_launch_permission" "inside" {
  image_id   = "ami-0aaaaaaaaaaaaaaaa"
  account_id = "100000000001"
}

resource "aws_ami_copy" "plain" {
  name            = "web"
  source_ami_id   = "ami-0aaaaaaaaaaaaaaaa"
  source_ami_region = "eu-west-1"
}
