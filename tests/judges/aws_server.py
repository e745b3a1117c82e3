"""The AWS CLI, started once for many commands.

    python3 aws_server.py FOLDER

Loads the AWS CLI and puts a program `aws` into the folder. Each call of that program is a command of the AWS CLI's own entry point in a fork
of this process: with the caller's arguments, environment, folder and streams, and without the time that it takes to start. Prints a line
when it is ready. When its standard input ends it ends too, and removes the folder.
"""

import array
import functools
import json
import os
import select
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import traceback

from service_models import interpreters

# What the program `aws` is; the first line and the address of the server come before it.
CLIENT = """
import array, json, os, socket, sys
server = socket.socket(socket.AF_UNIX)
server.connect(SERVER)
streams = array.array("i", [0, 1, 2])
call = json.dumps({"arguments": sys.argv[1:], "folder": os.getcwd(), "environment": dict(os.environ)}).encode()
server.sendmsg([len(call).to_bytes(4, "big")], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, streams)])
server.sendall(call)
code = server.recv(1)
sys.exit(code[0] if code else 255)
"""


def import_cli():
    """The AWS CLI's module, in an interpreter that has it; None when `aws` is no program for Python."""
    try:
        import awscli.clidriver

        return awscli
    except ImportError:
        pass
    for interpreter in interpreters(shutil.which("aws")):
        if os.path.isfile(interpreter) and subprocess.run([interpreter, "-c", "import awscli.clidriver"], stderr=subprocess.DEVNULL).returncode == 0:
            os.execl(interpreter, interpreter, *sys.argv)
    return None


def warm(awscli):
    """Imports what every command imports, and reads the largest files of models once."""
    loaders = sys.modules.get("awscli.botocore.loaders") or sys.modules["botocore.loaders"]
    read = functools.lru_cache(maxsize=None)(loaders.JSONFileLoader().load_file)
    loaders.JSONFileLoader.load_file = lambda _, path: read(path)
    session = awscli.clidriver.create_clidriver().session
    for name in ("endpoints", "cli"):
        session.get_data(name)
    for kind in ("service-2", "endpoint-rule-set-1", "paginators-1"):
        session.get_component("data_loader").load_service_model("ec2", kind)


def answer(awscli, given, connection):
    """Runs one command, in a process of its own; the environment given is that of the server."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    streams = array.array("i")
    length, ancillary, _, _ = connection.recvmsg(4, socket.CMSG_SPACE(3 * streams.itemsize))
    streams.frombytes(ancillary[0][2])
    with connection.makefile("rb") as reader:
        call = json.loads(reader.read(int.from_bytes(length, "big")))
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(call["folder"])
    # What the AWS CLI has set for itself when it was loaded stays.
    own = {name: value for name, value in os.environ.items() if given.get(name) != value}
    os.environ.clear()
    os.environ.update(call["environment"] | own)
    arguments = call["arguments"]
    if is_older(awscli.__version__):
        arguments = ["--endpoint-url", os.environ["AWS_ENDPOINT_URL"], *arguments]
    sys.argv = ["aws", *arguments]
    try:
        code = awscli.clidriver.main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    sys.stdout.flush()
    sys.stderr.flush()
    connection.sendall(bytes([(code or 0) & 255]))


def is_older(version):
    """`--endpoint-url` is all that AWS CLIs before 2.13 and 1.29 know; newer ones read AWS_ENDPOINT_URL."""
    major, minor = (int(part) for part in version.split(".")[:2])
    return minor < (29 if major == 1 else 13)


def write_program(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, 0o700)


def main():
    folder = os.path.abspath(sys.argv[1])
    program = os.path.join(folder, "aws")
    address = os.path.join(folder, "aws.socket")
    given = dict(os.environ)
    awscli = import_cli()
    if awscli is None:
        # AWS's own installer brings an interpreter that runs nothing else: a process for each command.
        aws = shlex.quote(shutil.which("aws"))
        write_program(program, f'#!/bin/sh\nexec {aws} --endpoint-url "$AWS_ENDPOINT_URL" "$@"\n')
        print("ready", flush=True)
        sys.stdin.buffer.read()
        shutil.rmtree(folder)
        return
    warm(awscli)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen(64)
    write_program(program, f"#!{sys.executable} -IS\nSERVER = {address!r}\n{CLIENT}")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    while listener in select.select([listener, sys.stdin], [], [])[0]:
        connection, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            try:
                answer(awscli, given, connection)
            except Exception:
                traceback.print_exc()
            finally:
                os._exit(0)
        connection.close()
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
