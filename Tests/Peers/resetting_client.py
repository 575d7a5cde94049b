"""Resets its connection to the echo server at the URL in the middle of an echo: resetting_client.py URL PROCESS TIMES.

The server, whose process number is given, is stopped while the end of a message and the reset reach its
system, so that it meets the reset when it writes the echo. Prints `reset TIMES`.
"""

import os
import pathlib
import signal
import socket
import struct
import sys
import time
import urllib.parse

REQUEST = (
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
BEGINNING = struct.pack(">BBQ", 0x02, 0xFF, 370_000) + bytes(4) + b"m" * 370_000
PING, PONG = b"\x89\x80" + bytes(4), b"\x8a\x00"
END = struct.pack(">BBQ", 0x80, 0xFF, 30_000) + bytes(4) + b"m" * 30_000


def is_stopped(process):
    """Whether each of its threads is; the state follows the name, which ends at the last parenthesis."""
    threads = pathlib.Path(f"/proc/{process}/task").glob("*/stat")
    return all(thread.read_text().rpartition(")")[2].split()[0] == "T" for thread in threads)


def stop(process):
    """Stops the server, and polls until the system says that it has stopped, because there is no event for that."""
    os.kill(process, signal.SIGSTOP)
    deadline = time.monotonic() + 10
    while not is_stopped(process):
        assert time.monotonic() < deadline, "the server does not stop"
        os.sched_yield()


def read_until(link, end):
    taken = b""
    while not taken.endswith(end):
        byte = link.recv(1)
        assert byte, "the server has gone"
        taken += byte


def reset_inside_an_echo(url, process):
    link = socket.create_connection((url.hostname, url.port))
    link.sendall(REQUEST)
    read_until(link, b"\r\n\r\n")
    # The Pong says that the server has taken all that is in front of the Ping.
    link.sendall(BEGINNING + PING)
    read_until(link, PONG)
    try:
        stop(process)
        link.sendall(END)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        link.close()
    finally:
        os.kill(process, signal.SIGCONT)


for _ in range(int(sys.argv[3])):
    reset_inside_an_echo(urllib.parse.urlsplit(sys.argv[1]), int(sys.argv[2]))
print("reset", sys.argv[3])
