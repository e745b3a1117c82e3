#!/usr/bin/env python3
"""Judges answers of AWS services against the service models of the AWS CLI, in the bytes that went over the wire.

    python3 check_responses.py [--data FOLDER] < answers

stdin   one JSON object per line: {"id", "service", "operation", "protocol", "status", "body"}
        service is the name of the model, protocol one of json, cbor, query, ec2, rest-xml; body is base64
stdout  one JSON object per line, in the same order: {"id", "problems": [{"code", "path", "message"}]}
        or {"id", "skipped": reason} where the model does not know the operation
codes   malformed, unknown-member, required, type, enum, error-form, error-code

Required members are judged where the model names them. An error is judged by its form, and for Organizations by whether
the model lists its code for the operation.
"""

import argparse
import base64
import datetime
import json
import struct
import sys
import xml.etree.ElementTree as xml

from service_models import find_model, read_model

# Codes that any operation of a JSON service may answer (Organizations API reference, "Common errors").
COMMON = {"AccessDeniedException", "UnrecognizedClientException", "ThrottlingException", "ValidationException",
          "InvalidSignatureException", "ExpiredTokenException", "UnknownOperationException"}


class Malformed(Exception):
    pass


def decode_cbor(data):
    value, end = read_cbor(data, 0)
    if end != len(data):
        raise Malformed("bytes are left over")
    return value


def read_cbor(data, at):
    major, info = data[at] >> 5, data[at] & 31
    at += 1
    argument = info
    if info in (24, 25, 26, 27) and major != 7:
        size = 1 << (info - 24)
        argument = int.from_bytes(data[at:at + size], "big")
        at += size
    if major == 0:
        return argument, at
    if major == 1:
        return -1 - argument, at
    if major == 3:
        return data[at:at + argument].decode("utf-8"), at + argument
    if major == 4:
        items = []
        for _ in range(argument):
            item, at = read_cbor(data, at)
            items.append(item)
        return items, at
    if major == 5:
        members = {}
        for _ in range(argument):
            key, at = read_cbor(data, at)
            members[key], at = read_cbor(data, at)
        return members, at
    if major == 6:
        value, at = read_cbor(data, at)
        return Tagged(argument, value), at
    if major == 7 and info in (20, 21, 22):
        return {20: False, 21: True, 22: None}[info], at
    if major == 7 and info == 27:
        return struct.unpack(">d", data[at:at + 8])[0], at + 8
    raise Malformed(f"unexpected byte {data[at - 1]:#x}")


class Tagged:
    """A value of CBOR with its tag; a time has tag 1."""

    def __init__(self, tag, value):
        self.tag, self.value = tag, value


class Judge:
    def __init__(self, model, operation, protocol):
        self.shapes, self.operation, self.protocol = model["shapes"], model["operations"][operation], protocol
        self.problems = []

    def report(self, code, path, message):
        self.problems.append({"code": code, "path": path, "message": message})

    # JSON and CBOR: trees with the names of the model.
    def tree(self, name, value, path):
        shape = self.shapes[name]
        kind = shape["type"]
        if kind == "structure":
            if not isinstance(value, dict):
                return self.report("type", path, f"{name} must be an object")
            names = {self.json_name(member, spec): spec for member, spec in shape.get("members", {}).items()}
            for member in shape.get("required", []):
                if self.json_name(member, shape["members"][member]) not in value:
                    self.report("required", f"{path}.{member}", f"{name} requires {member}")
            for member, entry in value.items():
                if member not in names:
                    self.report("unknown-member", f"{path}.{member}", f"{name} has no member {member}")
                else:
                    self.tree(names[member]["shape"], entry, f"{path}.{member}")
        elif kind == "list":
            if not isinstance(value, list):
                return self.report("type", path, f"{name} must be a list")
            for index, entry in enumerate(value):
                self.tree(shape["member"]["shape"], entry, f"{path}[{index}]")
        elif kind == "map":
            if not isinstance(value, dict):
                return self.report("type", path, f"{name} must be a map")
            for key, entry in value.items():
                self.tree(shape["value"]["shape"], entry, f"{path}.{key}")
        else:
            self.scalar(name, shape, value, path)

    @staticmethod
    def json_name(member, spec):
        return spec.get("locationName", member)

    def scalar(self, name, shape, value, path):
        kind = shape["type"]
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if kind == "timestamp" and self.protocol == "cbor":
            fits = isinstance(value, Tagged) and value.tag == 1
        elif kind == "timestamp":
            fits = number
        elif kind == "string":
            fits = isinstance(value, str)
        elif kind == "boolean":
            fits = isinstance(value, bool)
        elif kind in ("integer", "long"):
            fits = number and isinstance(value, int)
        else:
            fits = number
        if not fits:
            self.report("type", path, f"{name} must be a {kind}, is {value!r}")
        elif kind == "string" and "enum" in shape and value not in shape["enum"]:
            self.report("enum", path, f"{value!r} is not one of {name}")

    # XML: elements, all text.
    def element(self, name, node, path, spec=None):
        shape = self.shapes[name]
        kind = shape["type"]
        if kind == "structure":
            self.structure(name, shape, node, path)
        elif kind == "list":
            item = shape["member"].get("locationName", "item" if self.protocol == "ec2" else "member")
            for index, entry in enumerate(node):
                if local(entry) != item:
                    self.report("unknown-member", f"{path}[{index}]", f"a member of {name} is called {item}, not {local(entry)}")
                else:
                    self.element(shape["member"]["shape"], entry, f"{path}[{index}]")
        elif kind == "map":
            # awsQuery: a map is a list of `entry`, each with a key and a value.
            names = {shape["key"].get("locationName", "key"): shape["key"], shape["value"].get("locationName", "value"): shape["value"]}
            for index, entry in enumerate(node):
                if local(entry) != "entry" or [local(part) for part in entry] != list(names):
                    self.report("unknown-member", f"{path}[{index}]", f"an entry of {name} has {' and '.join(names)}")
                    continue
                for part in entry:
                    self.element(names[local(part)]["shape"], part, f"{path}[{index}].{local(part)}")
        elif len(node) > 0:
            self.report("type", path, f"{name} must be a {kind}")
        else:
            self.text(name, shape, node.text or "", path)

    def structure(self, name, shape, node, path):
        names = {}
        for member, spec in shape.get("members", {}).items():
            if spec.get("location") in (None, "uri", "querystring"):
                names[spec.get("locationName", member)] = (member, spec)
        seen = set()
        flattened = {}
        for entry in node:
            found = names.get(local(entry))
            if found is None:
                self.report("unknown-member", f"{path}.{local(entry)}", f"{name} has no element {local(entry)}")
                continue
            member, spec = found
            inner = self.shapes[spec["shape"]]
            if inner["type"] == "list" and inner.get("flattened"):
                index = flattened.setdefault(member, 0)
                flattened[member] += 1
                self.element(inner["member"]["shape"], entry, f"{path}.{member}[{index}]")
            else:
                if member in seen:
                    self.report("type", f"{path}.{member}", f"{member} comes twice")
                self.element(spec["shape"], entry, f"{path}.{member}")
            seen.add(member)
        for member in shape.get("required", []):
            if member not in seen:
                self.report("required", f"{path}.{member}", f"{name} requires {member}")

    def text(self, name, shape, value, path):
        kind = shape["type"]
        try:
            if kind == "boolean" and value not in ("true", "false"):
                raise ValueError
            if kind in ("integer", "long"):
                int(value)
            if kind in ("double", "float"):
                float(value)
            if kind == "timestamp":
                datetime.datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ")
        except ValueError:
            self.report("type", path, f"{name} must be a {kind}, is {value!r}")
        if "enum" in shape and value not in shape["enum"]:
            self.report("enum", path, f"{value!r} is not one of {name}")

    # Whole answers.
    def answer(self, body):
        output = self.operation.get("output")
        if self.protocol in ("json", "cbor"):
            if not body:
                if output is not None and self.shapes[output["shape"]].get("members"):
                    self.report("malformed", "", "the answer is empty")
                return
            value = json.loads(body) if self.protocol == "json" else decode_cbor(body)
            if output is None:
                if value != {}:
                    self.report("unknown-member", "", "the operation has no output")
                return
            self.tree(output["shape"], value, "")
        elif output is not None and body and not self.is_content(output):
            self.document(output, xml.fromstring(body))
        elif output is not None and self.protocol != "rest-xml":
            self.report("malformed", "", "the answer is empty")

    def is_content(self, output):
        """Whether the body is the value of one member, such as an object of S3."""
        shape = self.shapes[output["shape"]]
        return "payload" in shape and self.shapes[shape["members"][shape["payload"]]["shape"]]["type"] != "structure"

    def document(self, output, root):
        if self.protocol == "query":
            wrapper = output.get("resultWrapper")
            found = next((e for e in root if local(e) == wrapper), None)
            if found is None:
                return self.report("malformed", "", f"there is no {wrapper}")
            if not any(local(e) == "ResponseMetadata" for e in root):
                self.report("malformed", "", "there is no ResponseMetadata")
            self.element(output["shape"], found, "")
        elif self.protocol == "ec2":
            for node in [e for e in root if local(e) == "requestId"]:
                root.remove(node)
            self.element(output["shape"], root, "")
        else:
            shape = self.shapes[output["shape"]]
            payload = shape.get("payload")
            if payload is None:
                # GetBucketLocation answers with the value itself.
                if local(root) != "LocationConstraint":
                    self.element(output["shape"], root, "")
            else:
                self.element(shape["members"][payload]["shape"], root, "")

    def error(self, service, body):
        if self.protocol in ("json", "cbor"):
            value = json.loads(body) if self.protocol == "json" else decode_cbor(body)
            code = value.get("__type")
            if not isinstance(code, str) or not isinstance(value.get("message", value.get("Message")), str):
                return self.report("error-form", "", "an error needs __type and a message")
            if service == "organizations":
                listed = {e["shape"] for e in self.operation.get("errors", [])} | COMMON
                if code not in listed:
                    return self.report("error-code", "", f"{code} is not an error of this operation")
                if code in self.shapes:
                    members = dict(value)
                    del members["__type"]
                    self.tree(code, members, "")
            return None
        if not body:
            return None
        root = xml.fromstring(body)
        path = {"ec2": ["Response", "Errors", "Error"], "query": ["ErrorResponse", "Error"], "rest-xml": ["Error"]}[self.protocol]
        if local(root) != path[0]:
            return self.report("error-form", "", f"the root is {local(root)}, not {path[0]}")
        for name in path[1:]:
            root = next((e for e in root if local(e) == name), None)
            if root is None:
                return self.report("error-form", "", f"there is no {name}")
        for name in ("Code", "Message"):
            if not any(local(e) == name for e in root):
                self.report("error-form", "", f"there is no {name}")
        return None


def local(element):
    return element.tag.split("}")[-1]


def judge(models, folder, case):
    service = case["service"]
    if service not in models:
        path = find_model(folder, service)
        models[service] = read_model(path) if path else None
    model = models[service]
    if model is None:
        return {"id": case["id"], "skipped": f"there is no model of {service}"}
    if case["operation"] not in model["operations"]:
        return {"id": case["id"], "skipped": f"the model of {service} does not know {case['operation']}"}
    judge_ = Judge(model, case["operation"], case["protocol"])
    body = base64.b64decode(case["body"])
    try:
        if case["status"] < 300:
            judge_.answer(body)
        else:
            judge_.error(service, body)
    except (Malformed, ValueError, xml.ParseError, IndexError) as error:
        judge_.report("malformed", "", str(error))
    return {"id": case["id"], "problems": judge_.problems}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", help="folder of service models")
    options = parser.parse_args()
    if find_model(options.data, "ec2") is None:
        print("no service models found; is the AWS CLI installed?", file=sys.stderr)
        return 2
    models = {}
    for line in sys.stdin:
        if line.strip():
            print(json.dumps(judge(models, options.data, json.loads(line))), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
