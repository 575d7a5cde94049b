"""A raw client at the URL that reads nothing after the handshake until a line comes on standard input.

Prints `open`, and then how many bytes there were up to the end of the stream.
"""

import socket
import sys
import urllib.parse

REQUEST = (
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)

url = urllib.parse.urlsplit(sys.argv[1])
with socket.create_connection((url.hostname, url.port)) as link:
    link.sendall(REQUEST)
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += link.recv(1)
    print("open", flush=True)
    sys.stdin.readline()
    link.settimeout(20)
    count = 0
    try:
        while piece := link.recv(1 << 20):
            count += len(piece)
    except ConnectionError:
        pass
print(count)
