#!/usr/bin/env bash
# Public images of 500 accounts in 17 Regions at 50 ms latency: amigov, and a serial loop like the runbook's find-public-amis.sh on a
# slice, in one run against one sandbox on this machine. Needs artifacts/bin/amigov (or AMIGOV) and the AWS CLI.
# With DEPTH=full also who may launch each image, and without the loop, which asks for public images alone:
#
#   ACCOUNTS=5000 IMAGES=17 DEPTH=full bench/images.sh
set -euo pipefail
cd "$(dirname "$0")/.."
amigov=${AMIGOV:-$PWD/artifacts/bin/amigov} accounts=${ACCOUNTS:-500} regions=17 latency=${LATENCY:-50} slice=${SLICE:-2}
images=${IMAGES:-2} depth=${DEPTH:-public}
work=$(mktemp -d); trap 'kill $sandbox 2>/dev/null; rm -rf "$work"' EXIT

world=(--accounts "$accounts" --regions $regions --images "$images")
"$amigov" sandbox start "${world[@]}" --latency "$latency" --throttle > "$work/sandbox" 2>/dev/null & sandbox=$!
until grep -q AWS_SESSION_TOKEN "$work/sandbox"; do kill -0 $sandbox; sleep 0.2; done
source <(grep -E '^(export|unset)' "$work/sandbox")
cpu() { awk '{ printf "%.1f", ($14 + $15) / '"$(getconf CLK_TCK)"' }' "/proc/$sandbox/stat"; }
now() { date +%s.%N; }

before=$(cpu) start=$(now)
scan=(images scan --depth "$depth" --db "$work/inventory.db")
/usr/bin/time -f '%U %S %M' -o "$work/own" "$amigov" "${scan[@]}" > "$work/scan" 2>/dev/null || [ $? -le 4 ]
seconds=$(echo "$(now) - $start" | bc) served=$(echo "$(cpu) - $before" | bc)
count() { "$amigov" images query --db "$work/inventory.db" --output csv "$1" | tail -1; }
pairs=$(count "SELECT count(*) FROM coverage WHERE outcome = 'read'")
# What AWS's published rates leave: lists of 20 accounts, 12 at once and then 8 a second (Organizations user guide, "Quotas"); a role for
# each account, 600 a second (IAM user guide, "IAM and AWS STS quotas"). Of EC2 each account and Region has its own budget of 100 calls at
# once (EC2 API reference, "Request throttling"), which no account with fewer images than that comes to the end of.
bound=$(awk -v accounts="$accounts" 'BEGIN {
  lists = (accounts / 20 - 12) / 8
  roles = accounts / 600
  printf "%.1f", (lists > roles ? lists : roles)
}')
read -r user system kilobytes < <(tail -1 "$work/own")
own=$(echo "$user + $system" | bc)
used="CPU $own s, the sandbox $served s; AWS's rates allow $bound s; $((kilobytes / 1024)) MB"
echo "| amigov images scan --depth $depth, $pairs accounts and Regions | $(printf %.1f "$seconds") s | measured; $used |"
[ "$depth" = public ] || exit 0

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
