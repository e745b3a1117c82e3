resource "aws_instance" "build" {
  ami = "ami-30012ee9d706315ef"
}
