#!/bin/sh
# amigov preflight: 10,000 references, and a repository of 50,000 files, an eighth of them Terraform; each beside a grep of all files.
#
#   dotnet publish src/AmiGovernance.Cli -c Release -r linux-x64 -o artifacts/bin
#   bench/preflight.sh [amigov]
set -eu

amigov=${1:-$PWD/artifacts/bin/amigov}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/config" "$work/many" "$work/wide"
cp "$(dirname "$0")/../tests/data/golden/preflight-terraform/repo/config/ami_publishers.json" "$work/config/"

python3 - "$work" <<'PYTHON'
import json, os, sys

work = sys.argv[1]
owners = ['111122223333', '123456738923', '999988887777']
images = [f'ami-{i:017x}' for i in range(10000)]
json.dump({image: owners[i % 3] for i, image in enumerate(images)}, open(f'{work}/facts.json', 'w'))
for file in range(100):
    with open(f'{work}/many/{file}.tf', 'w') as out:
        for i in range(100):
            out.write(f'resource "aws_instance" "i{i}" {{\n  ami           = "{images[file * 100 + i]}"\n  instance_type = "t3.micro"\n}}\n\n')
for file in range(50000):
    folder = f'{work}/wide/{file % 500}'
    os.makedirs(folder, exist_ok=True)
    kind = ['md', 'py', 'go', 'ts', 'json', 'yaml', 'tf', 'txt'][file % 8] if file % 100 else 'tf'
    text = {'tf': 'resource "aws_instance" "a" {\n  ami = "' + images[file % 10000] + '"\n}\n', 'json': '{"name": "x", "values": [1, 2, 3]}\n'}.get(kind, 'some: text\n')
    open(f'{folder}/{file}.{kind}', 'w').write(text * (1 if kind in ('tf', 'json') else 40))
PYTHON

cd "$work"
for folder in many wide; do
    find "$folder" -type f -print0 | xargs -0 cat > /dev/null   # warm
    echo "$folder: $(find "$folder" -type f | wc -l) files"
    for run in 1 2 3; do
        /usr/bin/time -f '  %e s, %U s user, %M KB' \
            "$amigov" preflight "$folder" --account 333344445555 --mode enabled --image-facts facts.json \
            --output json=/dev/null --quiet > /dev/null || true
    done
    for run in 1 2 3; do
        /usr/bin/time -f '  grep: %e s, %U s user, %M KB' grep -rE 'ami-[0-9a-f]{8,17}' "$folder" | cat > /dev/null
    done
done
