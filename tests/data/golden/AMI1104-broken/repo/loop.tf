locals {
  a = [local.b, local.b, local.b, local.b]
  b = [local.c, local.c, local.c, local.c]
  c = [local.d, local.d, local.d, local.d]
  d = [local.e, local.e, local.e, local.e]
  e = [local.f, local.f, local.f, local.f]
  f = ["ami-0aaaaaaaaaaaaaaaa", "${local.t}${local.t}"]
  t = "${local.t}x"
}

resource "aws_instance" "many" {
  ami = element(local.a, var.x)
}

module "itself" {
  source = "./"
}
