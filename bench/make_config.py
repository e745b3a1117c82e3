#!/usr/bin/env python3
"""Writes a configuration of a given size: make_config.py PUBLISHERS EXCEPTIONS [MEGABYTES] > ami_publishers.json

Most exceptions have expired, as in a file that nobody prunes; with MEGABYTES, `notes` pad the file to that size.
"""
import json
import sys

publishers, exceptions = int(sys.argv[1]), int(sys.argv[2])
size = int(sys.argv[3]) * 1024 * 1024 if len(sys.argv) > 3 else 0
padding = "x" * min(4000, max(1, size // max(1, exceptions + publishers) - 330)) if size else "none"
config = {
    "ops_publisher_account": {"account_id": "123456738923"},
    "vendor_publisher_accounts": [
        {"account_id": f"1{i:011d}", "vendor_name": f"vendor {i}", "may_create_images": False, "notes": padding} for i in range(publishers - 1)
    ],
    "publisher_aliases": ["amazon"],
    "managed_services": [],
    "image_creation_roles": [],
    "exception_accounts": [
        {
            "account_id": f"2{i:011d}",
            "type": "migration",
            "expires_on": "2026-12-24" if i % 1000 == 0 else f"2026-{1 + i % 9:02d}-{1 + i % 28:02d}",
            "reason": "Migration from legacy image pipeline",
            "ticket": f"CLOUD-{i}",
            "requested_by": "app-team",
            "approved_by": ["security-lead", "cloud-architect"],
            "approval_date": "2026-10-01" if i % 1000 == 0 else "2025-12-20",
            "notes": padding,
        }
        for i in range(exceptions)
    ],
    "policy_config": {"enforcement_mode": "enabled", "exception_request_url": "https://tickets.example.com/ami"},
}
json.dump(config, sys.stdout, indent=2)
