#!/usr/bin/env bash
# Builds the native binary of a release, on the platform that it is for.
#   packaging/publish.sh PLATFORM VERSION FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
platform=$1 version=$2 folder=$3

dotnet publish src/AmiGovernance.Cli -c Release -r "$platform" -o "$folder" -warnaserror -p:NativeDebugSymbols=false
# The tag says which version it is to be; a release that says another one is none.
built=$("$folder/amigov" --version)
[ "$built" = "$version" ] || { echo "amigov says that it is $built; the tag says $version" >&2; exit 1; }
