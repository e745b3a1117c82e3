#!/usr/bin/env bash
# Builds docs/ as a site of static files; a link that leads nowhere is an error.
#   packaging/site/build.sh VERSION FOLDER
set -euo pipefail
version=$1 folder=$(realpath --canonicalize-missing "$2")
cd "$(dirname "$0")/.."

# Written here since docfx reads a table where its pages are.
site/contents/toc.sh >site/contents/toc.yml
dotnet tool restore >/dev/null
dotnet docfx build site/docfx.json --output "$folder" --warningsAsErrors -m _appFooter="amigov $version"
