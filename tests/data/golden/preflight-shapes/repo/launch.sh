#!/bin/sh
IMAGE=`aws ec2 describe-images --owners 999988887777 --query 'Images[0].ImageId' --output text`
ID=`aws ec2 run-instances --image-id "$IMAGE" --count 1 --query 'Instances[0].InstanceId'`
echo "started `aws ec2 run-instances --image-id ami-0aaaaaaaaaaaaaaaa --count 1` and $ID"
aws ec2 run-instances --image-id ami-0cccccccccccccccc
