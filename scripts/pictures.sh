#!/bin/sh
# Makes the pictures of pages in docs/pictures anew, from a rehearsal and from a console over a sandbox. Needs Chromium.
#
#     scripts/pictures.sh
set -eu
cd "$(dirname "$0")/.."
dotnet test --project tests/AmiGovernance.AcceptanceTests -- \
    --filter-class '*ReportFileBrowserTests' --filter-class '*ConsoleBrowserTests'
cp artifacts/screenshots/report-1280-light-first.png docs/pictures/report.png
cp artifacts/screenshots/console-overview-1280-light-first.png docs/pictures/console.png
