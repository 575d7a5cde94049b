"""Runs a program on a terminal that is read until its prompt is there and never again, and sends it a signal once the terminal is full.

    blocked_terminal.py SIGNAL PROGRAM ARGUMENT...

Prints how it ended: a number below zero is the signal that killed it, `alive` that it was still there after ten seconds.
"""

import os
import pty
import select
import signal
import subprocess
import sys
import time

host, terminal = pty.openpty()
child = subprocess.Popen(sys.argv[2:], stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True)
os.close(terminal)
seen = b""
while b"> " not in seen:
    seen += os.read(host, 1024)
# The program writes as long as the terminal takes it; when its processor time stands still, the terminal is full.
def used():
    with open(f"/proc/{child.pid}/stat") as file:
        return file.read().rsplit(")", 1)[1].split()[11:13]


for _ in range(20):
    before = used()
    time.sleep(0.3)
    if used() == before:
        break
child.send_signal(int(sys.argv[1]))
try:
    print(child.wait(timeout=10))
except subprocess.TimeoutExpired:
    print("alive")
    child.kill()
    child.wait()
