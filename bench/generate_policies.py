#!/usr/bin/env python3
"""What a team would write instead: the same two policies from the same file, without checks. For comparison only."""
import datetime
import json
import os
import sys

config_path, out = sys.argv[1], sys.argv[2]
today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
with open(config_path, encoding="utf-8") as file:
    config = json.load(file)
ops = config["ops_publisher_account"]
publishers = [p["account_id"] for p in (ops if isinstance(ops, list) else [ops])]
publishers += [v["account_id"] for v in config.get("vendor_publisher_accounts", [])]
active = [e for e in config.get("exception_accounts", []) if e["expires_on"] > today]
allowed = sorted(set(publishers + [e["account_id"] for e in active]))
aliases = [a if isinstance(a, str) else a["alias"] for a in config.get("publisher_aliases", [])]
image = "arn:*:ec2:*::image/*"
launch = ["ec2:RunInstances", "ec2:CreateFleet", "ec2:ModifyFleet", "ec2:RequestSpotInstances", "ec2:RequestSpotFleet"]
statements = [
    {"Sid": "Launch", "Effect": "Deny", "Action": launch, "Resource": image, "Condition": {"StringNotEquals": {"ec2:Owner": allowed + aliases}}},
    {"Sid": "Creation", "Effect": "Deny", "Action": ["ec2:CreateImage", "ec2:CopyImage", "ec2:RegisterImage", "ec2:ImportImage"], "Resource": "*",
     "Condition": {"StringNotEquals": {"aws:PrincipalAccount": sorted(publishers)}}},
    {"Sid": "Sharing", "Effect": "Deny", "Action": "ec2:ModifyImageAttribute", "Resource": image, "Condition": {"StringNotEquals": {"aws:PrincipalAccount": sorted(publishers)}}},
]
for date in sorted({e["expires_on"] for e in active}):
    owners = sorted(e["account_id"] for e in active if e["expires_on"] == date)
    statements.append({"Sid": "Until" + date.replace("-", ""), "Effect": "Deny", "Action": launch, "Resource": image,
                       "Condition": {"StringEquals": {"ec2:Owner": owners}, "DateGreaterThanEquals": {"aws:CurrentTime": date + "T00:00:00Z"}}})
declarative = {"ec2_attributes": {"image_block_public_access": {"state": {"@@assign": "block_new_sharing"}}, "allowed_images_settings": {
    "state": {"@@assign": "enabled"}, "image_criteria": {"criteria_1": {"allowed_image_providers": {"@@assign": allowed + aliases}}}}}}
os.makedirs(out, exist_ok=True)
for name, document in (("scp.json", {"Version": "2012-10-17", "Statement": statements}), ("declarative.json", declarative)):
    with open(os.path.join(out, name), "w", encoding="utf-8") as file:
        json.dump(document, file, indent=2)
