#!/bin/sh
# Puts amigov into a folder: one archive, from one place, with one checksum. Whoever can change what runs here can change what is
# deployed: nothing is taken from a package registry by its name, and another archive is another checksum, so another merge request.
#
# folder   where it goes, outside of the checkout: what is committed there could be a link, or another program
# source   an https:// address, or a path in this repository, of a .tar.gz with `amigov` and `libe_sqlite3.so` for the machines of CI.
#          In a clone of amigov:
#            dotnet publish src/AmiGovernance.Cli -r linux-x64 -o artifacts/bin
#            tar -czf amigov.tar.gz -C artifacts/bin amigov libe_sqlite3.so
# sha256   what `sha256sum amigov.tar.gz` prints
set -eu
folder=${1:?say into which folder, outside of the checkout}
source='{{amigov_source}}'
sha256='{{amigov_sha256}}'

if [ -z "$source" ] || [ -z "$sha256" ]; then
    echo "$0: say in this file which amigov is used: fill in source and sha256" >&2
    exit 1
fi
# The pipeline writes there, and publishes what it finds there.
if [ -e reports ] || [ -L reports ]; then
    echo "$0: \`reports\` is there before anything ran: remove it with \`git rm -r reports\`, for the pipeline writes its own" >&2
    exit 1
fi
mkdir -p "$folder"
archive=$folder/amigov.tar.gz
case $source in
    https://*) curl --fail --silent --show-error --location --proto '=https' --proto-redir '=https' --output "$archive" "$source" ;;
    *) cp "$source" "$archive" ;;
esac
echo "$sha256  $archive" | sha256sum -c - >&2
tar -xzf "$archive" -C "$folder"
"$folder/amigov" --version
# So that the next steps of a job on GitHub find it.
[ -z "${GITHUB_PATH:-}" ] || echo "$folder" >> "$GITHUB_PATH"
