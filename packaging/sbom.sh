#!/usr/bin/env bash
# Writes the bill of materials of the program, as CycloneDX: the packages that are in it.
#   packaging/sbom.sh VERSION OUT
set -euo pipefail
cd "$(dirname "$0")/.."
version=$1 out=$2

dotnet tool restore
dotnet dotnet-CycloneDX src/AmiGovernance.Cli/AmiGovernance.Cli.csproj --output "$out" --filename "amigov-$version.cdx.json" \
    --output-format Json --set-name amigov --set-version "$version" --set-type Application --exclude-dev --no-serial-number
