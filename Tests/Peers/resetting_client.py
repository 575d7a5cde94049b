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
MESSAGE = struct.pack(">BBQ", 0x82, 0xFF, 400_000) + bytes(4) + b"m" * 400_000


def await_state(is_reached, name):
    """Looks until the system reports a state of the server's, for which it has no event."""
    deadline = time.monotonic() + 10
    while not is_reached():
        assert time.monotonic() < deadline, name
        time.sleep(0.001)


def has_taken_all(ours, theirs):
    """Whether the server's end of the connection has an empty receive queue, and ours nothing on its way."""
    queues = {}
    for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
        words = line.split()
        local, remote = (int(word.split(":")[1], 16) for word in words[1:3])
        queues[local, remote] = [int(word, 16) for word in words[4].split(":")]
    return queues[ours, theirs][0] == 0 and queues[theirs, ours][1] == 0


def is_stopped(process):
    """Whether each of its threads is; the state follows the name, which ends at the last parenthesis."""
    threads = pathlib.Path(f"/proc/{process}/task").glob("*/stat")
    return all(thread.read_text().rpartition(")")[2].split()[0] == "T" for thread in threads)


def reset_inside_an_echo(url, process):
    link = socket.create_connection((url.hostname, url.port))
    ports = link.getsockname()[1], url.port
    link.sendall(REQUEST)
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += link.recv(1)
    link.sendall(MESSAGE[:370_000])
    await_state(lambda: has_taken_all(*ports), "the server does not read")
    os.kill(process, signal.SIGSTOP)
    try:
        await_state(lambda: is_stopped(process), "the server does not stop")
        link.sendall(MESSAGE[370_000:])
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        link.close()
    finally:
        os.kill(process, signal.SIGCONT)


for _ in range(int(sys.argv[3])):
    reset_inside_an_echo(urllib.parse.urlsplit(sys.argv[1]), int(sys.argv[2]))
print("reset", sys.argv[3])
