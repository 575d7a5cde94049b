"""Runs a program on a terminal of its own and types an answer once it asks: ask_passphrase.py ANSWER PROGRAM ARGUMENT...

Prints what reached the terminal, and ends with the program's status. The answer is typed when the echo is off. In place of an answer the name of a signal, such as SIGTERM, is one that is sent then; `echo` is printed when the echo is back after it.
"""

import os
import pty
import signal
import sys
import termios


def is_silent(terminal):
    return not termios.tcgetattr(terminal)[3] & termios.ECHO


def main():
    answer, *command = sys.argv[1:]
    process, terminal = pty.fork()
    if process == 0:
        os.execv(command[0], command)
    shown, has_answered = b"", False
    while True:
        try:
            block = os.read(terminal, 4096)
        except OSError:
            break
        if not block:
            break
        shown += block
        if not has_answered and b"passphrase of" in shown and shown.endswith(b": "):
            assert is_silent(terminal)
            has_answered = True
            if answer.startswith("SIG"):
                os.kill(process, signal.Signals[answer])
                continue
            os.write(terminal, answer.encode().decode("unicode_escape").encode("latin-1"))
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    sys.stdout.buffer.write(shown)
    if answer.startswith("SIG") and not is_silent(terminal):
        print("echo")
    sys.stdout.flush()
    sys.exit(status if status >= 0 else 128 - status)


main()
