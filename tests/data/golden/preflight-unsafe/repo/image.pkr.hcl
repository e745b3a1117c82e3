source "amazon-ebs" "web" {
  source_ami  = "ami-0aaaaaaaaaaaaaaaa"
  ami_name    = "web"
  ami_groups  = ["all"]
  ami_regions = ["eu-west-1"]
}
