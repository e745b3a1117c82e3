#!/usr/bin/env bash
# Builds and pushes the container of the binaries that were published, for both architectures under one tag, and writes its digest to a file.
#   packaging/container.sh VERSION IMAGE BASE PUBLISHED DIGEST_FILE
# Needs Docker with buildx.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$1 image=$2 base=$3 published=$4 digest_file=$5
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

images=()
for pair in amd64:linux-x64 arm64:linux-arm64; do
    architecture=${pair%%:*}
    # In the place of the stage that builds: what is pushed has the checksums of the release.
    mkdir -p "$work/$architecture/app" "$work/$architecture/governance"
    install -m 755 "$published/${pair#*:}/amigov" "$published/${pair#*:}/libe_sqlite3.so" "$work/$architecture/app"
    docker buildx build -f Containerfile --platform "linux/$architecture" --build-context "build=$work/$architecture" \
        --build-arg SDK=scratch --build-arg BASE="$base" --provenance=false --tag "$image:$version-$architecture" --push .
    images+=("$image:$version-$architecture")
done
docker buildx imagetools create --tag "$image:$version" "${images[@]}"
docker buildx imagetools inspect "$image:$version" --format '{{.Manifest.Digest}}' >"$digest_file"
