# Try to make an AMI public
YOUR_AMI="ami-owned-by-you"

aws ec2 modify-image-attribute \
  --image-id "$YOUR_AMI" \
  --launch-permission "Add=[{Group=all}]" \
  --dry-run

# Expected: AccessDenied due to SCP
#   Blocked by: "DenyPublicAMISharing"
