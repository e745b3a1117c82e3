# first
resource "aws_instance" "old" {
  ami = "ami-0cccccccccccccccc"
}

# more
