module "eks" {
  source = "terraform-aws-modules/eks/aws"

  eks_managed_node_groups = {
    web = {
      ami_id         = "ami-0aaaaaaaaaaaaaaaa"
      instance_types = ["m5.large"]
    }
  }
  fleets = [{ image_id = "ami-0cccccccccccccccc" }]
}
