#!/usr/bin/env bash
# Prints the table of contents of the site: every page of docs/ by its title, in the order of its folder.
set -euo pipefail
cd "$(dirname "$0")/../../.."

# The path is relative to where the table is read: this folder.
page() { printf '%s- name: "%s"\n%s  href: ../../../%s\n' "$2" "$(sed -n '1s/^# //p' "$1" | tr -d '`"')" "$2" "$1"; }

page README.md ''
page docs/tutorial.md ''
for folder in how-to reference diagnostics decisions; do
    printf -- '- name: %s\n  items:\n' "$folder"
    for file in "docs/$folder"/*.md; do
        page "$file" '    '
    done
done
printf -- '- name: project\n  items:\n'
for file in docs/*.md CHANGELOG.md CONTRIBUTING.md SECURITY.md deploy/README.md bench/README.md; do
    [ "$file" = docs/tutorial.md ] || page "$file" '    '
done
