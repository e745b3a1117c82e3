variable "image" {
  type = string
}

resource "aws_launch_configuration" "web" {
  image_id = var.image
}
