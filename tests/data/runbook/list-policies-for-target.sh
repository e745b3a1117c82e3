aws organizations list-policies-for-target \
  --target-id r-xxxx \
  --filter DECLARATIVE_POLICY_EC2
