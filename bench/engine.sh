#!/usr/bin/env bash
# Decisions per second, side by side in one run: our engine and iam-simulate (a process of its own) on the same cases.
# Needs Node.js and `npm ci` in tests/judges.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build -c Release --nologo -v q bench/AmiGovernance.Bench >/dev/null
bench=bench/AmiGovernance.Bench/bin/Release/net10.0/AmiGovernance.Bench
echo "| owners | decisions/s on one core | bytes allocated per decision | denied |"
echo "|---|---|---|---|"
"$bench"
"$bench" cases > "$work/cases.jsonl"
head -1 "$work/cases.jsonl" > "$work/one.jsonl"
now() { date +%s%N; }
a=$(now); node tests/judges/simulate.mjs < "$work/one.jsonl" >/dev/null
b=$(now); denied=$(node tests/judges/simulate.mjs < "$work/cases.jsonl" | grep -c ExplicitlyDenied)
c=$(now)
cases=$(wc -l < "$work/cases.jsonl")
echo "| 50, iam-simulate without validation | $(( cases * 1000000000 / (c - b - (b - a)) )) | – | $(( 100 * denied / cases )) % |"
