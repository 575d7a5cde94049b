"""The ways in which hostile.py serves the tests of the prompt: one function a mode."""

import socket
import sys
import threading

from hostile_modes import frame


def upgrades_later(client):
    """Answers the handshake when a line comes on standard input; prints every frame, answers a Close."""
    answer = client.upgrade()
    sys.stdin.readline()
    client.send(answer)
    client.until_close()


def puppet(client):
    """Sends its latest client what the lines of standard input say, and prints each line when it is done.

    `text WORDS` is a message, `hex BYTES` goes out as it is, `flood COUNT` is this many numbered messages, and `cut`
    ends the sending. Prints every frame, answers a Close.
    """
    answer = client.upgrade()
    is_first, puppet.client = puppet.client is None, client
    client.send(answer)
    if is_first:
        threading.Thread(target=obey, daemon=True).start()
    client.until_close()


puppet.client = None


def obey():
    for line in sys.stdin:
        word, _, rest = line.rstrip("\n").partition(" ")
        client = puppet.client
        if word == "text":
            client.send(frame(1, rest.encode()))
        elif word == "hex":
            client.send(bytes.fromhex(rest))
        elif word == "flood":
            client.send(b"".join(frame(1, b"message %d" % number) for number in range(int(rest))))
        elif word == "cut":
            client.link.shutdown(socket.SHUT_WR)
        print("done", line, end="", flush=True)
