#!/bin/sh
# The console over 20,000 findings and 100,000 images: how long until its link is printed, how long each page takes, how much memory; and
# the report as one file.
#
#   dotnet publish src/AmiGovernance.Cli -c Release -r linux-x64 -o artifacts/bin
#   bench/console.sh [amigov]
set -eu

amigov=$(realpath "${1:-artifacts/bin/amigov}")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'kill $(cat "$work/pid" 2>/dev/null) 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
mkdir config logs
cp "$here/../samples/governance/config/ami_publishers.json" config/
"$amigov" generate --mode enabled >/dev/null 2>&1

# One launch for each of 20,000 pairs of account and owner, and whose the images are.
python3 - <<'PYTHON'
import gzip, json
records, owners = [], {}
for i in range(20_000):
    account, image = f'{300000000000 + i % 5_000}', f'ami-{i:017x}'
    owners[image] = f'{700000000000 + i // 5_000}'
    arn = f'arn:aws:sts::{account}:assumed-role/Deploy/s'
    records.append({
        'eventVersion': '1.11',
        'userIdentity': {'type': 'AssumedRole', 'principalId': 'AROAEXAMPLE:s', 'arn': arn, 'accountId': account},
        'eventTime': '2026-11-02T08:00:00Z', 'eventSource': 'ec2.amazonaws.com', 'eventName': 'RunInstances',
        'awsRegion': 'eu-central-1', 'sourceIPAddress': '10.0.0.1', 'userAgent': 'x',
        'requestParameters': {'instancesSet': {'items': [{'minCount': 1, 'maxCount': 1, 'imageId': image}]}},
        'responseElements': {'instancesSet': {'items': [{'instanceId': f'i-{i:017x}', 'imageId': image}]}},
        'requestID': 'r', 'eventID': f'00000000-0000-4000-8000-{i:012d}', 'readOnly': False,
        'eventType': 'AwsApiCall', 'managementEvent': True, 'recipientAccountId': account, 'eventCategory': 'Management',
    })
with gzip.open('logs/trail.json.gz', 'wt') as file:
    json.dump({'Records': records}, file, separators=(',', ':'))
json.dump(owners, open('owners.json', 'w'))
PYTHON
"$amigov" sandbox run --accounts 500 --images 200 -- "$amigov" images scan --depth public >/dev/null 2>&1 || true

milliseconds() { date +%s%3N; }
begin=$(milliseconds)
"$amigov" console --offline --trail logs --owners owners.json >console.log 2>&1 &
echo $! >pid
until grep -q token= console.log; do :; done
echo "| what | time |"
echo "|---|---|"
echo "| the link is printed | $(($(milliseconds) - begin)) ms |"
link=$(sed -n 's/^open: //p' console.log)
# The pages lie below a path that the answer to the link alone tells.
base=${link%/enter*}$(curl -s -c jar -D - -o /dev/null "$link" | sed -n 's|^Refresh: 0; url=\(.*\)/\r*$|\1|p')
page() { curl -sf -b jar "$base$1" -o page.html -w '%{time_total} %{size_download}\n' | awk -v path="$2" '{ printf "| %s | %.0f ms, %.0f KB |\n", path, $1 * 1000, $2 / 1024 }'; }
begin=$(milliseconds)
page / "the first page, which says how far the reading is"
# Ends with the reading.
curl -sf -b jar -o /dev/null "$base/progress"
echo "| everything is read | $(($(milliseconds) - begin)) ms |"
for path in / /findings '/findings?p2=50' '/findings?q2=300000004711' /exceptions /allow-list /images /guarantees /explain; do
    page "$path" "\`$path\`"
done
echo "| memory of the console, at most | $(awk '/VmHWM/ { printf "%.0f MB", $2 / 1024 }' "/proc/$(cat pid)/status") |"
kill "$(cat pid)"
begin=$(milliseconds)
"$amigov" report --offline --trail logs --owners owners.json -o html=report.html >/dev/null 2>&1 || true
echo "| \`amigov report -o html\` | $(($(milliseconds) - begin)) ms, $(($(wc -c <report.html) / 1024)) KB |"
