#!/usr/bin/env bash
# plan, apply, status and export of an organization of 5,000 accounts in 200 units, within AWS's request rates and with answers that
# take 100 ms; beside them the least time that reading the organization takes at those rates. Needs artifacts/bin/amigov (or AMIGOV).
#
#   dotnet publish src/AmiGovernance.Cli -c Release -r linux-x64 -o artifacts/bin
#   bench/organization.sh           # ACCOUNTS, LATENCY
set -euo pipefail
cd "$(dirname "$0")/.."
amigov=${AMIGOV:-$PWD/artifacts/bin/amigov} accounts=${ACCOUNTS:-5000} latency=${LATENCY:-100}
work=$(mktemp -d); trap 'kill $sandbox 2>/dev/null; rm -rf "$work"' EXIT
mkdir "$work/config"; cp samples/governance/config/ami_publishers.json "$work/config/"
cd "$work"

"$amigov" sandbox create --accounts "$accounts" --regions 1 --images 1 world.json > /dev/null
"$amigov" sandbox start --world world.json --latency "$latency" --throttle > sandbox 2>/dev/null & sandbox=$!
until grep -qs AWS_SESSION_TOKEN sandbox; do kill -0 $sandbox; sleep 0.2; done
source <(grep -E '^(export|unset)' sandbox)
export GIT_CONFIG_GLOBAL=/dev/null
git init -q . && git add config && git -c user.name=bench -c user.email=bench@example.com commit -qm config

# Organizations user guide, "Quotas and service limits": calls a second and burst, for a management account. Lists are read side by side, so
# the longest counts: for the root and each unit a call for each 20 units below it, and one at least; or one for each 20 accounts.
bound=$(python3 - <<'PYTHON'
import json
world = json.load(open('world.json'))['organization']
units = world['organizational_units']
below = {parent: 0 for parent in [world['root'], *(unit['id'] for unit in units)]}
for unit in units:
    below[unit['parent']] += 1
units = sum(max(1, -(-count // 20)) for count in below.values())
accounts = -(-len(world['accounts']) // 20)
print(f'{max((units - 8) / 5, (accounts - 12) / 8):.1f}')
PYTHON
)
echo "| command | wall | of the bound of $bound s | largest memory |"
echo "|---|---|---|---|"
measure() {
  local name=$1 code=0; shift
  /usr/bin/time -f '%e %M' -o time "$amigov" "$@" > "$name.out" 2> "$name.err" || code=$?
  [ "$code" -le 4 ] || { cat "$name.err" >&2; exit 1; }
  # The first line may say that the command did not end with 0.
  tail -1 time | awk -v name="$name" -v code="$code" -v bound="$bound" \
    '{ said = code ? " (exit " code ")" : ""; printf "| `%s`%s | %.1f s | %.2f | %d MB |\n", name, said, $1, $1 / bound, $2 / 1024 }'
}
measure generate generate
measure plan plan
measure apply apply --yes --accept-unproven --reason bench
measure status status
measure "org export" org export organization.json
