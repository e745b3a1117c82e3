#!/usr/bin/env bash
# Writes what the page of a release says: the version's section of the changelog, and by what the release is verified.
#   packaging/notes.sh VERSION
#   packaging/notes.sh --signed IDENTITY ISSUER IMAGE@DIGEST       the lines that are known after it was signed
# CHANGELOG is the file, if it is another one.
set -euo pipefail
changelog=${CHANGELOG:-$(dirname "$0")/../CHANGELOG.md}

if [ "$1" = --signed ]; then
    printf '\n## Verify\n\n'
    printf -- '- identity: %s\n- issuer: %s\n- container: %s\n' "$2" "$3" "$4"
    exit
fi
version=$1
notes=$(awk -v title="[$version]" '/^## / { inside = $2 == title; next } inside' "$changelog")
# A candidate has what is not released yet.
case $version in
*-*) [[ $notes =~ [^[:space:]] ]] || notes=$(awk '/^## / { inside = $2 == "[Unreleased]"; next } inside' "$changelog") ;;
esac
[[ $notes =~ [^[:space:]] ]] || { echo "CHANGELOG.md has no section [$version]" >&2; exit 1; }
printf '%s\n' "$notes"
