#!/bin/bash
# make-ami-private.sh

AMI_ID="ami-12345678"
REGION="us-east-1"

echo "Making AMI $AMI_ID private in $REGION..."

# Remove public launch permission
aws ec2 modify-image-attribute \
  --region "$REGION" \
  --image-id "$AMI_ID" \
  --launch-permission "Remove=[{Group=all}]"

echo "✓ AMI $AMI_ID is now private"

# Verify
aws ec2 describe-image-attribute \
  --region "$REGION" \
  --image-id "$AMI_ID" \
  --attribute launchPermission \
  --query 'LaunchPermissions'

# Expected output: [] (empty array) or specific account IDs
