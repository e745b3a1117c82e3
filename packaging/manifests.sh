#!/usr/bin/env bash
# Fills in the Homebrew formula and the Scoop manifest by the archives of a release.
#   packaging/manifests.sh VERSION ADDRESS FOLDER
# ADDRESS is where the files of the release will be, without a slash at the end; HOMEPAGE is the page of the project.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
version=$1 address=${2%/} folder=$3
: "${HOMEPAGE:?is missing: the page of the project}"

# A line without its checksum would install whatever is there.
sum() {
    local archive=amigov-$version-$1.tar.gz
    [ -f "$folder/$archive" ] || { echo "there is no $archive in $folder" >&2; return 1; }
    sha256sum -- "$folder/$archive" | cut -d ' ' -f 1
}

linux_x64=$(sum linux-x64)
linux_arm64=$(sum linux-arm64)
osx_arm64=$(sum osx-arm64)
win_x64=$(sum win-x64)
for template in "$here"/manifests/*.in; do
    name=$(basename "$template" .in)
    sed -e "s|@VERSION@|$version|g" -e "s|@ADDRESS@|$address|g" -e "s|@HOMEPAGE@|$HOMEPAGE|g" -e "s|@LINUX_X64@|$linux_x64|g" \
        -e "s|@LINUX_ARM64@|$linux_arm64|g" -e "s|@OSX_ARM64@|$osx_arm64|g" -e "s|@WIN_X64@|$win_x64|g" \
        "$template" >"$folder/$name"
done
