#!/usr/bin/env bash
# Public images of 500 accounts in 17 Regions at 50 ms latency: amigov, and a serial loop like the runbook's find-public-amis.sh on a
# slice, in one run against one sandbox on this machine. Needs artifacts/bin/amigov (or AMIGOV) and the AWS CLI.
set -euo pipefail
cd "$(dirname "$0")/.."
amigov=${AMIGOV:-$PWD/artifacts/bin/amigov} accounts=${ACCOUNTS:-500} regions=17 latency=${LATENCY:-50} slice=${SLICE:-2}
work=$(mktemp -d); trap 'kill $sandbox 2>/dev/null; rm -rf "$work"' EXIT

"$amigov" sandbox start --accounts "$accounts" --regions $regions --images 2 --latency "$latency" --throttle > "$work/sandbox" 2>/dev/null & sandbox=$!
until grep -q AWS_SESSION_TOKEN "$work/sandbox"; do kill -0 $sandbox; sleep 0.2; done
source <(grep -E '^(export|unset)' "$work/sandbox")
cpu() { awk '{ printf "%.1f", ($14 + $15) / '"$(getconf CLK_TCK)"' }' "/proc/$sandbox/stat"; }
now() { date +%s.%N; }

before=$(cpu) start=$(now)
TIMEFORMAT='%U %S'; own=$({ time "$amigov" images scan --depth public --db "$work/inventory.db" > "$work/scan" 2>/dev/null; } 2>&1)
seconds=$(echo "$(now) - $start" | bc) served=$(echo "$(cpu) - $before" | bc)
count() { "$amigov" images query --db "$work/inventory.db" --output csv "$1" | tail -1; }
pairs=$(count "SELECT count(*) FROM coverage WHERE outcome = 'read'")
echo "| amigov images scan --depth public, $pairs accounts and Regions | $(printf %.1f "$seconds") s | measured; CPU $(echo "$own" | awk '{ print $1 + $2 }') s, the sandbox $served s |"

# The slice: as the runbook's script asks, with the role of each account taken on first.
list=$(count "SELECT group_concat(account, ' ') FROM (SELECT DISTINCT account FROM findings WHERE kind = 'public' ORDER BY account LIMIT $slice)")
start=$(now) calls=0; : > "$work/found"
for account in $list; do
  read -r key secret token < <(aws sts assume-role --role-arn "arn:aws:iam::$account:role/OrganizationAccountAccessRole" --role-session-name loop --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)
  for region in $(AWS_ACCESS_KEY_ID=$key AWS_SECRET_ACCESS_KEY=$secret AWS_SESSION_TOKEN=$token aws ec2 describe-regions --query 'Regions[].RegionName' --output text); do
    AWS_ACCESS_KEY_ID=$key AWS_SECRET_ACCESS_KEY=$secret AWS_SESSION_TOKEN=$token aws ec2 describe-images --region "$region" --owners self --filters Name=is-public,Values=true --query 'Images[].[ImageId]' --output text >> "$work/found"
    calls=$((calls + 1))
  done
done
seconds=$(echo "$(now) - $start" | bc)
echo "| the loop with the AWS CLI, $calls accounts and Regions | $(printf %.1f "$seconds") s | measured |"
echo "| the loop with the AWS CLI, $pairs accounts and Regions | $(echo "$seconds * $pairs / $calls" | bc) s | extrapolated |"
count "SELECT group_concat(image_id, ' ') FROM (SELECT image_id FROM findings WHERE kind = 'public' AND account IN ('${list// /\',\'}') ORDER BY image_id)" | tr ' ' '\n' | diff - <(sort "$work/found") > /dev/null && echo "both found the same images in the slice" || echo "THEY DIFFER"
