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
import signal
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
# How a program may end that was left: well, unreachable, without its peer's Close, or by Ctrl-C.
STATUSES = {0, 69, 75, -signal.SIGINT}
PATIENCE = 30


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

    def wait(self, pattern, since=0, limit=PATIENCE):
        """Waits for it; false when it does not come."""
        end = time.monotonic() + limit
        while not re.search(pattern, self.seen[since:]):
            if not self.read(max(0, end - time.monotonic())):
                return False
        return True

    def ended(self):
        """The status, if the terminal's last user has gone."""
        try:
            return self.child.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return None

    def fault(self, start, word="stayed"):
        """What is wrong with how the program ends; None if it ends as it may."""
        end = time.monotonic() + PATIENCE
        while self.child.poll() is None and time.monotonic() < end:
            self.read(0.02)
        status = self.child.poll()
        if status in STATUSES and word == "stayed":
            return None
        return f"{word}, status {status}: {self.seen[start:]!r}"

    def stop(self):
        if self.child.poll() is None:
            self.child.kill()
        self.child.wait()
        os.close(self.host)


def full():
    """A port to which a connection is neither accepted nor refused."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    full.waiting = [listener] + [socket.socket() for _ in range(8)]
    for one in full.waiting[1:]:
        one.setblocking(False)
        one.connect_ex(listener.getsockname())
    return b"ws://127.0.0.1:%d/" % listener.getsockname()[1]


OPEN, MUTE, DEAF, FULL = serve(True, True), serve(False, False), serve(True, False), full()
REFUSING = b"ws://127.0.0.1:1/"


def enter(prompt, state):
    """Brings the prompt into a state."""
    if state in ("dialing", "connecting"):
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
    if state in ("dialing again", "connecting again"):
        prompt.type(b"/connect %s\r" % (FULL if state == "dialing again" else MUTE))
        return prompt.wait(rb"connecting> ", start)
    return True


URLS = {
    "dialing": FULL,
    "connecting": MUTE,
    "open": OPEN,
    "closing": DEAF,
    "replacing": DEAF,
    "closed": OPEN,
    "dialing again": OPEN,
    "connecting again": OPEN,
}


def trial(state, first, second, is_human):
    prompt = Prompt(URLS[state])
    try:
        if not enter(prompt, state):
            return f"never {state}: {prompt.seen!r}"
        start = len(prompt.seen)
        keys = [one % target if b"%s" in one else one for one, target in ((first, OPEN), (second, REFUSING))]
        # A Ctrl-C that keys follow at once may find a line that has begun, and then it only clears that.
        if is_human or first == b"\x03":
            prompt.type(keys[0])
            is_line = keys[0].endswith(b"\r")
            # A person sees the next prompt after the line; what a key does may show nothing.
            prompt.wait(re.escape(keys[0][:-1]) + rb"\r\n(?s:.)*> ", start, limit=PATIENCE if is_line else 0.3)
            prompt.type(keys[1])
        else:
            prompt.type(keys[0] + keys[1])
        if first in LEAVING or second in LEAVING:
            # The terminal drops what was typed in one write before a Ctrl-C, and Ctrl-C alone leaves.
            return prompt.fault(start)
        prompt.type(b"\r/help quit\r")
        if prompt.wait(rb"Close the connection and leave", start):
            prompt.type(b"/quit\r/quit\r")
            return prompt.fault(start)
        # A first connection that did not come about, or was given up, is the end.
        if state in ("dialing", "connecting") and prompt.ended() in (69, -signal.SIGINT):
            return None
        return prompt.fault(start, "deaf")
    finally:
        prompt.stop()


def main():
    trials = [
        (state, first, second, is_human)
        for state in sys.argv[2:] or URLS
        for first in COMMANDS
        for second in COMMANDS
        for is_human in (False, True)
        # A person is tried in the states that take the longest to leave.
        if not is_human or state in ("open", "replacing")
    ]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for (state, first, second, is_human), fault in zip(trials, pool.map(lambda one: trial(*one), trials)):
            if fault:
                print(state, first, second, "person" if is_human else "machine", fault)
    print(len(trials), "tried")


main()
