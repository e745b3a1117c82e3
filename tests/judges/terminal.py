"""Runs a program in a pseudo-terminal of 80 columns, types keys when a text appears, and says what was on the screen.

    terminal.py TEXT KEYS PROGRAM [ARGUMENT ...]

KEYS is a JSON string, or a list: the keys for TEXT, then a text that comes later, the keys for it, and so on. Prints JSON: `exit`, `before` (the screen when the text appeared; null when it did not), `after`.
"""

import fcntl
import json
import os
import pty
import signal
import select
import struct
import sys
import termios

LIMIT = 120  # seconds without a byte: the program hangs

keys = json.loads(sys.argv[2])
script = [s.encode() for s in [sys.argv[1], *([keys] if isinstance(keys, str) else keys)]]
program = sys.argv[3:]
child, terminal = pty.fork()
if child == 0:
    # A run in the background ignores Ctrl-C, and so would what it starts; a shell in a terminal does not.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execvp(program[0], program)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

screen, before, seen = b"", None, 0
while True:
    readable, _, _ = select.select([terminal], [], [], LIMIT)
    if not readable:
        os.kill(child, 9)
        break
    try:
        read = os.read(terminal, 65536)
    except OSError:  # Linux says so when the program has ended.
        break
    if not read:
        break
    screen += read
    while script and (at := screen.find(script[0], seen)) >= 0:
        before = screen if before is None else before
        seen = at + len(script[0])
        os.write(terminal, script[1])
        script = script[2:]

_, status = os.waitpid(child, 0)
print(
    json.dumps(
        {
            "exit": os.waitstatus_to_exitcode(status),
            "before": None if before is None else before.decode("utf-8", "replace"),
            "after": screen[len(before or b"") :].decode("utf-8", "replace"),
        }
    )
)
