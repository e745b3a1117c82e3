provider "aws" {
  region = "eu-west-1"
}

resource "aws_instance" "elsewhere" {
  ami = "ami-528853c5dbde85ffe"
}

resource "aws_instance" "shared_outside" {
  ami = "ami-eaa1b91871a383659"
}
