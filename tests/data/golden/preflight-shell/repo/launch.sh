#!/bin/bash
# aws ec2 run-instances --image-id ami-00000000000000000
set -euo pipefail
export AMI=ami-0aaaaaaaaaaaaaaaa
LATEST=$(aws ssm get-parameter \
  --name /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64 \
  --query Parameter.Value --output text)
FOUND="$(aws ec2 describe-images --owners 999988887777 --filters 'Name=name,Values=ubuntu/images/*22.04*' | jq -r .Images[0].ImageId)"
UNUSED=ami-0bbbbbbbbbbbbbbbb

aws ec2 run-instances --image-id "$AMI" --region eu-west-1 --count 1
aws ec2 run-instances --image-id=ami-0cccccccccccccccc && echo started
aws --region eu-south-1 ec2 run-instances --image-id "${LATEST}"
aws ec2 run-instances --image-id "$FOUND"
aws ec2 run-instances --image-id resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64
aws ec2 run-instances --image-id "$1"
aws ec2 create-launch-template --launch-template-name web \
  --launch-template-data '{"ImageId":"ami-0dddddddddddddddd","InstanceType":"t3.micro"}'
aws autoscaling create-launch-configuration --image-id ${OTHER:-ami-0eeeeeeeeeeeeeeee}
