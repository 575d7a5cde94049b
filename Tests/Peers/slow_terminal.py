"""Runs a program on a terminal of 40 kB/s, and types what comes on our input once that has ended.

    slow_terminal.py PROGRAM ARGUMENT...

Ends the program when we are ended.
"""

import os
import pty
import select
import subprocess
import sys
import time

PIECE = 1024
PAUSE = PIECE / 40_000

host, terminal = pty.openpty()
child = subprocess.Popen(sys.argv[1:], stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True)
os.close(terminal)
typed = b""
is_open = True
try:
    while child.poll() is None:
        ready = select.select([host, sys.stdin] if is_open else [host], [], [], 1)[0]
        if sys.stdin in ready:
            piece = os.read(0, 4096)
            typed += piece
            if not piece:
                is_open = False
                os.write(host, typed)
        if host in ready:
            os.read(host, PIECE)
            time.sleep(PAUSE)
except OSError:
    pass
finally:
    child.kill()
    child.wait()
