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

module "types" {
  source = "terraform-aws-modules/eks/aws//modules/eks-managed-node-group"

  ami_id   = ""
  ami_type = "AL2023_x86_64_STANDARD"
}

module "more" {
  source = "terraform-aws-modules/eks/aws"

  eks_managed_node_groups = {
    windows    = { ami_type = "WINDOWS_CORE_2022_x86_64" }
    rocket     = { ami_type = "BOTTLEROCKET_x86_64" }
    given      = { ami_type = "AL2_x86_64", ami_id = "ami-0dddddddddddddddd" }
    by_name    = { ami_type = var.type }
    templating = { ami_type = "AL2_x86_64", launch_template_id = "lt-0123456789abcdef0" }
  }
}

module "other" {
  source = "acme/nodes/aws"

  ami_type = "AL2_x86_64"
}
