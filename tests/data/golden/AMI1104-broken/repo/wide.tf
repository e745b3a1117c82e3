locals {
  l0 = [local.l1, local.l1, local.l1, local.l1, local.l1, local.l1, local.l1, local.l1, local.l1]
  l1 = [local.l2, local.l2, local.l2, local.l2, local.l2, local.l2, local.l2, local.l2, local.l2]
  l2 = [local.l3, local.l3, local.l3, local.l3, local.l3, local.l3, local.l3, local.l3, local.l3]
  l3 = [local.l4, local.l4, local.l4, local.l4, local.l4, local.l4, local.l4, local.l4, local.l4]
  l4 = [local.l5, local.l5, local.l5, local.l5, local.l5, local.l5, local.l5, local.l5, local.l5]
  l5 = [local.l6, local.l6, local.l6, local.l6, local.l6, local.l6, local.l6, local.l6, local.l6]
  l6 = [local.l7, local.l7, local.l7, local.l7, local.l7, local.l7, local.l7, local.l7, local.l7]
  l7 = [local.l8, local.l8, local.l8, local.l8, local.l8, local.l8, local.l8, local.l8, local.l8]
  l8 = [local.l9, local.l9, local.l9, local.l9, local.l9, local.l9, local.l9, local.l9, local.l9]
  l9 = [local.l10, local.l10, local.l10, local.l10, local.l10, local.l10, local.l10, local.l10, local.l10]
  l10 = [local.l11, local.l11, local.l11, local.l11, local.l11, local.l11, local.l11, local.l11, local.l11]
  l11 = [local.l12, local.l12, local.l12, local.l12, local.l12, local.l12, local.l12, local.l12, local.l12]
  l12 = []
  t = "${local.l0[0]}${local.l1[0]}"
}
resource "aws_instance" "wide" {
  ami = local.t
}
data "aws_ami" "wide" {
  owners = local.l0
}
