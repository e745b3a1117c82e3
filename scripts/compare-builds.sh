#!/usr/bin/env bash
# Builds the commit that is checked out twice, in two folders, and compares what ships to the byte: the native program of this machine with all
# beside it, and the assemblies of the .NET tool. Last line: `the same`, or what differs.
#
#     scripts/compare-builds.sh            both
#     scripts/compare-builds.sh managed    the assemblies alone, without a native compiler
set -euo pipefail
cd "$(dirname "$0")/.."
runtime="linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

build() {
    (
        cd "$1"
        # The compiler is not shared: what one build has in memory must not reach the other.
        export UseSharedCompilation=false
        dotnet build src/AmiGovernance.Cli -c Release -p:PublishAot=false -p:RunAnalyzers=false -o out/tool -nodeReuse:false
        [ "${2:-}" = managed ] ||
            dotnet publish src/AmiGovernance.Cli -c Release -r "$runtime" -o out/native -p:RunAnalyzers=false -nodeReuse:false
    ) >&2
}

# The second folder's path has another length, so that a path in a file moves what follows it.
folders=("$work/one" "$work/another/and-deeper")
for folder in "${folders[@]}"; do git clone --quiet --no-hardlinks . "$folder"; done
for folder in "${folders[@]}"; do build "$folder" "${1:-}"; done
diff --recursive --brief "$work/one/out" "$work/another/and-deeper/out"
find "$work/one/out" -type f | wc -l | xargs printf '%s files are '
echo "the same"
