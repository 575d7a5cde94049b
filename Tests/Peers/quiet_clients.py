"""Each of this many clients sends one message, gets its echo, and then stays and says nothing.

Arguments: URL, the listener's process, count. Prints how many KiB the listener has taken for each of them.
"""

import re
import socket
import sys

port = int(re.search(r":(\d+)/", sys.argv[1]).group(1))
count = int(sys.argv[3])
REQUEST = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
MESSAGE = b"x" * 64


def connect():
    peer = socket.create_connection(("127.0.0.1", port))
    peer.settimeout(20)
    peer.sendall(REQUEST)
    head = b""
    while b"\r\n\r\n" not in head:
        head += peer.recv(1)
    peer.sendall(b"\x82\xc0\0\0\0\0" + MESSAGE)
    echo = b""
    while len(echo) < 66:
        echo += peer.recv(66 - len(echo))
    assert echo == b"\x82\x40" + MESSAGE, echo
    return peer


def memory():
    with open(f"/proc/{sys.argv[2]}/smaps_rollup") as file:
        return int(re.search(r"Anonymous: +(\d+) kB", file.read()).group(1))


clients = [connect() for _ in range(20)]
before = memory()
clients += [connect() for _ in range(count)]
print((memory() - before) // count)
