#!/usr/bin/env bash
# Seconds of processor time and peak memory of `validate` where a file holds nothing but mistakes: on one line and on lines of their own, and twice as many
# of each, so that work that grows faster than the mistakes shows.
set -euo pipefail
cd "$(dirname "$0")/.."
amigov=$(realpath "${AMIGOV_BINARY:-artifacts/bin/amigov}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/config"
make() {
    python3 - "$@" >"$work/config/ami_publishers.json" <<'PYTHON'
import sys
kind, count = sys.argv[1], int(sys.argv[2])
roles, keys = "", ""
if kind == "wrong items": roles = ",".join("1" for _ in range(count))
if kind == "unknown keys, one line": keys = "".join(f',"k{i}":1' for i in range(count))
if kind == "unknown keys, own lines": keys = "".join(f',\n"k{i}":1' for i in range(count))
if kind == "keys given twice": keys = ',"a":1' * count
if kind == "missing commas": roles = '"x" ' * count
if kind == "comments": roles = '"x"' + "/**/" * count
print('{"ops_publisher_account":{"account_id":"123456738923"},"vendor_publisher_accounts":[],"managed_services":[],'
      '"exception_accounts":[],"policy_config":{"exception_request_url":"https://t.example.com"},'
      f'"image_creation_roles":[{roles}]{keys}}}')
PYTHON
}
echo "| mistakes | number | CPU seconds | peak MB |"
echo "|---|---|---|---|"
for kind in "wrong items" "unknown keys, one line" "unknown keys, own lines" "keys given twice" "missing commas" "comments"; do
    for count in 2500000 5000000; do
        make "$kind" "$count"
        (cd "$work" && /usr/bin/time -o time -f '%U %S %M' "$amigov" validate >/dev/null 2>&1) || true
        read -r user system memory < <(tail -1 "$work/time")
        seconds=$(awk "BEGIN { printf \"%.1f\", $user + $system }")
        echo "| $kind | $count | $seconds | $((memory / 1024)) |"
    done
done
