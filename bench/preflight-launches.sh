#!/bin/sh
# What amigov preflight says of the files of preflight-corpus.tsv, beside what happens: each image that it allows is launched or copied by
# the AWS CLI, in a sandbox whose organization has the policies of the same configuration, and so is each that it denies.
#
#   bench/preflight-launches.sh FROM [amigov]
#
# FROM is that of preflight-corpus.sh. Whose image an id is, nobody can know from the files: owners and names are made up, by the id, and
# preflight and the sandbox are told the same. Needs the AWS CLI as a program for Python.
set -eu

from=${1:?a folder of mirrors, or a base URL}
amigov=$(realpath "${2:-$PWD/artifacts/bin/amigov}")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/config"
cp "$here/preflight-launches.json" "$work/config/ami_publishers.json"
cd "$work"
"$amigov" generate --mode enabled > /dev/null 2>&1
python3 "$here/preflight_launches.py" "$from" "$amigov"
