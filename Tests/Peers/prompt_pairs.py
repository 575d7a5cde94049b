"""Types every pair of commands that open, close or leave at a prompt in every state of its connection, on a real terminal.

    prompt_pairs.py PROGRAM [STATE...]

Each pair is typed at the speed of a machine, in one write, and at that of a person, who sees what the first one does.
Afterwards the prompt must answer a command that needs no connection, or the program must have ended. Prints a line for
each pair that leaves neither, and how many were tried.
"""

import concurrent.futures
import fcntl
import os
import pty
import re
import select
import socket
import subprocess
import sys
import termios
import threading
import time

from hostile_modes import Client, Gone

PROGRAM = sys.argv[1]
COMMANDS = [b"/connect %s\r", b"/reconnect\r", b"/close\r", b"/quit\r", b"\x03", b"\x04"]
LEAVING = COMMANDS[3:]
# What the first command of a pair can make the prompt show, for a person to see.
SEEN = re.compile(rb"connect|clos|nothing was sent")


def serve(answers, closes):
    """Starts a server, which upgrades its clients and answers their Close where it is told to; returns its URL."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)

    def one(link):
        client = Client(link)
        try:
            answer = client.upgrade()
            if answers:
                client.send(answer)
            if closes:
                client.until_close()
                return link.close()
            while True:
                client.more()
        except (ConnectionError, Gone):
            link.close()

    def accept():
        while True:
            threading.Thread(target=one, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return b"ws://127.0.0.1:%d/" % listener.getsockname()[1]


class Prompt:
    """The program on a terminal of its own."""

    def __init__(self, url):
        self.host, terminal = pty.openpty()
        self.child = subprocess.Popen(
            [PROGRAM, url, "--close-timeout", "0.3"],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
            # Ctrl-C is a signal to those whose terminal it is.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(terminal)
        self.seen = b""

    def type(self, keys):
        try:
            os.write(self.host, keys)
        except OSError:
            pass

    def read(self, seconds):
        """Reads what comes; false at the end of the program or of the time."""
        if not select.select([self.host], [], [], seconds)[0]:
            return False
        try:
            piece = os.read(self.host, 65536)
        except OSError:
            return False
        self.seen += piece
        return piece != b""

    def wait(self, pattern, since=0, limit=10):
        """Waits for it; false when it does not come."""
        end = time.monotonic() + limit
        while not re.search(pattern, self.seen[since:]):
            if not self.read(max(0, end - time.monotonic())):
                return False
        return True

    def ends(self, limit):
        end = time.monotonic() + limit
        while self.child.poll() is None and time.monotonic() < end:
            self.read(0.02)
        return self.child.poll() is not None

    def stop(self):
        if self.child.poll() is None:
            self.child.kill()
        self.child.wait()
        os.close(self.host)


OPEN, MUTE, DEAF = serve(True, True), serve(False, False), serve(True, False)
REFUSING = b"ws://127.0.0.1:1/"


def enter(prompt, state):
    """Brings the prompt into a state."""
    if state == "connecting":
        return prompt.wait(rb"connecting> ")
    if not prompt.wait(rb"connected to .*\n.*> "):
        return False
    start = len(prompt.seen)
    if state == "closed":
        prompt.type(b"/close\r")
        return prompt.wait(rb"closed> ", start)
    if state == "closing":
        prompt.type(b"/close\r")
        return prompt.wait(rb"closing> ", start)
    if state == "replacing":
        prompt.type(b"/reconnect\r")
        return prompt.wait(rb"closing> ", start)
    if state == "dialing again":
        prompt.type(b"/connect %s\r" % MUTE)
        return prompt.wait(rb"connecting> ", start)
    return True


URLS = {"connecting": MUTE, "open": OPEN, "closing": DEAF, "replacing": DEAF, "closed": OPEN, "dialing again": OPEN}


def trial(state, first, second, is_human):
    prompt = Prompt(URLS[state])
    try:
        if not enter(prompt, state):
            return f"never {state}: {prompt.seen!r}"
        start = len(prompt.seen)
        keys = [one % target if b"%s" in one else one for one, target in ((first, OPEN), (second, REFUSING))]
        if is_human:
            prompt.type(keys[0])
            if first not in LEAVING:
                prompt.wait(SEEN, start, limit=1)
            prompt.type(keys[1])
        else:
            prompt.type(keys[0] + keys[1])
        if first in LEAVING or second in LEAVING:
            # The terminal drops what was typed in one write before a Ctrl-C, and Ctrl-C alone leaves.
            if prompt.ends(3):
                return None
        prompt.type(b"\r/help quit\r")
        if prompt.wait(rb"Close the connection and leave", start, limit=3) or prompt.child.poll() is not None:
            if not (first in LEAVING or second in LEAVING):
                prompt.type(b"/quit\r/quit\r")
                if prompt.ends(3):
                    return None
                return f"does not leave: {prompt.seen[start:]!r}"
            return f"stayed: {prompt.seen[start:]!r}"
        return f"deaf: {prompt.seen[start:]!r}"
    finally:
        prompt.stop()


def main():
    trials = [
        (state, first, second, is_human)
        for state in sys.argv[2:] or URLS
        for first in COMMANDS
        for second in COMMANDS
        for is_human in (False, True)
    ]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for (state, first, second, is_human), fault in zip(trials, pool.map(lambda one: trial(*one), trials)):
            if fault:
                print(state, first, second, "person" if is_human else "machine", fault)
    print(len(trials), "tried")


main()
