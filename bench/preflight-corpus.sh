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
cd "$work"

python3 - "$from" "$amigov" "$here" <<'PYTHON'
import collections, os, re, sys

source, amigov, here = sys.argv[1:]
sys.dont_write_bytecode = True
sys.path.insert(0, here)
import preflight_files

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


def pattern(kind):
    return re.compile(f'{ID}|' + next(p for k, p in ATTRIBUTES.items() if kind.startswith(k)))


def grepped(kind, lines):
    """Numbers of the lines that grep has."""
    wanted = pattern(kind)
    return [n for n, line in enumerate(lines, 1) if wanted.search(line) and not re.search(COMMENT, line)]


def subject(kind, lines, line):
    """The name of what holds a line, as preflight's `subject` has it: a value that comes from elsewhere is shown where it stands."""
    above = lines[:line][::-1]
    if kind.startswith(('Terraform', 'Packer HCL2')):
        for text in above:
            if block := re.match(r'^(resource|data|source|module)\s+"([^"]+)"(?:\s+"([^"]+)")?', text):
                return f'{block[2]}.{block[3]}' if block[3] else f'module.{block[2]}'
    elif kind.startswith('CloudFormation'):
        for at in range(line - 1, -1, -1):
            key = re.match(r'^\s*"?(\w+)"?\s*:\s*\{?\s*$', lines[at])
            if key and re.search(r'"?Type"?\s*:\s*["\']?AWS::', ''.join(lines[at + 1:at + 5])):
                return f'{key[1]} ('
    elif kind == 'shell':
        for text in above:
            if call := re.search(r'\baws\s.*?\b(ec2|autoscaling|emr)\s+([a-z-]+)', text):
                return f'aws {call[1]} {call[2]}' if '$' in lines[line - 1] else None
    else:
        for text in above:
            name = re.match(r'^\s*(- )?name:\s*(.+?)\s*$', text)
            if name and (name[1] or kind != 'Ansible'):
                return name[2].strip('"\'')
    return None


def is_found(kind, file, line, lines, references):
    text = lines[line - 1]
    ids = set(re.findall(ID, text))
    for reference in references[file]:
        first = reference['start']['line'] - (3 if re.search(OPENS, text) else 0)
        if first <= line <= reference['end']['line']:
            return True
        if ids & {j.get('image', {}).get('id') for j in reference['judgements']}:
            return True
    if ids:
        return False
    holder = subject(kind, lines, line)
    folder = os.path.dirname(file)
    if holder is None:
        return False
    # What a module takes is shown where the module is called.
    called = re.compile(r'module\..*\.' + re.escape(holder) + r'(\.|$)')
    for other, found in references.items():
        near = other == file or kind in ('Terraform', 'Packer HCL2') and os.path.dirname(other) == folder
        if any(near and holder in r['subject'] or called.match(r['subject']) for r in found):
            return True
    return False


def is_named(reference):
    """To which image it leads is known, as far as a file can say: an id, a parameter, or whose images of which names."""
    return all('missing' not in j.get('image', {'missing': 0}) for j in reference['judgements'])


def is_judged(reference):
    return reference['verdict'] != 'unknown'


def percent(part, whole):
    return f'{100 * part / whole:.1f} %' if whole else '-'


files = preflight_files.put(source, f'{here}/preflight-corpus.tsv')
misses, sums, verdicts = [], [0] * 6, collections.Counter()
print('| kind | files | references | lines of grep | of these found | references that lead to an image | with a verdict |')
print('|---|---|---|---|---|---|---|')


def show(kind, files, references, lines, found, named, judged):
    print(
        f'| {kind} | {files} | {references} | {lines} | {found}, {percent(found, lines)} '
        f'| {named}, {percent(named, references)} | {judged}, {percent(judged, references)} |'
    )


for kind in sorted(files):
    references = preflight_files.references(amigov, kind)
    verdicts.update(r['verdict'] for r in references)
    by_file = collections.defaultdict(list)
    for reference in references:
        by_file[reference['file']].append(reference)
    count = 0
    missed = []
    for file in files[kind]:
        lines = open(file, encoding='utf-8', errors='replace').read().split('\n')
        hits = grepped(kind, lines)
        count += len(hits)
        missed += [(file, n, lines[n - 1]) for n in hits if not is_found(kind, file, n, lines, by_file)]
    misses += missed
    named = sum(map(is_named, references))
    row = [len(files[kind]), len(references), count, count - len(missed), named, sum(map(is_judged, references))]
    sums = [a + b for a, b in zip(sums, row)]
    show(kind, *row)
show('all', *sums)
print('\nVerdicts: ' + ', '.join(f'{n} {v}' for v, n in verdicts.most_common()) + '.')
print(f'\nLines that grep has and preflight has not: {len(misses)}\n')
for file, line, text in misses:
    print(f'- {file}:{line}: `{text.strip()[:110]}`')
PYTHON
