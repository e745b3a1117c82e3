"""Finds the service models of the AWS CLI: beside the botocore that this interpreter imports, or of the `aws` on PATH."""

import gzip
import importlib
import json
import os
import shlex
import shutil
import subprocess

FIND = """
import importlib, os
for name in ("awscli.botocore", "botocore"):
    try:
        module = importlib.import_module(name)
    except ImportError:
        continue
    print(os.path.join(os.path.dirname(module.__file__), "data"))
"""


def model_file(folder, service, version=None):
    """The model of a service in a data folder, of the newest version unless one is named, or None."""
    try:
        versions = [version] if version else sorted(os.listdir(os.path.join(folder, service)), reverse=True)
    except OSError:
        return None
    for candidate in versions:
        for name in ("service-2.json", "service-2.json.gz"):
            path = os.path.join(folder, service, candidate, name)
            if os.path.isfile(path):
                return path
    return None


def imported_folders():
    """Data folders that this interpreter can import: AWS CLI v2 and Debian vendor botocore in awscli."""
    for name in ("awscli.botocore", "botocore"):
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        yield os.path.join(os.path.dirname(module.__file__), "data")


def interpreters(aws):
    """Interpreters that may run the given `aws`: the one it names, then those beside it."""
    for path in (aws, os.path.realpath(aws)):
        try:
            with open(path, "rb") as file:
                first = file.readline(4096)
        except OSError:
            continue
        if first.startswith(b"#!"):
            words = shlex.split(first[2:].decode("utf-8", "replace"))
            if words and os.path.basename(words[0]) == "env":
                words = [word for word in words[1:] if not word.startswith("-") and "=" not in word]
                words = [shutil.which(words[0]) or ""] if words else []
            if words and os.path.basename(words[0]).startswith(("python", "pypy")):
                yield words[0]
        # A launcher that is no Python script, such as a shim of a version manager.
        for name in ("python3", "python"):
            yield os.path.join(os.path.dirname(path), name)


def folders_of_aws():
    """Data folders of the `aws` on PATH."""
    aws = shutil.which("aws")
    if aws is None:
        return
    # The bundled installer of AWS CLI v2 keeps its data beside the executable.
    yield os.path.join(os.path.dirname(os.path.realpath(aws)), "awscli", "botocore", "data")
    tried = set()
    for interpreter in interpreters(aws):
        if interpreter in tried or not os.path.isfile(interpreter):
            continue
        tried.add(interpreter)
        try:
            found = subprocess.run([interpreter, "-c", FIND], capture_output=True, text=True, timeout=60, check=False)
        except (OSError, subprocess.TimeoutExpired):
            continue
        yield from found.stdout.splitlines()


def find_model(folder, service, version=None):
    """The path of a service model, in the folder if one is named, or None."""
    if folder is not None:
        return model_file(folder, service, version)
    for source in (imported_folders, folders_of_aws):
        for candidate in source():
            path = model_file(candidate, service, version)
            if path is not None:
                return path
    return None


def read_model(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as file:
        return json.load(file)
