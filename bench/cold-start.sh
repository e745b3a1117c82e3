#!/usr/bin/env bash
# Times the native binary side by side with what a user would run instead, in one run on one machine.
# Needs: hyperfine, jq, python3, the AWS CLI, and artifacts/bin/amigov (see README.md). Writes a table to standard output. Beside it a NativeAOT
# program that prints one line: no program of this kind starts faster.
set -euo pipefail
cd "$(dirname "$0")/.."
amigov=$PWD/artifacts/bin/amigov
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export AWS_EC2_METADATA_DISABLED=true

measure() { # label, command…; prints mean ± deviation in ms, CPU time, and peak memory
    local label=$1; shift
    hyperfine --shell=none --ignore-failure --warmup 3 --min-runs "${RUNS:-15}" --export-json "$work/t.json" "$*" >/dev/null 2>&1
    local memory; memory=$(/usr/bin/time -f %M "$@" 2>&1 >/dev/null | tail -1) || true
    jq -r --arg name "$label" --arg memory "$memory" '.results[0] | [$name, (.mean*1000*10|round/10), (.stddev*1000*10|round/10), ((.user+.system)*1000*10|round/10), (($memory|tonumber)/1024|round)] | "| \(.[0]) | \(.[1]) ± \(.[2]) | \(.[3]) | \(.[4]) |"' "$work/t.json"
}

for size in "500 0" "1000 0" "10 10000"; do python3 bench/make_config.py $size > "$work/${size// /-}.json"; done
python3 bench/make_config.py 10 12000 50 > "$work/50MB.json"
# A governance repository of its own: `validate` reads the history of the one that it stands in.
cp -r samples/governance "$work/sample"
git -C "$work/sample" init --quiet --initial-branch main
git -C "$work/sample" add --all
git -C "$work/sample" -c user.name=bench -c user.email=bench@example.com commit --quiet --message sample
sample=$work/sample/config/ami_publishers.json

mkdir "$work/hello"
cat > "$work/hello/hello.csproj" <<'EOF'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <PublishAot>true</PublishAot>
    <InvariantGlobalization>true</InvariantGlobalization>
  </PropertyGroup>
</Project>
EOF
echo 'System.Console.WriteLine("hello");' > "$work/hello/Program.cs"
dotnet publish "$work/hello" -c Release -o "$work/hello/out" >/dev/null

tools=$PWD
cd "$work/sample"
echo "| command | wall ms | CPU ms | peak MB |"
echo "|---|---|---|---|"
measure 'NativeAOT, one line' "$work/hello/out/hello"
measure 'amigov --version' "$amigov" --version
measure 'aws --version' aws --version
measure 'amigov generate, sample' "$amigov" generate --config "$sample" --policies "$work/dist"
measure 'amigov validate, sample' "$amigov" validate --config "$sample" --policies "$work/dist"
measure 'amigov explain, sample' "$amigov" explain --image-owner 999988887777 --account 333344445555 --config "$sample" --policies "$work/dist"
measure 'Python script, sample' python3 "$tools/bench/generate_policies.py" "$sample" "$work/py"
measure 'amigov generate, 500 publishers' "$amigov" generate --config "$work/500-0.json" --policies "$work/d500"
measure 'amigov validate, 500 publishers' "$amigov" validate --config "$work/500-0.json" --policies "$work/d500"
measure 'amigov generate, 1,000 publishers (refused: over quota)' "$amigov" generate --config "$work/1000-0.json" --policies "$work/d1000"
measure 'amigov validate, 1,000 publishers (refused: over quota)' "$amigov" validate --config "$work/1000-0.json" --policies "$work/d1000"
measure 'Python script, 1,000 publishers (no quota check)' python3 "$tools/bench/generate_policies.py" "$work/1000-0.json" "$work/py"
measure 'amigov generate, 10,000 exceptions' "$amigov" generate --config "$work/10-10000.json" --policies "$work/d10k"
measure 'amigov exception check, 10,000 exceptions' "$amigov" exception check --config "$work/10-10000.json" --output json
measure 'Python script, 10,000 exceptions' python3 "$tools/bench/generate_policies.py" "$work/10-10000.json" "$work/py"
RUNS=5 measure 'amigov generate, 50 MB' "$amigov" generate --config "$work/50MB.json" --policies "$work/d50"
RUNS=5 measure 'Python script, 50 MB' python3 "$tools/bench/generate_policies.py" "$work/50MB.json" "$work/py"
