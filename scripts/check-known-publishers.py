#!/usr/bin/env python3
"""Checks Governance/Facts/Data/known-publishers.txt against output of `aws ec2 describe-images --owners ACCOUNT`.

    check-known-publishers.py TABLE IMAGES.json...

Prints each account whose images carry another alias than the table says; exit code 1 when there is one.
"""
import json
import sys

table = {}
for line in open(sys.argv[1], encoding="ascii"):
    if line[0] != "#":
        partition, account, alias, publisher = line.rstrip("\n").split("|")[:4]
        table[account] = (alias, publisher)
wrong = set()
for path in sys.argv[2:]:
    for image in json.load(open(path, encoding="utf-8"))["Images"]:
        known = table.get(image["OwnerId"])
        seen = image.get("ImageOwnerAlias", "-")
        if known and known[0] != seen:
            wrong.add(f"{image['OwnerId']} ({known[1]}): the table says {known[0]}, an image says {seen}")
print("\n".join(sorted(wrong)) or "as the table says")
sys.exit(1 if wrong else 0)
