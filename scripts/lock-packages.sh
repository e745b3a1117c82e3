#!/usr/bin/env bash
# Writes the lock files of all projects, and of the command line for each way to build what ships: after a change of packages, and of the
# SDK's runtime (LockedRuntimeVersion in Directory.Build.targets). A runtime whose packages the feed does not have is named, and not locked.
set -euo pipefail
cd "$(dirname "$0")/.."
export CI=
shipped=src/AmiGovernance.Cli

for project in AmiGovernance.slnx tests/fuzz tests/mutation; do
    dotnet restore "$project" --force-evaluate
done
dotnet restore "$shipped" --force-evaluate -p:PublishAot=false
for runtime in linux-x64 linux-arm64 linux-musl-x64 osx-arm64 win-x64; do
    # What a failed restore writes holds a part of the packages.
    if ! dotnet restore "$shipped" --force-evaluate "-p:RuntimeIdentifier=$runtime"; then
        rm -f "$shipped/packages.$runtime.lock.json"
        echo "not locked: $runtime"
    fi
done
