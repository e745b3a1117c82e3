#!/usr/bin/env bash
# Seconds of processor time of `prove` for growing configurations, and beside it what would be used instead of a proof: iam-simulate asked about one request
# for each owner, account and side of each date (its rate is measured in the same run, as in engine.sh).
# Needs Node.js and `npm ci` in tests/judges.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build -c Release --nologo -v q bench/AmiGovernance.Bench >/dev/null
bench=bench/AmiGovernance.Bench/bin/Release/net10.0/AmiGovernance.Bench
echo "| publishers | exceptions | dates | classes | CPU seconds, first | CPU seconds, again | proven |"
echo "|---|---|---|---|---|---|---|"
for size in "50 100 24" "150 350 24" "200 500 24"; do
    # shellcheck disable=SC2086
    "$bench" prove $size
done
"$bench" cases > "$work/cases.jsonl"
head -1 "$work/cases.jsonl" > "$work/one.jsonl"
now() { date +%s%N; }
a=$(now); node tests/judges/simulate.mjs < "$work/one.jsonl" >/dev/null
b=$(now); node tests/judges/simulate.mjs < "$work/cases.jsonl" >/dev/null
c=$(now)
rate=$(( $(wc -l < "$work/cases.jsonl") * 1000000000 / (c - b - (b - a)) ))
# 701 owners, 1,000 accounts, three sides of 24 dates.
requests=$(( 701 * 1000 * 72 ))
echo "iam-simulate: $rate requests/s; all $requests requests of 200 publishers and 500 exceptions, one launch action, one role an account: $(( requests / rate )) s"
