#!/usr/bin/env bash
# `amigov trail scan` and `backtest` side by side with other tools, in one run on the same files: RunInstances by account and error code,
# each event once. Each answer is compared with the known one. Needs: artifacts/bin/amigov (see README.md), time, jq, python3,
# Node.js, clang, libisal-dev, libsimdjson-dev; what is missing is left out. RECORDS=1500000 makes 2.1 GB. Of ONE_IN events one is watched: 15
# is a dense trail, 150 more like real ones.
set -euo pipefail
cd "$(dirname "$0")/.."
amigov=$PWD/artifacts/bin/amigov
threads=$(nproc)
data=${DATA:-$(mktemp -d)}
work=$(mktemp -d)
trap 'rm -rf "$work"; [ -n "${DATA:-}" ] || rm -rf "$data"' EXIT
dotnet build -c Release --nologo -v q bench/AmiGovernance.Bench >/dev/null
bench=bench/AmiGovernance.Bench/bin/Release/net10.0/AmiGovernance.Bench
[ -s "$data/expected.csv" ] || "$bench" trail "$data" "${RECORDS:-1500000}" "${ONE_IN:-50}"
megabytes=$(cat "$data/megabytes")
find "$data" -name '*.gz' -exec cat {} + >/dev/null

measure() { # label, command…; the best of RUNS; compares the output with the answer unless LABEL ends with *
    local label=$1 best='' line; shift
    for _ in $(seq "${RUNS:-3}"); do
        /usr/bin/time -f '%e %U %S %M' -o "$work/time" "$@" > "$work/out" 2> "$work/err" || { [ $? -eq 3 ] || { echo "| $label | failed | | | |"; return; }; }
        line=$(tail -1 "$work/time")
        if [ -z "$best" ] || awk -v a="$line" -v b="$best" 'BEGIN { split(a, x); split(b, y); exit !(x[1] < y[1]) }'; then best=$line; fi
    done
    local right=–
    case $label in *'*') ;; *) if cmp -s <(sort "$work/out") <(sort "$data/expected.csv"); then right=yes; else right=NO; fi ;; esac
    awk -v label="$label" -v mb="$megabytes" -v right="$right" '{ printf "| %s | %.0f | %.0f | %.0f | %s |\n", label, mb / $1, mb / ($2 + $3), $4 / 1024, right }' <<< "$best"
}
scan() { "$amigov" trail scan "$data/AWSLogs" --by action,account,error_code --output csv | sed -n 's/^ec2:RunInstances,\([^,]*\),\([^,]*\),\([0-9]*\),.*/\1,\2,\3/p'; }
export -f scan; export amigov data

echo "| $megabytes MB of text, $(find "$data" -name '*.gz' | wc -l) files, $threads cores | MB/s | MB per CPU second | peak MB | right |"
echo "|---|---|---|---|---|"
measure 'amigov trail scan' bash -c scan
"$amigov" generate --config samples/governance/config/ami_publishers.json --policies "$work/dist" --mode enabled --as-of 2026-12-01 >/dev/null 2>&1
measure 'amigov backtest, with owners *' "$amigov" backtest "$data/AWSLogs" --policies "$work/dist" --owners "$data/owners.json"
measure 'amigov trail scan --state *' bash -c "rm -f $work/state.db; '$amigov' trail scan '$data/AWSLogs' --state $work/state.db"
measure 'GZipStream alone *' "$bench" inflate "$data"
if clang++ -std=c++17 -O3 -march=native bench/trail/isal_simdjson.cpp -lisal -lsimdjson -lpthread -o "$work/isal_simdjson" 2>/dev/null; then measure 'ISA-L and simdjson' "$work/isal_simdjson" "$data" "$threads"; fi
if (cd "$work" && npm install --silent --no-audit --no-fund @duckdb/node-api >/dev/null 2>&1); then cp bench/trail/duckdb.mjs "$work/"; RUNS=1 measure 'DuckDB' node "$work/duckdb.mjs" "$data" "$threads"; fi
RUNS=1 measure "Python, $(python3 -c 'import orjson' 2>/dev/null && echo orjson || echo json)" python3 bench/trail/python.py "$data" "$threads"
cat > "$work/jq.sh" <<'EOF'
# Each process writes a file of its own: lines of several at once would mix.
cat "$@" | gzip -dc | jq -r '.Records[] | select(.eventName == "RunInstances") | [.eventID, .recipientAccountId, .errorCode // ""] | join(",")' > "$OUT/$$.jq"
EOF
export OUT=$work
RUNS=1 measure 'jq' bash -c "find '$data' -name '*.json.gz' | sort | xargs -P $threads -n 20 sh '$work/jq.sh'; cat $work/*.jq | sort -u | cut -d, -f2- | sort | uniq -c | awk '{ print \$2 \",\" \$1 }'"
