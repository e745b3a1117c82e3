#!/usr/bin/env bash
# Makes an archive of a published folder: the program, its library, licence and notices.
#   packaging/archive.sh FOLDER PLATFORM VERSION OUT
# PLATFORM is the .NET runtime identifier, such as linux-x64. The same folder gives the same bytes: times are SOURCE_DATE_EPOCH, the time of
# the commit where it is not set. Needs GNU tar.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$1 platform=$2 version=$3 out=$4
epoch=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A publish leaves other things beside these, such as symbols.
case $platform in
    win-*) files=(amigov.exe e_sqlite3.dll) ;;
    osx-*) files=(amigov libe_sqlite3.dylib) ;;
    *) files=(amigov libe_sqlite3.so) ;;
esac
cp -R "$folder/LICENSE" "$folder/NOTICE" "$folder/THIRD-PARTY-NOTICES" "$work"
# NuGet's files may be marked as programs.
chmod -R a-x,u=rwX,go=rX "$work"
for file in "${files[@]}"; do
    install -m 755 "$folder/$file" "$work"
done
mkdir -p "$out"
tar --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner --format=ustar -cf - -C "$work" \
    LICENSE NOTICE THIRD-PARTY-NOTICES "${files[@]}" | gzip -9n >"$out/amigov-$version-$platform.tar.gz"
