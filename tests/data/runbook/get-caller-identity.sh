aws sts get-caller-identity --profile ops-account
