#!/usr/bin/env bash
# Makes all files that a release offers of what was published on each platform.
#   packaging/release.sh VERSION ADDRESS PUBLISHED OUT
# PUBLISHED holds a folder for each platform, and the Debian packages; ADDRESS is where the files will be. HOMEPAGE is the page of the project.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
version=$1 address=$2 published=$3 out=$4

mkdir -p "$out"
for folder in "$published"/*/; do
    "$here/archive.sh" "$folder" "$(basename "$folder")" "$version" "$out"
done
cp "$published"/*.deb "$out"
dotnet pack "$here/../src/AmiGovernance.Cli" -p:PublishAot=false -o "$out"
"$here/sbom.sh" "$version" "$out"
"$here/manifests.sh" "$version" "$address" "$out"
cp "$here/install.sh" "$out"
"$here/checksums.sh" "$out"
"$here/notes.sh" "$version" >"$out/CHANGES.md"
