#!/usr/bin/env bash
# Writes the bill of materials of the program, as CycloneDX: the packages that are in it. The project must have been restored.
#   packaging/sbom.sh VERSION OUT
set -euo pipefail
version=$1 out=$(realpath "$2")
cd "$(dirname "$0")"

dotnet tool restore >/dev/null
# Transitive packages too, and those of the projects that it brings together.
dotnet dotnet-CycloneDX ../src/AmiGovernance.Cli/AmiGovernance.Cli.csproj --recursive --exclude-dev --disable-package-restore \
    --output "$out" --filename "amigov-$version.cdx.json" --output-format Json --set-name amigov --set-version "$version" --no-serial-number
