"""Records moto's answers for MotoTests anew: python3 tests/judges/record_moto.py

Needs moto with its server (`pip install moto[server]`) and the acceptance tests, built. It starts the server, makes an organization in it
by AWS's own SDK, writes the configuration for it, and lets the test run through a proxy that keeps each exchange. Requests are kept
without their headers, so without credentials and addresses.
"""

import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.request

import boto3

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data" / "moto"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address):
    for _ in range(100):
        try:
            urllib.request.urlopen(address + "/moto-api/data.json").read()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("moto's server did not start")


def make_organization(address):
    """The same ids each time: moto's random numbers get a seed."""
    urllib.request.urlopen(urllib.request.Request(address + "/moto-api/seed?a=15", method="POST"))
    client = boto3.client(
        "organizations",
        region_name="us-east-1",
        endpoint_url=address,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_organization(FeatureSet="ALL")
    root = client.list_roots()["Roots"][0]["Id"]
    unit = client.create_organizational_unit(ParentId=root, Name="Workloads")["OrganizationalUnit"]["Id"]
    accounts = {}
    for name in ("Ops", "Payments"):
        made = client.create_account(Email=f"{name.lower()}@example.com", AccountName=name)
        accounts[name] = made["CreateAccountStatus"]["AccountId"]
    client.move_account(AccountId=accounts["Payments"], SourceParentId=root, DestinationParentId=unit)
    return accounts["Ops"]


def configuration(ops):
    return {
        "$schema": "../schema/ami_publishers.schema.json",
        "ops_publisher_account": {"account_id": ops, "description": "Golden images"},
        "vendor_publisher_accounts": [],
        "publisher_aliases": ["amazon"],
        "managed_services": [],
        "image_creation_roles": [],
        "exception_accounts": [],
        "exception_types": {"migration": {"max_days": 90, "approver_roles": ["security-lead", "cloud-architect"]}},
        "policy_config": {
            "enforcement_mode": "audit_mode",
            "exception_request_url": "https://tickets.acme-cloud.net/exceptions",
            "max_exception_days": 90,
        },
        "contacts": [],
    }


def main():
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(address)
        ops = make_organization(address)
        DATA.mkdir(parents=True, exist_ok=True)
        text = json.dumps(configuration(ops), indent=2) + "\n"
        (DATA / "ami_publishers.json").write_text(text)
        command = ["dotnet", "test", "--project", "tests/AmiGovernance.AcceptanceTests", "--no-build", "--"]
        command += ["--filter-class", "*MotoTests"]
        return subprocess.call(command, cwd=ROOT, env={**os.environ, "AMIGOV_RECORD_MOTO": address})
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
