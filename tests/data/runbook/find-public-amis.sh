#!/bin/bash
# find-public-amis.sh

echo "Scanning for public AMIs across all regions..."

for REGION in $(aws ec2 describe-regions --query 'Regions[].RegionName' --output text); do
  echo "Checking region: $REGION"
  
  PUBLIC_AMIS=$(aws ec2 describe-images \
    --region "$REGION" \
    --owners self \
    --filters "Name=is-public,Values=true" \
    --query 'Images[].{ID:ImageId,Name:Name,CreationDate:CreationDate}' \
    --output table)
  
  if [ ! -z "$PUBLIC_AMIS" ]; then
    echo "⚠️  PUBLIC AMIs FOUND in $REGION:"
    echo "$PUBLIC_AMIS"
  fi
done
