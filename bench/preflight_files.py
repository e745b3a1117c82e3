"""The public files of preflight-corpus.tsv: puts them into a folder, and asks preflight about them."""

import collections
import json
import os
import subprocess
import sys
import urllib.parse
import urllib.request

ACCOUNT = '333344445555'
REGION = 'us-east-1'


def mirror(source, repository):
    for name in (repository.replace('/', '+') + '/repo', repository + '.git', repository):
        if os.path.isdir(f'{source}/{name}'):
            return f'{source}/{name}'
    sys.exit(f'no mirror of {repository} below {source}')


def content(source, repository, commit, path):
    if '://' in source:
        address = f'{source.rstrip("/")}/{repository}/{commit}/{urllib.parse.quote(path)}'
        return urllib.request.urlopen(address).read()
    return subprocess.run(
        ['git', '--git-dir=' + mirror(source, repository), 'show', f'{commit}:{path}'], check=True, stdout=subprocess.PIPE
    ).stdout


def put(source, table):
    """The paths of the files below the working folder, by kind."""
    files = collections.defaultdict(list)
    for row in open(table):
        kind, repository, commit, path = row.rstrip('\n').split('\t')
        kept = f'{kind}/{repository}/{path}'
        os.makedirs(os.path.dirname(kept), exist_ok=True)
        with open(kept, 'wb') as file:
            file.write(content(source, repository, commit, path))
        files[kind].append(kept)
    return files


def references(amigov, kind, *options):
    """As enforcement would judge them."""
    asked = [amigov, 'preflight', kind, '--account', ACCOUNT, '--region', REGION, '--mode', 'enabled', '--output', 'json', *options]
    run = subprocess.run(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if run.returncode not in (0, 3, 4):
        sys.exit(f'{kind}: exit code {run.returncode}: {run.stderr.decode()}')
    return json.loads(run.stdout)['references']
