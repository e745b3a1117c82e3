#!/usr/bin/env bash
# Writes the list of checksums of a release: of each file that is offered, and as DISTRIBUTION/FILE of each file of the program in it, for
# `amigov self-check`.
#   packaging/checksums.sh FOLDER
set -euo pipefail
export LC_ALL=C
cd "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

shopt -s nullglob
for archive in amigov-*.tar.gz; do
    mkdir "$work/${archive%.tar.gz}"
    tar -xzf "$archive" -C "$work/${archive%.tar.gz}"
done
# The tool is one package for every platform; its program lies below tools/.
for package in amigov.*.nupkg; do
    version=${package#amigov.} version=${version%.nupkg}
    mkdir "$work/package"
    unzip -q "$package" 'tools/*' -d "$work/package"
    mv "$work"/package/tools/*/any "$work/amigov-$version-any"
    rm -r "$work/package"
done

offered=(amigov*.tar.gz amigov*.deb amigov*.nupkg amigov*.cdx.json)
for name in amigov.rb amigov.json install.sh; do
    [ ! -e "$name" ] || offered+=("$name")
done
sha256sum -- "${offered[@]}" >"$work/list"
papers=(! -name LICENSE ! -name NOTICE ! -path '*/THIRD-PARTY-NOTICES/*' ! -name DotnetToolSettings.xml)
(cd "$work" && find amigov-* -type f "${papers[@]}" -print0 | sort -z | xargs -0 sha256sum --) >>"$work/list"
mv "$work/list" SHA256SUMS
chmod 644 SHA256SUMS
