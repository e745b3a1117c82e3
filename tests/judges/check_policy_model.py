#!/usr/bin/env python3
"""Judges request parameters of AWS Organizations against the service model of the AWS CLI.

    python3 check_policy_model.py [--data FOLDER] < cases
    python3 check_policy_model.py [--data FOLDER] --model

stdin   one JSON object per line: {"id": any, "shape": "CreatePolicyRequest", "params": {...}}
stdout  one JSON object per line, in the same order:
        {"id", "ok", "problems": [{"code", "path", "message"}]}
codes   input, shape, required, unknown-member, type, min, max, pattern, enum, model

--model prints one line about the model in use: {"file", "botocore", "policyTypes"}.
--data names a folder of service models; it is looked for otherwise: beside the botocore that this
interpreter imports, or beside the one of the `aws` on PATH. Exit code 2 when there is none.
"""

import argparse
import json
import os
import re
import sys
import unicodedata

from service_models import find_model, read_model

SERVICE, VERSION = "organizations", "2016-11-28"

def botocore_version(path):
    """The version that the botocore beside the model states, or None."""
    init = os.path.join(path.split(os.sep + SERVICE + os.sep)[0], os.pardir, "__init__.py")
    try:
        with open(init, encoding="utf-8") as file:
            match = re.search(r"^__version__ = ['\"]([^'\"]+)['\"]", file.read(), re.MULTILINE)
    except OSError:
        return None
    return match.group(1) if match else None


CATEGORIES = {}


def category(name):
    r"""The inside of a character class for \p{name}, which Python's re does not know."""
    if not CATEGORIES:
        start, last = 0, unicodedata.category(chr(0))
        for code in range(1, sys.maxunicode + 2):
            kind = unicodedata.category(chr(code)) if code <= sys.maxunicode else None
            if kind != last:
                piece = f"\\U{start:08x}-\\U{code - 1:08x}"
                for group in (last, last[0]):
                    CATEGORIES[group] = CATEGORIES.get(group, "") + piece
                start, last = code, kind
    return CATEGORIES[name]


PATTERNS = {}


def compile_pattern(pattern):
    """The pattern of a model as a Python expression; raises re.error or KeyError when it is not one."""
    if pattern not in PATTERNS:
        text, inside, index = [], False, 0
        while index < len(pattern):
            match = re.compile(r"\\p\{(\w+)\}").match(pattern, index)
            if match:
                piece = category(match.group(1))
                text.append(piece if inside else f"[{piece}]")
                index = match.end()
                continue
            step = 2 if pattern[index] == "\\" else 1
            if pattern[index] == "[":
                inside = True
            elif pattern[index] == "]":
                inside = False
            text.append(pattern[index : index + step])
            index += step
        PATTERNS[pattern] = re.compile("".join(text))
    return PATTERNS[pattern]


def is_integer(value):
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


KINDS = {
    "structure": ("object", lambda value: isinstance(value, dict)),
    "map": ("object", lambda value: isinstance(value, dict)),
    "list": ("array", lambda value: isinstance(value, list)),
    "string": ("string", lambda value: isinstance(value, str)),
    "character": ("string", lambda value: isinstance(value, str)),
    "blob": ("string", lambda value: isinstance(value, str)),
    "boolean": ("boolean", lambda value: isinstance(value, bool)),
    "integer": ("integer", is_integer),
    "long": ("integer", is_integer),
    "float": ("number", is_number),
    "double": ("number", is_number),
    "bigdecimal": ("number", is_number),
    "timestamp": ("string or number", lambda value: isinstance(value, str) or is_number(value)),
}


class Judge:
    def __init__(self, shapes):
        self.shapes = shapes
        self.problems = []

    def report(self, code, path, message):
        self.problems.append({"code": code, "path": path, "message": message})

    def check(self, name, value, path):
        shape = self.shapes[name]
        kind, fits = KINDS[shape["type"]]
        if not fits(value):
            self.report("type", path, f"{name} must be of type {kind}")
            return
        if shape["type"] == "structure":
            self.check_structure(name, shape, value, path)
        elif shape["type"] == "list":
            self.check_size(name, shape, len(value), path, "entries")
            for index, entry in enumerate(value):
                self.check(shape["member"]["shape"], entry, f"{path}[{index}]")
        elif shape["type"] == "map":
            self.check_size(name, shape, len(value), path, "entries")
            for key, entry in value.items():
                self.check(shape["key"]["shape"], key, f"{path}.{key}")
                self.check(shape["value"]["shape"], entry, f"{path}.{key}")
        elif isinstance(value, str) and shape["type"] in ("string", "character"):
            self.check_string(name, shape, value, path)
        elif is_number(value):
            self.check_range(name, shape, value, path)

    def check_structure(self, name, shape, value, path):
        members = shape.get("members", {})
        at = path + "." if path else ""
        for member in shape.get("required", []):
            if member not in value:
                self.report("required", at + member, f"{name} requires {member}")
        for member, entry in value.items():
            if member in members:
                self.check(members[member]["shape"], entry, at + member)
            else:
                self.report("unknown-member", at + member, f"{name} has no member {member}")

    def check_string(self, name, shape, value, path):
        self.check_size(name, shape, len(value), path, "characters")
        if "enum" in shape and value not in shape["enum"]:
            self.report("enum", path, f"{name} must be one of {', '.join(shape['enum'])}")
        if "pattern" in shape:
            try:
                pattern = compile_pattern(shape["pattern"])
            except (re.error, KeyError) as error:
                self.report("model", path, f"pattern of {name} cannot be read: {error}")
                return
            if not pattern.search(value):
                self.report("pattern", path, f"{name} must match {shape['pattern']}")

    def check_size(self, name, shape, size, path, unit):
        if "min" in shape and size < shape["min"]:
            self.report("min", path, f"{name} must have at least {shape['min']} {unit}, has {size}")
        if "max" in shape and size > shape["max"]:
            self.report("max", path, f"{name} must have at most {shape['max']} {unit}, has {size}")

    def check_range(self, name, shape, value, path):
        if "min" in shape and value < shape["min"]:
            self.report("min", path, f"{name} must be at least {shape['min']}, is {value}")
        if "max" in shape and value > shape["max"]:
            self.report("max", path, f"{name} must be at most {shape['max']}, is {value}")


def judge(shapes, line):
    case = {}
    judge_ = Judge(shapes)
    try:
        case = json.loads(line)
    except ValueError as error:
        judge_.report("input", "", str(error))
    else:
        if not isinstance(case, dict) or "shape" not in case or "params" not in case:
            judge_.report("input", "", "a case needs shape and params")
        elif case["shape"] not in shapes:
            judge_.report("shape", "", f"the model has no shape {case['shape']}")
        else:
            judge_.check(case["shape"], case["params"], "")
    number = case.get("id") if isinstance(case, dict) else None
    return {"id": number, "ok": not judge_.problems, "problems": judge_.problems}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", help="folder of service models")
    parser.add_argument("--model", action="store_true", help="print which model is used")
    options = parser.parse_args()
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")

    path = find_model(options.data, SERVICE, VERSION)
    if path is None:
        print(f"no model of {SERVICE} {VERSION} found; is the AWS CLI installed?", file=sys.stderr)
        return 2
    shapes = read_model(path)["shapes"]
    if options.model:
        types = shapes["PolicyType"]["enum"]
        print(json.dumps({"file": path, "botocore": botocore_version(path), "policyTypes": types}))
        return 0
    for line in sys.stdin:
        if line.strip():
            print(json.dumps(judge(shapes, line)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
