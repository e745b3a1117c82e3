#!/bin/bash
# deploy-ami-policies.sh

ORG_ROOT_ID=$(aws organizations list-roots --query 'Roots[0].Id' --output text)
ORG_ID=$(aws organizations describe-organization --query 'Organization.Id' --output text)

echo "Organization Root ID: $ORG_ROOT_ID"
echo "Organization ID: $ORG_ID"

# Update SCP with org ID
sed "s/o-placeholder/$ORG_ID/g" dist/scp-ami-guardrail.json > dist/scp-ami-guardrail-final.json

# Create declarative policy
DECL_POLICY_ID=$(aws organizations create-policy \
  --content file://dist/declarative-policy-ec2.json \
  --description "AMI Governance - Restrict EC2 launches to approved AMI publishers" \
  --name "ami-governance-declarative-policy" \
  --type DECLARATIVE_POLICY_EC2 \
  --query 'Policy.PolicySummary.Id' \
  --output text)

echo "Declarative Policy ID: $DECL_POLICY_ID"

# Attach to root
aws organizations attach-policy \
  --policy-id "$DECL_POLICY_ID" \
  --target-id "$ORG_ROOT_ID"

echo "✓ Declarative policy attached to root"

# Create SCP
SCP_POLICY_ID=$(aws organizations create-policy \
  --content file://dist/scp-ami-guardrail-final.json \
  --description "AMI Governance SCP - Deny non-approved AMIs" \
  --name "scp-ami-guardrail" \
  --type SERVICE_CONTROL_POLICY \
  --query 'Policy.PolicySummary.Id' \
  --output text)

echo "SCP Policy ID: $SCP_POLICY_ID"

# Attach to root
aws organizations attach-policy \
  --policy-id "$SCP_POLICY_ID" \
  --target-id "$ORG_ROOT_ID"

echo "✓ SCP attached to root"
echo ""
echo "Deployment complete!"
echo "Save these IDs for rollback:"
echo "  Declarative: $DECL_POLICY_ID"
echo "  SCP: $SCP_POLICY_ID"
