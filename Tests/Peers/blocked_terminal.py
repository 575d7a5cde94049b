"""Runs a program on a terminal that is read until its prompt is there and never again, and sends it a signal at the end of our input.

    blocked_terminal.py SIGNAL PROGRAM ARGUMENT...

Prints how it ended: a number below zero is the signal that killed it, `alive` that it was still there after ten seconds.
"""

import os
import pty
import subprocess
import sys

host, terminal = pty.openpty()
child = subprocess.Popen(sys.argv[2:], stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True)
os.close(terminal)
seen = b""
while b"> " not in seen:
    seen += os.read(host, 1024)
# Whoever knows that the program writes no more, since it reads no more, closes our input.
sys.stdin.read()
child.send_signal(int(sys.argv[1]))
try:
    print(child.wait(timeout=10))
except subprocess.TimeoutExpired:
    print("alive")
    child.kill()
    child.wait()
