resource "aws_instance" "web" {
  ami = "ami-0cccccccccccccccc"
}

resource "aws_instance" "unknown" {
  ami = "ami-0ddddddddddddddde"
}
