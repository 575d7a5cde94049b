"""This many clients open a connection and never read what comes.

Arguments: URL, count. Prints `open` and stays.
"""

import re
import signal
import socket
import sys

port = int(re.search(r":(\d+)/", sys.argv[1]).group(1))
REQUEST = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def connect():
    peer = socket.create_connection(("127.0.0.1", port))
    peer.sendall(REQUEST)
    head = b""
    while b"\r\n\r\n" not in head:
        head += peer.recv(1)
    return peer


clients = [connect() for _ in range(int(sys.argv[2]))]
print("open", flush=True)
signal.pause()
