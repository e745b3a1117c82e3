#!/bin/sh
# amigov preflight on real public files, beside a grep that knows nothing of their languages.
#
#   dotnet publish src/AmiGovernance.Cli -c Release -r linux-x64 -o artifacts/bin
#   bench/preflight-corpus.sh FROM [amigov]
#
# FROM is a folder of mirrors (git directories OWNER+NAME/repo, OWNER/NAME.git or OWNER/NAME), or a base URL under which
# OWNER/NAME/COMMIT/PATH is a file. Which files: preflight-corpus.tsv. They are put into a temporary folder and never kept.
set -eu

from=${1:?a folder of mirrors, or a base URL}
amigov=$(realpath "${2:-$PWD/artifacts/bin/amigov}")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/config"
cp "$here/../tests/data/golden/preflight-terraform/repo/config/ami_publishers.json" "$work/config/"
cp "$here/preflight-corpus.tsv" "$work/corpus.tsv"
cd "$work"

python3 - "$from" "$amigov" <<'PYTHON'
import collections, json, os, re, subprocess, sys, urllib.parse, urllib.request

source, amigov = sys.argv[1:]
ID = r'\bami-[0-9a-f]{8,17}\b'
ATTRIBUTES = {
    'Terraform': r'^\s*(ami|ami_id|image_id|source_ami_id|ami_type)\s*=|^\s*data\s+"aws_ami(_ids)?"',
    'CloudFormation': r'"?\b(ImageId|AmiType|ImageIdOverride|CustomAmiId)"?\s*:',
    'Packer': r'"?\bsource_ami(_filter)?\b"?\s*[:={]|^\s*data\s+"amazon-ami"',
    'Karpenter': r'\b(amiSelectorTerms|amiFamily):',
    'eksctl': r'\b(ami|amiFamily):',
    'Cluster API': r'\b(ami|imageLookupOrg|amiType):',
    'Ansible': r'\b(image_id|source_image_id):|\b(ec2_ami_info|ec2_ami_copy):',
    'shell': r'--image-id\b|\bdescribe-images\b|--source-image-id\b',
}
COMMENT = r'^\s*(#|//)'
# The value may stand below the line that names the attribute.
OPENS = r'[:={\[>\\-]\s*$|\bec2 describe-images'


def mirror(repository):
    for name in (repository.replace('/', '+') + '/repo', repository + '.git', repository):
        if os.path.isdir(f'{source}/{name}'):
            return f'{source}/{name}'
    sys.exit(f'no mirror of {repository} below {source}')


def content(repository, commit, path):
    if '://' in source:
        address = f'{source.rstrip("/")}/{repository}/{commit}/{urllib.parse.quote(path)}'
        return urllib.request.urlopen(address).read()
    return subprocess.run(
        ['git', '--git-dir=' + mirror(repository), 'show', f'{commit}:{path}'], check=True, stdout=subprocess.PIPE
    ).stdout


def pattern(kind):
    return re.compile(f'{ID}|' + next(p for k, p in ATTRIBUTES.items() if kind.startswith(k)))


def grepped(kind, path):
    """Lines that grep has: number and text."""
    wanted = pattern(kind)
    lines = open(path, encoding='utf-8', errors='replace').read().split('\n')
    return [(n, line) for n, line in enumerate(lines, 1) if wanted.search(line) and not re.search(COMMENT, line)]


def is_found(line, text, references):
    ids = set(re.findall(ID, text))
    for reference in references:
        last = reference['end']['line']
        first = reference['start']['line'] - (3 if re.search(OPENS, text) else 0)
        if first <= line <= last:
            return True
        if ids & {j.get('image', {}).get('id') for j in reference['judgements']}:
            return True
    return False


def is_resolved(reference):
    return all(
        j['verdict'] != 'unknown' or any(j.get('image', {}).get(k) for k in ('owner', 'names', 'parameter'))
        for j in reference['judgements']
    ) and bool(reference['judgements'])


def percent(part, whole):
    return f'{100 * part / whole:.1f} %' if whole else '-'


files = collections.defaultdict(list)
for row in open('corpus.tsv'):
    kind, repository, commit, path = row.rstrip('\n').split('\t')
    kept = f'{kind}/{repository}/{path}'
    os.makedirs(os.path.dirname(kept), exist_ok=True)
    open(kept, 'wb').write(content(repository, commit, path))
    files[kind].append(kept)

misses, sums, verdicts = [], [0] * 5, collections.Counter()
print('| kind | files | references | lines of grep | of these found | references resolved |')
print('|---|---|---|---|---|---|')
for kind in sorted(files):
    run = subprocess.run(
        [amigov, 'preflight', kind, '--account', '333344445555', '--region', 'us-east-1', '--mode', 'enabled', '--output', 'json'],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )
    if run.returncode not in (0, 3, 4):
        sys.exit(f'{kind}: exit code {run.returncode}: {run.stderr.decode()}')
    references = json.loads(run.stdout)['references']
    verdicts.update(r['verdict'] for r in references)
    by_file = collections.defaultdict(list)
    for reference in references:
        by_file[reference['file']].append(reference)
    lines = [(f, n, text) for f in files[kind] for n, text in grepped(kind, f)]
    missed = [(f, n, text) for f, n, text in lines if not is_found(n, text, by_file[f])]
    misses += missed
    row = [len(files[kind]), len(references), len(lines), len(lines) - len(missed), sum(map(is_resolved, references))]
    sums = [a + b for a, b in zip(sums, row)]
    print(f'| {kind} | {row[0]} | {row[1]} | {row[2]} | {row[3]}, {percent(row[3], row[2])} | {row[4]}, {percent(row[4], row[1])} |')
print(f'| all | {sums[0]} | {sums[1]} | {sums[2]} | {sums[3]}, {percent(sums[3], sums[2])} | {sums[4]}, {percent(sums[4], sums[1])} |')
print('\nVerdicts: ' + ', '.join(f'{n} {v}' for v, n in verdicts.most_common()) + '.')
print(f'\nLines that grep has and preflight has not: {len(misses)}\n')
for file, line, text in misses:
    print(f'- {file}:{line}: `{text.strip()[:110]}`')
PYTHON
