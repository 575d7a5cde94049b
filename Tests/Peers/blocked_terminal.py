"""Runs a program on a terminal that is read until its prompt or its port is there and never again, and sends it a signal, or presses a key as `^C`, at the end of our input.

    blocked_terminal.py SIGNAL|KEY PROGRAM ARGUMENT...

Prints the port of a program that listens. Then prints how it ended: a number below zero is the signal that killed it, `alive` that it was still there after ten seconds.
"""

import os
import pty
import re
import subprocess
import sys

host, terminal = pty.openpty()
child = subprocess.Popen(sys.argv[2:], stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True)
os.close(terminal)
listens = "listen" in sys.argv[3:]
wanted = rb"listening on \S+:(\d+)" if listens else rb"> "
seen = b""
while not (found := re.search(wanted, seen)):
    seen += os.read(host, 1024)
if listens:
    print(found.group(1).decode(), flush=True)
# Our input ends when the program is known to write no more, since it reads no more.
sys.stdin.read()
if sys.argv[1].startswith("^"):
    os.write(host, bytes([ord(sys.argv[1][1]) - 64]))
else:
    child.send_signal(int(sys.argv[1]))
try:
    print(child.wait(timeout=10))
except subprocess.TimeoutExpired:
    print("alive")
    child.kill()
    child.wait()
