aws ec2 modify-image-attribute --image-id ami-0aaaaaaaaaaaaaaaa --launch-permission "Add=[{Group=all}]"
aws ec2 modify-image-attribute --image-id ami-0aaaaaaaaaaaaaaaa --launch-permission "Remove=[{Group=all}]"
aws ec2 copy-image --source-image-id ami-0aaaaaaaaaaaaaaaa --source-region eu-west-1 --name acme-ubuntu-24.04-web-20260103
aws ec2 describe-images --filters "Name=name,Values=ubuntu*"
