aws organizations describe-organization --query 'Organization.Id' --output text
