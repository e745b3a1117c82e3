#!/usr/bin/env python3
"""Writes src/AmiGovernance.Core/Governance/Facts/Data/known-accounts.txt from accounts.yaml of fwdcloudsec/known_aws_accounts.

    refresh-known-accounts.py ACCOUNTS.YAML COMMIT > src/AmiGovernance.Core/Governance/Facts/Data/known-accounts.txt

One line for each account, `account|name`, sorted; ASCII, LF. The licence of the data lies beside the table.
"""
import re
import sys

text = open(sys.argv[1], encoding="utf-8").read()
found = {}
for entry in re.split(r"^- ", text, flags=re.M)[1:]:
    name = re.search(r"^name: ['\"]?(.*?)['\"]?\s*$", entry, re.M).group(1)
    if re.search(r"^\s+type: ['\"]?aws", entry, re.M):
        name = f"AWS {name}"
    accounts = re.search(r"^\s+accounts: \[(.*?)\]", entry, re.M | re.S)
    for account in re.findall(r"\d{12}", accounts.group(1)):
        found.setdefault(account, name.encode("ascii", "replace").decode())

print(f"# source github.com/fwdcloudsec/known_aws_accounts at {sys.argv[2]}, licence Apache-2.0 (known-accounts.LICENSE);")
print("# changed: accounts and names only, one line each")
for account in sorted(found):
    print(f"{account}|{found[account]}")
