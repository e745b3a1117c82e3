"""The second half of preflight-launches.sh: asks preflight, fills a sandbox, and calls the AWS CLI."""

import collections
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import urllib.request

sys.dont_write_bytecode = True
import preflight_files

SOURCE, AMIGOV = sys.argv[1:]
HERE = pathlib.Path(__file__).parent
MANAGEMENT = '999999999999'
STRANGER = '999988887777'
# Account and name of the owners that have an alias; the accounts are those that AWS shows for its own images.
ALIASES = {'amazon': '137112412989', 'aws-marketplace': '679593333241', 'aws-backup-vault': '137112412989'}
# For an id whose owner nobody knows: one of these, by the id. A third are of nobody who may publish.
OWNERS = ['amazon', '099720109477', '136693071363', '309956199498', '123456738923', 'self', STRANGER, 'aws-marketplace', '888877776666']


def drawn(image):
    return OWNERS[int(hashlib.sha256(image.encode()).hexdigest(), 16) % len(OWNERS)]


def facts(image):
    """As `aws ec2 describe-images` has it."""
    owner = drawn(image)
    alias = {'ImageOwnerAlias': owner} if owner in ALIASES else {}
    account = preflight_files.ACCOUNT if owner == 'self' else ALIASES.get(owner, owner)
    return {'ImageId': image, 'OwnerId': account, 'Name': f'image-{image[-6:]}', **alias}


def judgements(kind, *options):
    for reference in preflight_files.references(AMIGOV, kind, *options):
        for judgement in reference['judgements']:
            yield reference, judgement


def world(calls):
    """A sandbox with the accounts, Regions and images of the calls; each image may be launched by everybody, as far as its owner says."""
    accounts = sorted({MANAGEMENT} | {call.account for call in calls})
    images = {}
    for call in calls:
        owner = call.owner
        account = call.account if owner == 'self' else ALIASES.get(owner, owner)
        image = {'id': call.image, 'region': call.region, 'owner': account, 'name': call.name, 'created': '2026-11-01T00:00:00Z'}
        image['launch_permissions'] = ['all']
        image['encrypted'] = False
        if owner in ALIASES:
            image['owner_alias'] = owner
        known = images.setdefault((call.image, call.region), image)
        if known != image:
            sys.exit(f'two owners of {call.image} in {call.region}')
    organization = {'format_version': '1.0', 'id': 'o-abc123xyz0', 'management_account': MANAGEMENT, 'root': 'r-ab12'}
    organization['accounts'] = [{'id': a, 'name': f'account-{a}', 'parent': 'r-ab12'} for a in accounts]
    regions = sorted({preflight_files.REGION} | {call.region for call in calls})
    return {'format_version': '1.0', 'organization': organization, 'regions': regions, 'images': list(images.values())}


Call = collections.namedtuple('Call', 'action account region image owner name verdict')


region_of = {}
stand_ins = {}


def launched(image, region, number):
    """An id is of one Region: an image that a look-up names, and one that a file names for a second Region, get one of their own."""
    if image and region_of.setdefault(image, region) == region:
        return image
    return stand_ins.setdefault((image or number, region), f'ami-{len(stand_ins) + 1:017x}')


def call_of(reference, judgement, number):
    """None where no one image is known, or the call is none of those that a shell can make here."""
    image, owner = judgement['image'], judgement.get('image_owner') or judgement['image'].get('owner')
    action = reference['action'].rpartition(':')[2]
    if 'missing' in image or not owner or action not in ('RunInstances', 'CopyImage'):
        return None
    name = judgement.get('image_name') or 'image'
    account, region = judgement.get('account') or preflight_files.ACCOUNT, judgement['region']
    return Call(action, account, region, launched(image.get('id'), region, number), owner, name, judgement['verdict'])


class Aws:
    """The AWS CLI, started once (tests/judges/aws_server.py), against a sandbox."""

    def __init__(self, address):
        self.folder = os.path.abspath('aws')
        os.mkdir(self.folder)
        pathlib.Path(self.folder, 'config').touch()
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith('AWS_')}
        self.environment.update(
            HOME=self.folder,
            AWS_CONFIG_FILE=f'{self.folder}/config',
            AWS_ENDPOINT_URL=address,
            AWS_SECRET_ACCESS_KEY='sandbox',
            AWS_PAGER='',
            AWS_MAX_ATTEMPTS='1',
            PYTHONDONTWRITEBYTECODE='1',
        )
        server = HERE.parent / 'tests' / 'judges' / 'aws_server.py'
        self.process = subprocess.Popen(
            [sys.executable, server, self.folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=self.of(MANAGEMENT, preflight_files.REGION)
        )
        if self.process.stdout.readline() != b'ready\n':
            sys.exit('the AWS CLI does not start')

    def of(self, account, region):
        return {**self.environment, 'AWS_ACCESS_KEY_ID': f'AKIASANDBOX{account}', 'AWS_REGION': region, 'AWS_DEFAULT_REGION': region}

    def run(self, account, region, *words):
        aws = [f'{self.folder}/aws', '--endpoint-url', self.environment['AWS_ENDPOINT_URL'], *words]
        return subprocess.run(aws, env=self.of(account, region), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def demand(self, *words):
        run = self.run(MANAGEMENT, preflight_files.REGION, *words)
        if run.returncode:
            sys.exit(f'aws {" ".join(words[:2])}: {run.stderr}')
        return json.loads(run.stdout or '{}')


def deploy(aws):
    """The generated policies, at the root."""
    for path, kind in (('dist/organizations/declarative-policy-ec2.json', 'DECLARATIVE_POLICY_EC2'), ('dist/scp-ami-guardrail.json', 'SERVICE_CONTROL_POLICY')):
        made = aws.demand('organizations', 'create-policy', '--name', kind, '--description', kind, '--type', kind, '--content', f'file://{path}')
        aws.demand('organizations', 'attach-policy', '--policy-id', made['Policy']['PolicySummary']['Id'], '--target-id', 'r-ab12')


def made(aws, call):
    words = {
        'RunInstances': ['run-instances', '--image-id', call.image, '--instance-type', 't3.micro', '--count', '1'],
        'CopyImage': ['copy-image', '--source-image-id', call.image, '--source-region', call.region, '--name', 'copy'],
    }
    return aws.run(call.account, call.region, 'ec2', *words[call.action])


def is_as_judged(call, run):
    if call.verdict == 'allowed':
        return run.returncode == 0
    return '(UnauthorizedOperation)' in run.stderr or '(OperationNotPermitted)' in run.stderr


def words(counts):
    return ', '.join(f'{n} {what}' for what, n in counts.most_common())


def main():
    files = preflight_files.put(SOURCE, HERE / 'preflight-corpus.tsv')
    known, calls = {}, collections.Counter()
    alone = collections.Counter()
    for kind in files:
        for _, judgement in judgements(kind):
            alone[judgement['verdict']] += 1
            if 'id' in judgement['image']:
                known[judgement['image']['id']] = facts(judgement['image']['id'])
    pathlib.Path('facts.json').write_text(json.dumps({'Images': list(known.values())}))
    verdicts, unnamed = collections.Counter(), 0
    for kind in files:
        for reference, judgement in judgements(kind, '--image-facts', 'facts.json'):
            verdicts[judgement['verdict']] += 1
            if judgement['verdict'] not in ('allowed', 'explicitDeny', 'implicitDeny'):
                continue
            if call := call_of(reference, judgement, sum(calls.values()) + 1):
                calls[call] += 1
            else:
                unnamed += 1
    tried = sorted(calls)
    pathlib.Path('world.json').write_text(json.dumps(world(tried)))
    start = [AMIGOV, 'sandbox', 'start', '--world', 'world.json']
    sandbox = subprocess.Popen(start, stdout=subprocess.PIPE, text=True)
    try:
        address = next(line for line in sandbox.stdout if 'AWS_ENDPOINT_URL=' in line).split('=', 1)[1].strip().strip("'\"")
        aws = Aws(address)
        deploy(aws)
        wrong = [(call, run) for call in tried if not is_as_judged(call, run := made(aws, call))]
        statistics = json.load(urllib.request.urlopen(f'{address}/_sandbox/statistics'))
        aws.process.stdin.close()
        aws.process.wait()
    finally:
        sandbox.terminate()
        sandbox.wait()
    print('| | judgements | different calls by the AWS CLI | as judged |')
    print('|---|---|---|---|')
    for name, is_of in (('allowed', lambda v: v == 'allowed'), ('denied', lambda v: v != 'allowed')):
        of = [call for call in tried if is_of(call.verdict)]
        right = len(of) - sum(is_of(call.verdict) for call, _ in wrong)
        print(f'| {name} | {sum(calls[call] for call in of)} | {len(of)} | {right} |')
    print('\nJudgements without made-up owners: ' + words(alone))
    print('Judgements with them: ' + words(verdicts))
    print(f'Decided, and no call that can be made here: {unnamed}')
    print('Calls that the sandbox had: ' + words(collections.Counter(statistics['calls'])))
    for call, run in wrong:
        print(f'- {call}: {run.returncode} {run.stderr.strip()[:200]}')
    sys.exit(1 if wrong else 0)


main()
