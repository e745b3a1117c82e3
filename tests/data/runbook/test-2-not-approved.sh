# Use an AMI from a non-approved account or AWS marketplace
NON_APPROVED_AMI="ami-xyz789ghi012"  # From random account

aws ec2 run-instances \
  --image-id "$NON_APPROVED_AMI" \
  --instance-type t3.micro \
  --key-name test-key \
  --subnet-id subnet-xxxxx \
  --dry-run

# Expected in enforcement mode:
#   Error: "AMI not approved for use in this organization..."
#   Error code: UnauthorizedException or OperationNotPermitted
#
# Expected in audit mode:
#   DryRunOperation success, but violation logged
