# Use an AMI from your ops publisher account
APPROVED_AMI="ami-abc123def456"  # From account 123456738923

aws ec2 run-instances \
  --image-id "$APPROVED_AMI" \
  --instance-type t3.micro \
  --key-name test-key \
  --subnet-id subnet-xxxxx \
  --tag-specifications 'ResourceType=instance,Tags=[{Key=Name,Value=ami-governance-test-approved}]' \
  --dry-run

# Expected: DryRunOperation success
# If enforcement mode: launches successfully
# If audit mode: launches successfully but logged as compliant
