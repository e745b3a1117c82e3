# café
resource "aws_instance" "x" { ami = "ami-0aaaaaaaaaaaaaaaa" }
