"""Runs a program, sends it a signal once it has written a line on standard error, and prints how it ended.

    signal_status.py SIGNAL PROGRAM ARGUMENT...

A number below zero is the signal that killed it.
"""

import signal
import subprocess
import sys

child = subprocess.Popen(sys.argv[2:], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
child.stderr.readline()
child.send_signal(signal.Signals[sys.argv[1]])
print(child.wait())
