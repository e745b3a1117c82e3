# Try to create an AMI from an existing instance
INSTANCE_ID="i-1234567890abcdef0"

aws ec2 create-image \
  --instance-id "$INSTANCE_ID" \
  --name "test-custom-ami" \
  --no-reboot \
  --dry-run

# Expected: AccessDenied due to SCP
#   "You are not authorized to perform this operation"
